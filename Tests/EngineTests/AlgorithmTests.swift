// SPDX-License-Identifier: Apache-2.0

import RotundaEngine
import RotundaKernels
import RotundaNetworks
import RotundaTestSupport
import Testing

/// One convolution with all that can vary.
struct ConvolutionCase: Sendable, CustomStringConvertible {
  var inputs: Int
  var outputs: Int
  var kernel: Extent
  var stride: Int
  var dilation: Int
  var padding: Padding
  var size: Extent
  var activates: Bool

  var description: String {
    "\(inputs)->\(outputs) \(kernel.height)x\(kernel.width) stride \(stride) dilation \(dilation) \(padding) "
      + "\(size.width)x\(size.height)\(activates ? " elu" : "")"
  }

  var network: Network {
    var sketch = Sketch(channels: inputs, padding: padding)
    let layer = sketch.convolution(0, from: inputs, to: outputs, kernel: kernel, stride: stride, dilation: dilation)
    if activates { sketch.add(.elu, layer) }
    return sketch.network()
  }

  /// Shapes drawn from a seed: channel counts around the vectors' widths, every kind of window, sizes down to one.
  static func random(_ seed: UInt64) -> ConvolutionCase {
    var generator = SeededGenerator(seed: seed)
    func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &generator)] }
    let stride = pick([1, 1, 2])
    let padding = pick([Padding.zero, .sphere])
    let multiple = padding == .sphere ? 2 * stride : stride
    return ConvolutionCase(
      inputs: pick([1, 2, 3, 4, 8, 15, 16, 17, 31, 32, 33, 48, 65]),
      outputs: pick([1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 40, 64, 65]),
      kernel: Extent(height: pick([1, 1, 3, 5, 7]), width: pick([1, 3, 3, 5, 9, 11])), stride: stride,
      dilation: pick([1, 1, 2, 3, 16]), padding: padding,
      size: Extent(
        height: stride * pick([1, 2, 3, 8, 13]), width: multiple * pick([1, 2, 3, 5, 6, 7, 11, 12, 13, 25])),
      activates: pick([true, false]))
  }

  /// Those of `all` that a 1x1 convolution may follow in the same step.
  static let fusible = all.filter { $0.stride == 1 && max($0.kernel.height, $0.kernel.width) > 1 }

  static let all = (0..<(isOptimised ? 160 : 20)).map { random(UInt64($0)) }
}

@Suite("Convolution algorithms")
struct AlgorithmTests {
  @Test("Every convolution agrees with its definition on every instruction set", arguments: ConvolutionCase.all)
  func convolutionsAgree(convolution: ConvolutionCase) throws {
    try expectAgreement(convolution.network, size: convolution.size)
  }

  @Test(
    "Transposed convolutions agree with their definition",
    arguments: [1, 3, 16, 20, 33], [Padding.zero, .sphere])
  func transposedConvolutionsAgree(channels: Int, padding: Padding) throws {
    for size in [Extent(height: 1, width: 2), Extent(height: 5, width: 14)] {
      var sketch = Sketch(channels: channels, padding: padding)
      let layer = sketch.add(
        .transposedConvolution(.init(inputChannels: channels, outputChannels: channels + 1, padding: padding)), 0)
      sketch.add(.elu, layer)
      try expectAgreement(sketch.network(), size: size)
    }
  }

  @Test("Each algorithm alone agrees with the definition wherever it applies", arguments: ConvolutionCase.all)
  func algorithmsAgree(convolution: ConvolutionCase) throws {
    try expectCandidatesAgree(on: AlgorithmBench(convolution))
  }

  @Test(
    "Each algorithm alone agrees with the definition of a transposed convolution",
    arguments: [(1, 1), (3, 20), (16, 16), (20, 7), (33, 48)], [Padding.zero, .sphere])
  func algorithmsAgree(channels: (inputs: Int, outputs: Int), padding: Padding) throws {
    for size in [Extent(height: 1, width: 2), Extent(height: 5, width: 14), Extent(height: 12, width: 10)] {
      let transposed = Network.TransposedConvolution(
        inputChannels: channels.inputs, outputChannels: channels.outputs, padding: padding)
      try expectCandidatesAgree(on: AlgorithmBench(transposed, size: size))
    }
  }

