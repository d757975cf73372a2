// SPDX-License-Identifier: Apache-2.0

package import RotundaEngine
package import RotundaNetworks
import RotundaTestSupport

/// A network with random weights, a random picture and what the reference makes of it.
package struct Agreement: Sendable {
  private let network: Network
  private let size: Extent
  private let weights: Weights
  private let image: FeatureMap
  private let expected: [FeatureMap]

  /// Runs the reference.
  package init(of network: Network, size: Extent) throws {
    self.network = network
    self.size = size
    weights = randomWeights(of: network, seed: 1)
    image = randomImage(for: network, size: size, seed: 2)
    expected = try ReferenceRuntime().prepare(network, weights: weights, size: size).predict(image)
  }

  /// What is beyond the accuracy's bound on any instruction set of this processor, a line each; none where all is well.
  package func faults(accuracy: Accuracy = .exact, threads: Int = 2) throws -> [String] {
    try InstructionSet.available.flatMap { instructionSet -> [String] in
      let runtime = CPURuntime(threads: threads, instructionSet: instructionSet, accuracy: accuracy)
      let outputs = try runtime.prepare(network, weights: weights, size: size).predict(image)
      let place = "\(network.architecture) \(size.width)x\(size.height), \(accuracy) on \(instructionSet.name)"
      guard outputs.map(\.shape) == expected.map(\.shape) else { return ["\(place): outputs of other shapes"] }
      return zip(outputs, expected).enumerated().compactMap { index, pair in
        let distance = relativeToMaximum(pair.0.values, pair.1.values)
        return distance <= accuracy.bound ? nil : "\(place): output \(index) is \(distance) off the reference"
      }
    }
  }
}
