// SPDX-License-Identifier: Apache-2.0

import RotundaEngine
import RotundaEngineTestSupport
import RotundaNetworks
import Synchronization

/// Whole networks, planned and run as a prediction is.
enum NetworkGroups {
  /// Threads of one prediction, and predictions at once.
  private static let threads = 3

  private static let size = Extent(height: 32, width: 64)

  /// Small networks, and the smallest sizes that they take, odd multiples of those and `size`.
  private static let networks = Padding.allCases.flatMap { padding in
    [
      Architecture(.rectnet, widthDivisor: 8, padding: padding).network,
      Architecture(.uresnet, widthDivisor: 8, padding: padding).network,
      Sketch.branching(padding: padding),
      Sketch.everyOperation(),
    ].map { network in
      let multiple = network.sizeMultiple
      return (
        network: network,
        sizes: [multiple, Extent(height: 3 * multiple.height, width: 5 * multiple.width), size]
          .filter { $0.height * $0.width <= 64 * 128 }
      )
    }
  }

  static func alone() throws -> [String] {
    try networks.flatMap { network, sizes in
      try sizes.flatMap { size in
        let agreement = try Agreement(of: network, size: size)
        return try Accuracy.allCases.flatMap { try agreement.faults(accuracy: $0, threads: threads) }
      }
    }
  }

  /// Predictions that share one prepared network give the bits of predictions alone; networks are made and freed.
  static func atOnce() throws -> [String] {
    let faults = Mutex<[String]>([])
    for (network, _) in networks {
      let weights = randomWeights(of: network, seed: 1)
      let images = (0..<threads).map { randomImage(for: network, size: size, seed: UInt64($0)) }
      let alone = try CPURuntime(threads: 1).prepare(network, weights: weights, size: size)
      let expected = try images.map(alone.predict)
      for _ in 0..<3 {
        let shared = try CPURuntime(threads: threads).prepare(network, weights: weights, size: size)
        onThreads(threads) { thread in
          for turn in 0..<3 {
            let index = (thread + turn) % images.count
            guard (try? shared.predict(images[index])) != expected[index] else { continue }
            faults.withLock { $0.append("\(network.architecture): picture \(index) differs from the same alone") }
          }
        }
      }
    }
    return faults.withLock { $0 }
  }
}