  @Test("Convolutions of different windows side by side agree with their definitions")
  func siblingsAgree() throws {
    for channels in [4, 16] {
      var sketch = Sketch(channels: 16, padding: .sphere)
      let windows = [(3, 9), (3, 7), (3, 5), (5, 5)].map { Extent(height: $0.0, width: $0.1) }
      let parts = windows.map { sketch.convolution(0, from: 16, to: channels, kernel: $0) }
      sketch.add(.concatenation, inputs: parts)
      try expectAgreement(sketch.network(), size: Extent(height: 14, width: 26))
    }
  }

  @Test("A 1x1 convolution that uses tiles up agrees with its definition", arguments: ConvolutionCase.fusible)
  func pointwiseConvolutionsAgree(convolution: ConvolutionCase) throws {
    for outputs in [1, 8, 20, 48] {
      try expectCandidatesAgree(on: AlgorithmBench(convolution, thenPointwise: outputs, besideImage: false))
      // Channels of a map follow those of the tiles, at a block.
      guard convolution.outputs % MapLayout.blockChannels == 0 else { continue }
      try expectCandidatesAgree(on: AlgorithmBench(convolution, thenPointwise: outputs, besideImage: true))
    }
  }

  @Test("What only a 1x1 convolution reads has no map", arguments: [Padding.zero, .sphere])
  func usedUpResultsHaveNoMap(padding: Padding) throws {
    var sketch = Sketch(channels: 4, padding: padding)
    let first = sketch.convolution(0, from: 4, to: 32, kernel: .init(height: 3, width: 3))
    let activated = sketch.add(.elu, first)
    let other = sketch.convolution(0, from: 4, to: 3, kernel: .init(height: 1, width: 1))
    let both = sketch.add(.concatenation, activated, other)
    let pointwise = sketch.convolution(both, from: 35, to: 5, kernel: .init(height: 1, width: 1))
    let network = sketch.network(outputs: [pointwise])
    let size = Extent(height: 18, width: 26)
    try expectAgreement(network, size: size)
    let plan = try CPURuntime().plan(network, weights: randomWeights(of: network, seed: 1), size: size)
    #expect(plan.requests.allSatisfy { $0.count < 32 * size.height * size.width })
    // As an output it has one.
    let kept = sketch.network(outputs: [pointwise, activated])
    try expectAgreement(kept, size: size)
  }

  /// Every candidate on every instruction set; those that multiply less may err more, by their own prediction.
  private func expectCandidatesAgree(on bench: AlgorithmBench) throws {
    for instructionSet in InstructionSet.available {
      let candidates = Candidate.all(for: bench.problem, kernels: instructionSet.kernels)
      #expect(!candidates.isEmpty)
      for candidate in candidates {
        let distance = bench.distance(of: candidate.make())
        #expect(
          distance <= 4e-6 * max(2.5, candidate.estimate.amplification),
          "\(candidate.estimate.name) on \(instructionSet.name)")
      }
    }
  }
}

/// One convolution in an arena of its own, so that an algorithm can be tried without a plan.
struct AlgorithmBench {
  private(set) var problem: ConvolutionProblem
  private let destination: MapView
  private let image: FeatureMap
  private let expected: FeatureMap
  private let entries: [any Step]
  private let count: Int

  init(_ convolution: ConvolutionCase) throws {
    let window = Network.Convolution(
      inputChannels: convolution.inputs, outputChannels: convolution.outputs, kernel: convolution.kernel,
      stride: convolution.stride, dilation: convolution.dilation, padding: convolution.padding)
    try self.init(
      convolution.network, size: convolution.size, reach: Extent(height: window.reachY, width: window.reachX),
      stride: convolution.stride, spacing: 1, activates: convolution.activates
    ) { [Part(window, firstChannel: 0, weights: $0, bias: $1)] }
  }

  init(_ transposed: Network.TransposedConvolution, size: Extent) throws {
    var sketch = Sketch(channels: transposed.inputChannels, padding: transposed.padding)
    sketch.add(.transposedConvolution(transposed), 0)
    try self.init(
      sketch.network(), size: size, reach: Extent(height: 1, width: 1), stride: 1, spacing: 2, activates: false
    ) { Part.phases(of: transposed, weights: $0, bias: $1) }
  }

