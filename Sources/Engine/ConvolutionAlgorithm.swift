// SPDX-License-Identifier: Apache-2.0

package import RotundaKernels
package import RotundaNetworks

/// A way to compute convolutions: the seam where faster ones are added, by a line in `Candidate.all`.
///
/// An algorithm is a step of the plan with its own form of the weights.
protocol ConvolutionAlgorithm: Step {
  /// Its variants for a problem; none where it cannot compute it.
  static func candidates(for problem: ConvolutionProblem, kernels: KernelTable) -> [Candidate]
}

/// Convolutions that read one map and write one map, with the ELU that may follow.
///
/// Output pixel (y, x) of a part is at `(y spacing + phase.row, x spacing + phase.column)` of the destination and sums
/// the input pixels `(y stride + tap.row, x stride + tap.column)`. A plain convolution is one part; convolutions of
/// one input side by side are several; a transposed convolution of stride 2 is four, one for each phase.
package struct ConvolutionProblem: Sendable {
  /// What is read; its border holds the padding.
  package var source: MapView
  /// What is written.
  package var destination: MapView
  /// Distance of windows in the source.
  package var stride: Int
  /// Distance of outputs in the destination.
  package var spacing: Int
  /// Output channels, or phases.
  package var parts: [Part]
  /// What follows.
  package var activation: Activation
  /// The 1x1 convolution that uses the result up; `destination` is then its shape only.
  package var pointwise: Pointwise?
  /// Items into which the work should fall apart at least, where there is enough: several for each thread.
  package var fewestItems = 8

  /// A convolution of single pixels: of a result and of channels of a map beside it.
  package struct Pointwise: Sendable {
    /// The input channels after the result's.
    package var rest: MapView?
    /// What is written.
    package var destination: MapView
    /// Output channels; each part has one tap, the pixel itself.
    package var parts: [Part]
    /// What follows.
    package var activation: Activation

    /// A convolution; the properties say what each argument is.
    package init(rest: MapView?, destination: MapView, parts: [Part], activation: Activation) {
      self.rest = rest
      self.destination = destination
      self.parts = parts
      self.activation = activation
    }
  }

  /// A position relative to a pixel.
  package struct Offset: Sendable, Hashable {
    /// Rows down.
    package var row: Int
    /// Columns to the right.
    package var column: Int

    /// A position `row` rows below and `column` columns right of a pixel.
    package init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// Sums that share taps and phase.
  package struct Part: Sendable {
    /// Channels of the destination view.
    package var channels: Range<Int>
    /// Where between the destination's multiples of `spacing`.
    package var phase = Offset(row: 0, column: 0)
    /// Where the source is read.
    package var taps: [Offset]
    /// `[channels][input channels][taps]`.
    package var weights: [Float]
    /// `[channels]`.
    package var bias: [Float]
  }

  /// A problem; the properties say what each argument is.
  package init(
    source: MapView, destination: MapView, stride: Int, spacing: Int, parts: [Part], activation: Activation
  ) {
    self.source = source
    self.destination = destination
    self.stride = stride
    self.spacing = spacing
    self.parts = parts
    self.activation = activation
    pointwise = nil
  }

  /// Rows and columns of each part's output.
  package var outputSize: Extent { Extent(height: destination.height / spacing, width: destination.width / spacing) }
  /// Output pixels of each part.
  package var outputPixels: Int { outputSize.height * outputSize.width }
}

extension ConvolutionProblem.Part {
  /// A plain convolution; `weights` are `[out, in, kernel height, kernel width]`.
  package init(_ convolution: Network.Convolution, firstChannel: Int, weights: [Float], bias: [Float]) {
    channels = firstChannel..<(firstChannel + convolution.outputChannels)
    taps = (0..<convolution.kernel.height).flatMap { row in
      (0..<convolution.kernel.width).map { column in
        ConvolutionProblem.Offset(
          row: row * convolution.dilation - convolution.reachY,
          column: column * convolution.dilation - convolution.reachX)
      }
    }
    self.weights = weights
    self.bias = bias
  }

  /// The four phases of a transposed convolution; `weights` are `[in, out, kernel, kernel]`.
  package static func phases(
    of convolution: Network.TransposedConvolution, weights: [Float], bias: [Float]
  ) -> [ConvolutionProblem.Part] {
    let side = convolution.kernel
    return [(0, 0), (0, 1), (1, 0), (1, 1)].map { row, column in
      let pairs = convolution.phases[row].flatMap { vertical in convolution.phases[column].map { (vertical, $0) } }
      var phaseWeights: [Float] = []
      for output in 0..<convolution.outputChannels {
        for input in 0..<convolution.inputChannels {
          let window = (input * convolution.outputChannels + output) * side * side
          for (vertical, horizontal) in pairs {
            phaseWeights.append(weights[window + vertical.tap * side + horizontal.tap])
          }
        }
      }
      return Self(
        channels: 0..<convolution.outputChannels, phase: .init(row: row, column: column),
        taps: pairs.map { .init(row: $0.offset, column: $1.offset) }, weights: phaseWeights, bias: bias)
    }
  }

  /// One phase of an interleaved convolution; `weights` are `[out, in, kernel height, kernel width]`.
  init(
    _ phase: Network.InterleavedConvolution.Phase, of convolution: Network.InterleavedConvolution, weights: [Float],
    bias: [Float]
  ) {
    channels = 0..<convolution.outputChannels
    self.phase = .init(row: phase.row, column: phase.column)
    taps = (0..<phase.kernel.height).flatMap { row in
      (0..<phase.kernel.width).map { .init(row: row - 1, column: $0 - 1) }
    }
    self.weights = weights
    self.bias = bias
  }
}
