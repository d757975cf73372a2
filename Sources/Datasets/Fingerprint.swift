// SPDX-License-Identifier: Apache-2.0

import RotundaImaging

/// What a source holds, in one number: whether a run that goes on sees the data that it began with.
public struct Fingerprint: Sendable, Hashable, Codable {
  /// How the source is asked for.
  public let uri: String
  /// Samples in it; nil where it never ends.
  public let count: Int?
  /// 64 bits over the names, pixels and distances of its first, middle and last sample, in hexadecimal.
  public let digest: String

  /// Reads up to three samples of a source; of one that never ends, its first.
  ///
  /// One that cannot be read counts as such: whoever draws it later is told.
  public init(of source: any SampleSource) {
    (uri, count) = (source.uri, source.count)
    var hash = FNV1a()
    for index in Set([0, (count ?? 1) / 2, (count ?? 1) - 1]).sorted() {
      guard let sample = try? source.sample(at: index) else {
        hash.add("unreadable".utf8)
        continue
      }
      hash.add(sample.name.utf8)
      hash.add(sample.panorama.pixels)
      for distance in sample.depth?.values ?? [] { hash.add(distance.bitPattern) }
    }
    digest = String(hash.value, radix: 16)
  }
}

/// The hash of Fowler, Noll and Vo, 64 bits, variant 1a: fast, and nothing that anybody must trust.
private struct FNV1a {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ word: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      value = (value ^ UInt64(word >> shift & 255)) &* 0x100_0000_01b3
    }
  }

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }
}
