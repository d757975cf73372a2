// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaDatasets
  import Synchronization

  /// Sources by address and size, opened once, whose samples stay in memory: every network learns from the same.
  final class SourceCache: Sendable {
    private let known = Mutex<[String: RememberedSource]>([:])

    func open(_ uris: [String], width: Int, height: Int) throws -> any SampleSource {
      try SampleSources.joined(uris.map { try open($0, width: width, height: height) })
    }

    private func open(_ uri: String, width: Int, height: Int) throws -> RememberedSource {
      try known.withLock { known in
        let key = "\(uri) \(width)x\(height)"
        if let source = known[key] { return source }
        let source = RememberedSource(try SampleSources.open(uri, width: width, height: height))
        known[key] = source
        return source
      }
    }

    /// Reads a source that ends on all cores, before networks that make their samples on one thread wait for each.
    func fill(_ uri: String, width: Int, height: Int, isStopped: @Sendable () -> Bool) throws {
      let source = try open(uri, width: width, height: height)
      guard let count = source.count else { return }
      let groups = stride(from: 0, to: count, by: source.groupSize).map { $0..<min($0 + source.groupSize, count) }
      DispatchQueue.concurrentPerform(iterations: groups.count) { group in
        // One that cannot be read is named when a network draws it.
        for index in groups[group] where !isStopped() { _ = try? source.sample(at: index) }
      }
      Console.current.say("\(uri): \(count) panoramas of \(width)x\(height) are read")
    }
  }
#endif
