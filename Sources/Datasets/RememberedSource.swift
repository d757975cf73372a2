// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import Synchronization

/// A source whose samples are made once and then kept in memory, as many as fit.
///
/// For photographs of many megapixels that a network sees small, and for rendered rooms that several runs learn from.
/// Samples that do not fit, or cannot be read, are asked for every time.
public final class RememberedSource: SampleSource {
  private let source: any SampleSource
  private let limit: Int
  private let memory = Mutex<(samples: [Int: Sample], bytes: Int)>(([:], 0))

  /// Remembers samples of `source` up to `limit` bytes of pictures and depth.
  public init(_ source: any SampleSource, limit: Int = 1 << 30) { (self.source, self.limit) = (source, limit) }

  /// As the source it reads.
  public var uri: String { source.uri }
  /// As the source it reads.
  public var count: Int? { source.count }
  /// As the source it reads.
  public var groupSize: Int { source.groupSize }

  /// The sample of a number, from memory where it was asked for before.
  public func sample(at index: Int) throws -> Sample {
    if let known = memory.withLock({ $0.samples[index] }) { return known }
    let sample = try source.sample(at: index)
    memory.withLock { memory in
      guard memory.bytes + sample.bytes <= limit else { return }
      memory.samples[index] = sample
      memory.bytes += sample.bytes
    }
    return sample
  }
}

extension Sample {
  /// About what it takes in memory.
  fileprivate var bytes: Int {
    let partners = partners.map { [$0.right, $0.up] } ?? []
    return partners.reduce(panorama.pixels.count + (panorama.coverage?.count ?? 0) + 4 * (depth?.values.count ?? 0)) {
      $0 + $1.panorama.pixels.count + 4 * $1.depth.values.count
    }
  }
}
