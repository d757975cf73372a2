// SPDX-License-Identifier: Apache-2.0

import RotundaEngine
import RotundaKernels
package import RotundaNetworks
import RotundaTestSupport

/// One convolution problem in memory of its own, so that an algorithm can be tried without a plan.
///
/// The map that is read and the one that is written are two stretches of the heap of exactly their size: the address
/// sanitizer sees a float before or after either. Memory begins as NaN: what an algorithm reads of borders that the
/// problem does not fill must not matter.
package struct AlgorithmBench: Sendable {
  private var problem: ConvolutionProblem
  private let image: FeatureMap
  private let expected: FeatureMap
  private let arena: AlignedFloats
  private let result: AlignedFloats
  private let destination: MapView

  /// Threads that share the items of a step.
  private static let threads = 3

  /// A convolution alone.
  package init(_ convolution: ConvolutionCase) throws {
    let declaration = convolution.declaration
    try self.init(
      convolution.network, size: convolution.size, reach: Self.reach(of: [declaration]), stride: convolution.stride,
      spacing: 1, activation: convolution.activates ? .elu : .none
    ) { [Part(declaration, firstChannel: 0, weights: $0.values(1, "weight"), bias: $0.values(1, "bias"))] }
  }

  /// A transposed convolution alone.
  package init(_ transposed: Network.TransposedConvolution, size: Extent) throws {
    var sketch = Sketch(channels: transposed.inputChannels, padding: transposed.padding)
    sketch.add(.transposedConvolution(transposed), 0)
    try self.init(
      sketch.network(), size: size, reach: Extent(height: 1, width: 1), stride: 1, spacing: 2, activation: .none
    ) { Part.phases(of: transposed, weights: $0.values(1, "weight"), bias: $0.values(1, "bias")) }
  }

  /// Convolutions that read one map side by side and whose results follow each other.
  package init(sideBySide convolutions: [Network.Convolution], size: Extent) throws {
    var sketch = Sketch(channels: convolutions[0].inputChannels, padding: convolutions[0].padding)
    let layers = convolutions.map { sketch.add(.convolution($0), 0) }
    sketch.add(.concatenation, inputs: layers)
    try self.init(
      sketch.network(), size: size, reach: Self.reach(of: convolutions), stride: convolutions[0].stride, spacing: 1,
      activation: .none
    ) { weights in
      var channel = 0
      return zip(convolutions, layers).map { convolution, layer in
        defer { channel += convolution.outputChannels }
        return Part(
          convolution, firstChannel: channel, weights: weights.values(layer, "weight"),
          bias: weights.values(layer, "bias"))
      }
    }
  }

  /// A convolution whose result, and the image where asked, a 1x1 convolution reads.
  package init(_ convolution: ConvolutionCase, thenPointwise outputs: Int, besideImage: Bool) throws {
    var sketch = Sketch(channels: convolution.inputs, padding: convolution.padding)
    let declaration = convolution.declaration
    let first = sketch.add(.convolution(declaration), 0)
    let read = convolution.activates ? sketch.add(.activation(.elu), first) : first
    let inputs = convolution.outputs + (besideImage ? convolution.inputs : 0)
    let joined = besideImage ? sketch.add(.concatenation, read, 0) : read
    let pointwise = Network.Convolution(
      inputChannels: inputs, outputChannels: outputs, kernel: Extent(height: 1, width: 1), stride: 1, dilation: 1,
      padding: convolution.padding)
    let last = sketch.add(.convolution(pointwise), joined)
    sketch.add(.activation(.elu), last)
    let network = sketch.network()
    try self.init(
      network, size: convolution.size, reach: Self.reach(of: [declaration]), stride: 1, spacing: 1,
      activation: convolution.activates ? .elu : .none
    ) { [Part(declaration, firstChannel: 0, weights: $0.values(1, "weight"), bias: $0.values(1, "bias"))] }
    let weights = Self.weights(of: network)
    problem.pointwise = .init(
      rest: besideImage ? problem.source : nil, destination: destination,
      parts: [
        Part(
          pointwise, firstChannel: 0, weights: weights.values(last, "weight"), bias: weights.values(last, "bias"))
      ], activation: .elu)
    let shape = Network.MapShape(
      channels: convolution.outputs, height: convolution.size.height, width: convolution.size.width)
    problem.destination = MapView(
      base: 0, layout: MapLayout(shape: shape, border: .init(height: 0, width: 0)), channels: 0..<shape.channels)
  }

  private typealias Part = ConvolutionProblem.Part

  private static func weights(of network: Network) -> Weights { randomWeights(of: network, seed: 3) }

  private static func reach(of convolutions: [Network.Convolution]) -> Extent {
    Extent(height: convolutions.map(\.reachY).max() ?? 0, width: convolutions.map(\.reachX).max() ?? 0)
  }

  private init(
    _ network: Network, size: Extent, reach: Extent, stride: Int, spacing: Int, activation: Activation,
    parts: (Weights) -> [Part]
  ) throws {
    let weights = Self.weights(of: network)
    image = randomImage(for: network, size: size, seed: 4)
    expected = try ReferenceRuntime().prepare(network, weights: weights, size: size).predict(image)[0]
    let from = MapLayout(shape: image.shape, border: reach)
    let to = MapLayout(shape: expected.shape, border: Extent(height: 0, width: 0))
    arena = AlignedFloats([Float](repeating: .nan, count: from.count))
    result = AlignedFloats([Float](repeating: .nan, count: to.count))
    let source = MapView(base: 0, layout: from, channels: 0..<image.shape.channels)
    // Bound: both begin at a multiple of 64 bytes, so a whole number of floats lies between them.
    destination = MapView(base: result.base - arena.base, layout: to, channels: 0..<expected.shape.channels)
    problem = ConvolutionProblem(
      source: source, destination: destination, stride: stride, spacing: spacing, parts: parts(weights),
      activation: activation)
    run(ImageStep(destination: source))
    run(BorderStep(source, reach: reach, padding: network.architecture.padding))
  }

  /// What every candidate on every instruction set of this processor does wrong, a line each; none where all is well.
  ///
  /// Those that multiply less may err more, by their own prediction.
  package func faults() -> [String] {
    InstructionSet.available.flatMap { instructionSet -> [String] in
      let candidates = Candidate.all(for: problem, kernels: instructionSet.kernels)
      guard !candidates.isEmpty else { return ["no algorithm on \(instructionSet.name)"] }
      return candidates.compactMap { candidate in
        let distance = distance(of: candidate.make())
        guard distance > 4e-6 * max(2.5, candidate.estimate.amplification) else { return nil }
        return "\(candidate.estimate.name) on \(instructionSet.name) is \(distance) off the reference"
      }
    }
  }

  /// max|a - b| / max|b| of what an algorithm computes.
  private func distance(of algorithm: any Step) -> Double {
    result.base.update(repeating: .nan, count: result.count)
    run(algorithm)
    let values = (0..<destination.channels.count).flatMap { channel in
      destination.runs(covering: channel..<(channel + 1)).flatMap { run in
        (0..<destination.height).flatMap { row in
          (0..<destination.width).map { arena.base[run.offset(row: row, column: $0)] }
        }
      }
    }
    return relativeToMaximum(values, expected.values)
  }

  /// The sum of an item's digits: whatever the distance of items that meet in a map, some pairs lie on two threads.
  private static func thread(of item: Int) -> Int {
    var (sum, rest) = (0, item)
    while rest > 0 {
      sum += rest % threads
      rest /= threads
    }
    return sum % threads
  }

  /// Runs a step's items on threads that end in no particular order, as those of a prediction do.
  private func run(_ step: any Step) {
    let (arena, image) = (arena, image)
    onThreads(Self.threads) { thread in
      let scratch = AlignedFloats([Float](repeating: .nan, count: step.scratchCount))
      image.values.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return }
        for item in 0..<step.itemCount where Self.thread(of: item) == thread {
          step.run(item: item, in: StepMemory(arena: arena.base, scratch: scratch.base, image: base))
        }
      }
    }
  }
}

extension Weights {
  /// Weights or bias of a layer of a `Sketch`.
  fileprivate func values(_ layer: Int, _ kind: String) -> [Float] {
    guard let array = arrays["layer\(layer).\(kind)"] else { preconditionFailure("layer \(layer) has no \(kind)") }
    return array.values
  }
}
