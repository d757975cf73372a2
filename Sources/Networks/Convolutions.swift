// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// Output pixel (y, x) reads input rows `y * stride + dilation * (i - (kernel.height - 1) / 2)`, and columns likewise;
  /// kernels are odd, so the output has ceil(input / stride) rows and columns.
  ///
  /// Weights are `[outputChannels, inputChannels / groups, kernel.height, kernel.width]`, bias `[outputChannels]`.
  public struct Convolution: Sendable, Hashable {
    /// Channels read.
    public let inputChannels: Int
    /// Channels written.
    public let outputChannels: Int
    /// Rows and columns of the window; both odd.
    public let kernel: Extent
    /// Distance between windows, in both directions.
    public let stride: Int
    /// Distance between the window's taps, in both directions.
    public let dilation: Int
    /// What is read beyond the border.
    public let padding: Padding
    /// Equal parts of the channels that do not see each other.
    public let groups: Int
    /// Whether a number is added for each output channel.
    public let hasBias: Bool
    /// Where the taps of a window lie.
    public let sampling: Sampling

    /// Where the taps of a window lie.
    public enum Sampling: String, Sendable, Hashable {
      /// On pixels.
      case grid
      /// On the sphere: tap (i, j) reads the row that the grid's would, `j` steps of a column's angle on the equator away
      /// from the pixel, which is more columns towards the poles; between two columns it interpolates.
      ///
      /// Columns wrap around, and rows beyond the map are zeros.
      /// - Source: Eder, Price, Vu, Bapat, Frahm, "Mapped convolutions", 2019.
      case inverseEquirectangular
    }

    /// A convolution; the properties say what each argument is.
    package init(
      inputChannels: Int, outputChannels: Int, kernel: Extent, stride: Int, dilation: Int, padding: Padding,
      groups: Int = 1, hasBias: Bool = true, sampling: Sampling = .grid
    ) {
      self.inputChannels = inputChannels
      self.outputChannels = outputChannels
      self.kernel = kernel
      self.stride = stride
      self.dilation = dilation
      self.padding = padding
      self.groups = groups
      self.hasBias = hasBias
      self.sampling = sampling
    }

    /// Rows beyond the top and bottom border that the window reaches: PyTorch's `padding[0]`.
    public var reachY: Int { dilation * (kernel.height - 1) / 2 }
    /// Columns beyond the left and right border that the window reaches: PyTorch's `padding[1]`.
    public var reachX: Int { dilation * (kernel.width - 1) / 2 }
  }

  /// A transposed convolution of kernel 3 or 4, stride 2 and padding 1, which doubles rows and columns.
  ///
  /// Output row y sums input rows i with `y = 2 i + k - 1`, tap k in 0..<kernel, and columns likewise. With `sphere`
  /// padding the input continues beyond its border by one pixel. A kernel of 3 has PyTorch's `output_padding` 1.
  /// Weights are `[inputChannels, outputChannels, kernel, kernel]` (PyTorch's order), bias `[outputChannels]`.
  public struct TransposedConvolution: Sendable, Hashable {
    /// Channels read.
    public let inputChannels: Int
    /// Channels written.
    public let outputChannels: Int
    /// Taps in both directions: 3 or 4.
    public let kernel: Int
    /// What is read beyond the border of the input.
    public let padding: Padding

    /// A transposed convolution; the properties say what each argument is.
    package init(inputChannels: Int, outputChannels: Int, kernel: Int = 4, padding: Padding) {
      precondition(kernel == 3 || kernel == 4, "kernels of 3 and 4 double the size")
      self.inputChannels = inputChannels
      self.outputChannels = outputChannels
      self.kernel = kernel
      self.padding = padding
    }

    /// Pairs of input and tap that meet in output rows 2 i and 2 i + 1: `offset` is the input's row less i.
    package var phases: [[(offset: Int, tap: Int)]] {
      kernel == 4 ? [[(0, 1), (-1, 3)], [(0, 2), (1, 0)]] : [[(0, 1)], [(0, 2), (1, 0)]]
    }

    /// Multiply-accumulates for each input channel and output pixel, times four: the taps of all phases.
    package var tapsOfAllPhases: Int { kernel * kernel }
  }

  /// Doubles rows and columns by four convolutions of the same map: output (2 i + p, 2 j + q) is the one of phase (p, q).
  ///
  /// Phase 0 reads three rows around i, phase 1 the rows i - 1 and i, and columns likewise; beyond the border are zeros.
  /// This is what a map with zeros between its pixels gives under one kernel of 25 taps, without the multiplications by
  /// zero. Weights of phase (p, q) are `[outputChannels, inputChannels, 3 - p, 3 - q]`, its bias `[outputChannels]`.
  /// - Source: Laina et al., "Deeper depth prediction with fully convolutional residual networks", 3DV 2016.
  public struct InterleavedConvolution: Sendable, Hashable {
    /// Channels read.
    public let inputChannels: Int
    /// Channels written.
    public let outputChannels: Int
    /// The last parts of the four convolutions' names.
    public let phaseNames: [String]

    /// One of the four.
    public struct Phase: Sendable, Hashable {
      /// The last part of its name.
      public let name: String
      /// Rows of odd number.
      public let row: Int
      /// Columns of odd number.
      public let column: Int

      /// Rows and columns of its window, which begins one row above and one column left of the pixel.
      public var kernel: Extent { Extent(height: 3 - row, width: 3 - column) }
    }

    /// The four: (0, 0), (1, 0), (0, 1), (1, 1).
    public var phases: [Phase] {
      zip(phaseNames, [(0, 0), (1, 0), (0, 1), (1, 1)]).map { Phase(name: $0, row: $1.0, column: $1.1) }
    }

    /// A convolution; `phaseNames` are those of (0, 0), (1, 0), (0, 1), (1, 1).
    package init(inputChannels: Int, outputChannels: Int, phaseNames: [String]) {
      precondition(phaseNames.count == 4, "four phases")
      self.inputChannels = inputChannels
      self.outputChannels = outputChannels
      self.phaseNames = phaseNames
    }
  }
}
