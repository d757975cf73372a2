// SPDX-License-Identifier: Apache-2.0

/// The vector loops of one instruction set.
///
/// Every variant is compiled from the same sources; the engine picks a table at run time and calls through it.
/// Pointers are valid for the extents that each argument states; nothing here allocates or keeps them.
public struct KernelTable: Sendable {
  /// Floats in one vector register.
  public let lanes: Int
  /// Weighted sums for the pixels of one row; see `RowProduct`.
  public let multiply: @Sendable (RowProduct) -> Void
  /// Inner products over channels for the pixels of one row; see `RowInnerProduct`.
  public let innerProduct: @Sendable (RowInnerProduct) -> Void
  /// Bias, activation and the way into a feature map; see `RowFinish`.
  public let finish: @Sendable (RowFinish) -> Void
  /// destination = ELU(source), `count` floats.
  public let elu:
    @Sendable (_ source: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>, _ count: Int) -> Void
  /// destination = first + second, `count` floats.
  public let add:
    @Sendable (
      _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>,
      _ count: Int
    ) -> Void

  /// A table; each instruction set's module makes one.
  public init(
    lanes: Int, multiply: @escaping @Sendable (RowProduct) -> Void,
    innerProduct: @escaping @Sendable (RowInnerProduct) -> Void, finish: @escaping @Sendable (RowFinish) -> Void,
    elu: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    add:
      @escaping @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  ) {
    self.lanes = lanes
    self.multiply = multiply
    self.innerProduct = innerProduct
    self.finish = finish
    self.elu = elu
    self.add = add
  }
}

/// sums[p][n] (+)= sum over terms t and channels c of source[p step + offsets[t] + c] weights[t][c][n].
///
/// A term is one tap of the window in one block of channels, so a convolution, a 1x1 and a phase of a transposed
/// convolution are all this product.
public struct RowProduct {
  /// The first output pixel's input pixel; read at `p * step + offsets[t] + c`.
  public var source: UnsafePointer<Float>
  /// Floats between the input pixels of neighbouring output pixels.
  public var step: Int
  /// `terms` offsets in floats.
  public var offsets: UnsafePointer<Int>
  /// Taps times blocks of channels.
  public var terms: Int
  /// Channels of each term.
  public var channels: Int
  /// `[terms][channels][vectors * lanes]`, aligned to a vector.
  public var weights: UnsafePointer<Float>
  /// `[pixels][vectors * lanes]`, aligned to a vector.
  public var sums: UnsafeMutablePointer<Float>
  /// Output pixels.
  public var pixels: Int
  /// Vectors of output channels: 1 or 2.
  public var vectors: Int
  /// Whether to add to `sums` instead of overwriting them.
  public var accumulates: Bool

  /// The product of one row; the properties say what each argument is.
  public init(
    source: UnsafePointer<Float>, step: Int, offsets: UnsafePointer<Int>, terms: Int, channels: Int,
    weights: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>, pixels: Int, vectors: Int, accumulates: Bool
  ) {
    self.source = source
    self.step = step
    self.offsets = offsets
    self.terms = terms
    self.channels = channels
    self.weights = weights
    self.sums = sums
    self.pixels = pixels
    self.vectors = vectors
    self.accumulates = accumulates
  }
}

/// sums[p * sumStep] = sum over terms t and c in 0..<16 of source[p step + offsets[t] + c] weights[t][c].
///
/// Few outputs leave most lanes of `RowProduct` empty; here the lanes are input channels instead.
public struct RowInnerProduct {
  /// The first output pixel's input pixel.
  public var source: UnsafePointer<Float>
  /// Floats between the input pixels of neighbouring output pixels.
  public var step: Int
  /// `terms` offsets in floats.
  public var offsets: UnsafePointer<Int>
  /// Taps times blocks of 16 channels.
  public var terms: Int
  /// `[terms][16]`.
  public var weights: UnsafePointer<Float>
  /// The first output pixel's sum.
  public var sums: UnsafeMutablePointer<Float>
  /// Floats between the sums of neighbouring pixels.
  public var sumStep: Int
  /// Output pixels.
  public var pixels: Int

  /// The inner products of one row; the properties say what each argument is.
  public init(
    source: UnsafePointer<Float>, step: Int, offsets: UnsafePointer<Int>, terms: Int, weights: UnsafePointer<Float>,
    sums: UnsafeMutablePointer<Float>, sumStep: Int, pixels: Int
  ) {
    self.source = source
    self.step = step
    self.offsets = offsets
    self.terms = terms
    self.weights = weights
    self.sums = sums
    self.sumStep = sumStep
    self.pixels = pixels
  }
}

/// destination[p step + n] = activation(sums[p sumStep + n] + bias[n]) for n in 0..<count, at most `lanes` of them.
///
/// `sums` and `bias` must be readable for a whole vector, whatever `count` is.
public struct RowFinish {
  /// The first pixel's sums.
  public var sums: UnsafePointer<Float>
  /// Floats between the sums of neighbouring pixels.
  public var sumStep: Int
  /// One number a channel.
  public var bias: UnsafePointer<Float>
  /// The first pixel's place in the feature map.
  public var destination: UnsafeMutablePointer<Float>
  /// Floats between neighbouring pixels of the destination.
  public var step: Int
  /// Channels to write.
  public var count: Int
  /// Pixels.
  public var pixels: Int
  /// Whether ELU follows.
  public var activates: Bool

  /// The end of one row; the properties say what each argument is.
  public init(
    sums: UnsafePointer<Float>, sumStep: Int, bias: UnsafePointer<Float>, destination: UnsafeMutablePointer<Float>,
    step: Int, count: Int, pixels: Int, activates: Bool
  ) {
    self.sums = sums
    self.sumStep = sumStep
    self.bias = bias
    self.destination = destination
    self.step = step
    self.count = count
    self.pixels = pixels
    self.activates = activates
  }
}
