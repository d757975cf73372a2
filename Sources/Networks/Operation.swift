// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// What a layer computes.
  ///
  /// Every `switch` over this enum is exhaustive on purpose: a new case does not compile until shapes, parameters,
  /// costs and both executors know it.
  public enum Operation: Sendable, Hashable {
    /// The picture: `[N, channels, H, W]`.
    case image(channels: Int)
    /// Weighted sums over a window; see `Convolution`.
    case convolution(Convolution)
    /// The adjoint of a strided convolution, with bias; see `TransposedConvolution`.
    case transposedConvolution(TransposedConvolution)
    /// Four convolutions whose results are interleaved to twice the rows and columns; see `InterleavedConvolution`.
    case interleavedConvolution(InterleavedConvolution)
    /// Batch normalisation; see `Normalisation`.
    case normalisation(Normalisation)
    /// A function of each number.
    case activation(Activation)
    /// x scales + shifts, constants for each channel or one for all.
    case affine(scales: [Double], shifts: [Double])
    /// Some of the channels.
    case channels(Range<Int>)
    /// Maps side by side along the channels, in the order of the inputs.
    case concatenation
    /// The elementwise sum of two maps of one shape.
    case addition
    /// A map `[C, h, w]` times a factor for each channel, `[C, 1, 1]`.
    case channelScaling
    /// Every pixel repeated `factor` times in both directions: out[y, x] = in[y / factor, x / factor].
    case nearestUpsampling(factor: Int)
    /// One pixel of each block: out[y, x] = in[y factor, x factor].
    case subsampling(factor: Int)
    /// Linear interpolation between the pixels around, to the picture's size divided by `denominator` and rounded up;
    /// the corner pixels of both maps lie on each other.
    case bilinearResizing(denominator: Int)
    /// The largest or the mean over a window; see `Pooling`.
    case pooling(Pooling)
    /// The mean over all pixels: `[C, 1, 1]`.
    case globalAverage
    /// Where each pixel lies, two channels of the size of the input; see `Coordinates`.
    case coordinates(Coordinates)
    /// Vectors over the channels divided by their length: v / sqrt(|v|^2 + 1e-12).
    case unitLength
    /// exp(x_c) / sum over channels of exp(x).
    case softmax
    /// The depth that probabilities p over bins expect, one channel: unit 10^(sum of p_i centre_i), metres.
    case logarithmicBins(DepthBins)
    /// Depths of the plane that three channels describe for each pixel; see `LocalPlanes`.
    case localPlanes(LocalPlanes)
    /// Means over superpixels; see `SuperpixelPooling`.
    case superpixelPooling(SuperpixelPooling)
    /// The identity, through which no gradient flows.
    case detached
  }

  /// A function of one number.
  public enum Activation: String, Sendable, Hashable {
    /// x where x > 0, else exp(x) - 1.
    case elu = "ELU"
    /// max(x, 0).
    case relu = "ReLU"
    /// 1 / (1 + exp(-x)).
    case sigmoid
    /// |x|.
    case absolute = "magnitude"
  }

  /// (x - mean) / sqrt(variance + epsilon) weight + bias, each for one channel.
  ///
  /// Mean and variance are those of the batch while training, which keeps running ones for later: arrays `running_mean`
  /// and `running_var` beside `weight` and `bias`.
  /// - Source: Ioffe and Szegedy, "Batch normalization", ICML 2015.
  public struct Normalisation: Sendable, Hashable {
    /// Channels.
    public let channels: Int
    /// What keeps the root away from 0.
    public let epsilon: Double
    /// How much of the running numbers a training step replaces.
    public let momentum: Double

    /// A normalisation; the properties say what each argument is.
    package init(channels: Int, epsilon: Double = 1e-5, momentum: Double = 0.1) {
      self.channels = channels
      self.epsilon = epsilon
      self.momentum = momentum
    }
  }

  /// The largest or the mean over a window of `window` by `window` pixels.
  ///
  /// Output (y, x) reads rows `y stride - leading` and following, and columns likewise; what lies beyond the map does not
  /// count. The output has ceil(input / stride) rows and columns.
  public struct Pooling: Sendable, Hashable {
    /// What is taken of a window.
    public enum Kind: String, Sendable, Hashable {
      /// The largest number.
      case maximum
      /// The mean; the windows must not reach beyond the map.
      case average
    }

    /// What is taken.
    public let kind: Kind
    /// Rows and columns of the window.
    public let window: Int
    /// Distance between windows.
    public let stride: Int
    /// Rows above, and columns left of, `y stride` that the window begins at.
    public let leading: Leading

    /// Where windows begin.
    public enum Leading: Sendable, Hashable {
      /// So many rows and columns before.
      case pixels(Int)
      /// Half of what the windows need beyond the map, rounded down: TensorFlow's SAME, which depends on the size.
      case same
    }

    /// A pooling; the properties say what each argument is.
    package init(_ kind: Kind, window: Int, stride: Int, leading: Leading) {
      self.kind = kind
      self.window = window
      self.stride = stride
      self.leading = leading
    }

    /// Rows or columns before the first of a map of `side` that the first window begins at.
    public func leadingPixels(of side: Int) -> Int {
      switch leading {
      case .pixels(let pixels): pixels
      case .same: max(0, ((side + stride - 1) / stride - 1) * stride + window - side) / 2
      }
    }
  }

  /// Two channels that say where each pixel lies.
  public enum Coordinates: String, Sendable, Hashable {
    /// 2 y / (rows - 1) - 1, then 2 x / (columns - 1) - 1.
    ///
    /// - Source: Liu et al., "An intriguing failing of convolutional neural networks and the CoordConv solution", NeurIPS 2018.
    case rowAndColumn
    /// Longitude / pi, then 2 latitude / pi, of the pixels' centres.
    case longitudeAndLatitude
  }

  /// Planes for blocks of `factor` by `factor` pixels, from the channels t of a pixel each.
  ///
  /// theta = sigmoid(t1) pi / 3, phi = sigmoid(t2) 2 pi, distance = sigmoid(t3) `farthest`; the normal n is
  /// (sin theta cos phi, sin theta sin phi, cos theta). With u = (column - (factor - 1) / 2) / factor inside the block and v
  /// from rows likewise, the result is distance / (n1 u + n2 v + n3): one channel, `factor` times the rows and columns.
  /// - Source: Lee et al., "From big to small", 2019.
  public struct LocalPlanes: Sendable, Hashable {
    /// Rows and columns of a block.
    public let factor: Int
    /// The largest distance, metres.
    public let farthest: Double

    /// Planes; the properties say what each argument is.
    package init(factor: Int, farthest: Double) {
      self.factor = factor
      self.farthest = farthest
    }
  }

  /// Means of the first input over the superpixels that channel `labelChannel` of the second, the picture, numbers from 0.
  ///
  /// The features of a pixel (y, x) of the picture are those at (y h / H, x w / W), rounded down. The result is a column of
  /// `[C, n, 1]` with n = ceil(H / regionSize) ceil(W / regionSize); superpixels without pixels give zeros.
  /// - Source: Liu, Shen, Lin, Reid, "Learning depth from single monocular images using deep convolutional neural
  ///   fields", TPAMI 2016.
  public struct SuperpixelPooling: Sendable, Hashable {
    /// The picture's channel that holds the labels.
    public let labelChannel: Int
    /// Rows and columns for one superpixel each.
    public let regionSize: Int

    /// A pooling; the properties say what each argument is.
    package init(labelChannel: Int, regionSize: Int) {
      self.labelChannel = labelChannel
      self.regionSize = regionSize
    }

    /// The most superpixels of a picture.
    public func capacity(of picture: Extent) -> Int {
      ((picture.height + regionSize - 1) / regionSize) * ((picture.width + regionSize - 1) / regionSize)
    }
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