  /// A convolution whose result, and the image where asked, a 1x1 convolution reads.
  init(_ convolution: ConvolutionCase, thenPointwise outputs: Int, besideImage: Bool) throws {
    var sketch = Sketch(channels: convolution.inputs, padding: convolution.padding)
    let window = Network.Convolution(
      inputChannels: convolution.inputs, outputChannels: convolution.outputs, kernel: convolution.kernel, stride: 1,
      dilation: convolution.dilation, padding: convolution.padding)
    let first = sketch.add(.convolution(window), 0)
    let read = convolution.activates ? sketch.add(.elu, first) : first
    let inputs = convolution.outputs + (besideImage ? convolution.inputs : 0)
    let joined = besideImage ? sketch.add(.concatenation, read, 0) : read
    let one = Extent(height: 1, width: 1)
    let last = sketch.convolution(joined, from: inputs, to: outputs, kernel: one)
    sketch.add(.elu, last)
    let network = sketch.network()
    let weights = randomWeights(of: network, seed: 3)
    try self.init(
      network, size: convolution.size, reach: Extent(height: window.reachY, width: window.reachX), stride: 1,
      spacing: 1, activates: convolution.activates
    ) { [Part(window, firstChannel: 0, weights: $0, bias: $1)] }
    let pointwise = Network.Convolution(
      inputChannels: inputs, outputChannels: outputs, kernel: one, stride: 1, dilation: 1,
      padding: convolution.padding)
    problem.pointwise = .init(
      rest: besideImage ? problem.source : nil, destination: destination,
      parts: [
        Part(
          pointwise, firstChannel: 0, weights: try #require(weights.arrays["layer\(last).weight"]).values,
          bias: try #require(weights.arrays["layer\(last).bias"]).values)
      ], activates: true)
    let shape = Network.MapShape(
      channels: convolution.outputs, height: convolution.size.height, width: convolution.size.width)
    problem.destination = MapView(
      base: 0, layout: MapLayout(shape: shape, border: .init(height: 0, width: 0)), channels: 0..<shape.channels)
  }

  private typealias Part = ConvolutionProblem.Part

  private init(
    _ network: Network, size: Extent, reach: Extent, stride: Int, spacing: Int, activates: Bool,
    parts: (_ weights: [Float], _ bias: [Float]) -> [Part]
  ) throws {
    let weights = randomWeights(of: network, seed: 3)
    image = randomImage(for: network, size: size, seed: 4)
    let reference = try ReferenceRuntime().prepare(network, weights: weights, size: size).predict(image)
    expected = try #require(reference.first)
    let from = MapLayout(shape: image.shape, border: reach)
    let to = MapLayout(shape: expected.shape, border: Extent(height: 0, width: 0))
    let source = MapView(base: 0, layout: from, channels: 0..<image.shape.channels)
    let base = (from.count + 15) / 16 * 16
    destination = MapView(base: base, layout: to, channels: 0..<expected.shape.channels)
    problem = ConvolutionProblem(
      source: source, destination: destination, stride: stride, spacing: spacing,
      parts: parts(
        try #require(weights.arrays["layer1.weight"]).values, try #require(weights.arrays["layer1.bias"]).values),
      activates: activates)
    entries = [
      ImageStep(destination: source), BorderStep(source, reach: reach, padding: network.architecture.padding),
    ]
    count = base + to.count
  }

  /// max|a - b| / max|b| of what an algorithm computes.
  ///
  /// All memory begins as NaN: what an algorithm reads beyond its maps must not matter.
  func distance(of algorithm: any Step) -> Double {
    let arena = AlignedFloats([Float](repeating: .nan, count: count))
    let scratch = AlignedFloats([Float](repeating: .nan, count: algorithm.scratchCount))
    image.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for step in entries + [algorithm] {
        for item in 0..<step.itemCount {
          step.run(item: item, in: StepMemory(arena: arena.base, scratch: scratch.base, image: base))
        }
      }
    }
    let view = destination
    let values = (0..<view.channels.count).flatMap { channel in
      view.runs(covering: channel..<(channel + 1)).flatMap { run in
        (0..<view.height).flatMap { row in
          (0..<view.width).map { arena.base[run.offset(row: row, column: $0)] }
        }
      }
    }
    return relativeToMaximum(values, expected.values)
  }
}
