// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// What a layer computes.
  ///
  /// Every `switch` over this enum is exhaustive on purpose: a new case does not compile until shapes, parameters,
  /// costs and both executors know it.
  public enum Operation: Sendable, Hashable {
    /// The picture: `[N, channels, H, W]`.
    case image(channels: Int)
    /// Weighted sums over a window, with bias; see `Convolution`.
    case convolution(Convolution)
    /// The adjoint of a strided convolution, with bias; see `TransposedConvolution`.
    case transposedConvolution(TransposedConvolution)
    /// x where x > 0, else exp(x) - 1.
    case elu
    /// Maps side by side along the channels, in the order of the inputs.
    case concatenation
    /// The elementwise sum of two maps of one shape.
    case addition
    /// Every pixel repeated `factor` times in both directions: out[y, x] = in[y / factor, x / factor].
    case nearestUpsampling(factor: Int)
    /// The identity, through which no gradient flows.
    case detached
  }

  /// Output pixel (y, x) reads input rows `y * stride + dilation * (i - (kernel.height - 1) / 2)`, and columns likewise;
  /// kernels are odd, so the output has ceil(input / stride) rows and columns.
  ///
  /// Weights are `[outputChannels, inputChannels, kernel.height, kernel.width]`, bias `[outputChannels]`.
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

    /// A convolution; the properties say what each argument is.
    package init(
      inputChannels: Int, outputChannels: Int, kernel: Extent, stride: Int, dilation: Int, padding: Padding
    ) {
      self.inputChannels = inputChannels
      self.outputChannels = outputChannels
      self.kernel = kernel
      self.stride = stride
      self.dilation = dilation
      self.padding = padding
    }

    /// Rows beyond the top and bottom border that the window reaches: PyTorch's `padding[0]`.
    public var reachY: Int { dilation * (kernel.height - 1) / 2 }
    /// Columns beyond the left and right border that the window reaches: PyTorch's `padding[1]`.
    public var reachX: Int { dilation * (kernel.width - 1) / 2 }
  }

  /// A transposed convolution of kernel 4, stride 2, padding 1, which doubles rows and columns.
  ///
  /// Output row y sums input rows i with `y = 2 i + k - 1`, tap k in 0..<4, and columns likewise. With `sphere` padding the
  /// input continues beyond its border by one pixel.
  /// Weights are `[inputChannels, outputChannels, 4, 4]` (PyTorch's order), bias `[outputChannels]`.
  public struct TransposedConvolution: Sendable, Hashable {
    /// Channels read.
    public let inputChannels: Int
    /// Channels written.
    public let outputChannels: Int
    /// What is read beyond the border of the input.
    public let padding: Padding

    /// A transposed convolution; the properties say what each argument is.
    package init(inputChannels: Int, outputChannels: Int, padding: Padding) {
      self.inputChannels = inputChannels
      self.outputChannels = outputChannels
      self.padding = padding
    }

    /// Taps in both directions.
    public static let kernel = 4
  }
}

/// Rows and columns.
public struct Extent: Sendable, Hashable {
  /// Rows.
  public let height: Int
  /// Columns.
  public let width: Int

  /// `height` rows of `width` columns.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }
}
