// SPDX-License-Identifier: Apache-2.0

import RotundaEngine
import RotundaEngineTestSupport
import RotundaNetworks
import Testing

extension ConvolutionCase {
  static let all = (0..<(isOptimised ? 160 : 20)).map { random(UInt64($0)) }
  static let fusible = all.filter(\.isFusible)
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
      sketch.add(.activation(.elu), layer)
      try expectAgreement(sketch.network(), size: size)
    }
  }

  @Test("Each algorithm alone agrees with the definition wherever it applies", arguments: ConvolutionCase.all)
  func algorithmsAgree(convolution: ConvolutionCase) throws {
    expectCandidatesAgree(on: try AlgorithmBench(convolution))
  }

  @Test(
    "Each algorithm alone agrees with the definition of a transposed convolution",
    arguments: [(1, 1), (3, 20), (16, 16), (20, 7), (33, 48)], [Padding.zero, .sphere])
  func algorithmsAgree(channels: (inputs: Int, outputs: Int), padding: Padding) throws {
    for size in [Extent(height: 1, width: 2), Extent(height: 5, width: 14), Extent(height: 12, width: 10)] {
      let transposed = Network.TransposedConvolution(
        inputChannels: channels.inputs, outputChannels: channels.outputs, padding: padding)
      expectCandidatesAgree(on: try AlgorithmBench(transposed, size: size))
    }
  }

  @Test("Convolutions of different windows side by side agree with their definitions")
  func siblingsAgree() throws {
    let windows = [(3, 9), (3, 7), (3, 5), (5, 5)].map { Extent(height: $0.0, width: $0.1) }
    let size = Extent(height: 14, width: 26)
    for channels in [4, 16] {
      let convolutions = windows.map {
        Network.Convolution(
          inputChannels: 16, outputChannels: channels, kernel: $0, stride: 1, dilation: 1, padding: .sphere)
      }
      expectCandidatesAgree(on: try AlgorithmBench(sideBySide: convolutions, size: size))
      var sketch = Sketch(channels: 16, padding: .sphere)
      let parts = convolutions.map { sketch.add(.convolution($0), 0) }
      sketch.add(.concatenation, inputs: parts)
      try expectAgreement(sketch.network(), size: size)
    }
  }

  @Test("A 1x1 convolution that uses tiles up agrees with its definition", arguments: ConvolutionCase.fusible)
  func pointwiseConvolutionsAgree(convolution: ConvolutionCase) throws {
    for outputs in [1, 8, 20, 48] {
      expectCandidatesAgree(on: try AlgorithmBench(convolution, thenPointwise: outputs, besideImage: false))
      // Channels of a map follow those of the tiles, at a block.
      guard convolution.outputs % MapLayout.blockChannels == 0 else { continue }
      expectCandidatesAgree(on: try AlgorithmBench(convolution, thenPointwise: outputs, besideImage: true))
    }
  }

  @Test("What only a 1x1 convolution reads has no map", arguments: [Padding.zero, .sphere])
  func usedUpResultsHaveNoMap(padding: Padding) throws {
    var sketch = Sketch(channels: 4, padding: padding)
    let first = sketch.convolution(0, from: 4, to: 32, kernel: .init(height: 3, width: 3))
    let activated = sketch.add(.activation(.elu), first)
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

  private func expectCandidatesAgree(
    on bench: AlgorithmBench, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(bench.faults() == [], sourceLocation: sourceLocation)
  }

  private func expectAgreement(
    _ network: Network, size: Extent, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try Agreement(of: network, size: size).faults() == [], sourceLocation: sourceLocation)
  }
}
