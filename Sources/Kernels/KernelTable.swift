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
  /// Bias, activation and the way into a feature map; see `RectangleFinish`.
  public let finish: @Sendable (RectangleFinish) -> Void
  /// destination = activation(source), `count` floats.
  public let activate:
    @Sendable (
      _ source: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>, _ count: Int, _ activation: Activation
    ) -> Void
  /// destination = activation(first + second), `count` floats.
  public let add:
    @Sendable (
      _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>,
      _ count: Int, _ activation: Activation
    ) -> Void
  /// Factors and terms for the channels of one row's pixels; see `ScaledRow`.
  public let scale: @Sendable (ScaledRow) -> Void

  /// Rounds of `chains` vector multiply-adds each, in registers: what a core can do at most.
  public let multiplyAddChains: @Sendable (_ rounds: Int) -> Float
  /// Vector multiply-adds of a round.
  public static let chains = 12

  /// Tiles into the domain of products, by their inputs in each direction: 4, 6, 8, 10; see `TileInput`.
  public let tileInputs: [Int: @Sendable (TileInput) -> Void]
  /// Products back to pixels, by inputs and outputs in each direction; see `TileOutput`.
  public let tileOutputs: [TileShape: @Sendable (TileOutput) -> Void]
  /// Whether `matrix_unit.h` may be called, for which a vector must hold 16 floats.
  public var hasMatrixUnit = false

  /// A table; each instruction set's module makes one.
  public init(
    lanes: Int, multiply: @escaping @Sendable (RowProduct) -> Void,
    innerProduct: @escaping @Sendable (RowInnerProduct) -> Void, finish: @escaping @Sendable (RectangleFinish) -> Void,
    tileInputs: [Int: @Sendable (TileInput) -> Void], tileOutputs: [TileShape: @Sendable (TileOutput) -> Void],
    activate: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Activation) -> Void,
    add:
      @escaping @Sendable (
        UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Activation
      ) -> Void,
    scale: @escaping @Sendable (ScaledRow) -> Void,
    multiplyAddChains: @escaping @Sendable (Int) -> Float
  ) {
    self.lanes = lanes
    self.multiply = multiply
    self.innerProduct = innerProduct
    self.finish = finish
    self.tileInputs = tileInputs
    self.tileOutputs = tileOutputs
    self.activate = activate
    self.add = add
    self.scale = scale
    self.multiplyAddChains = multiplyAddChains
  }
}

/// What may follow a sum where it is written.
public enum Activation: Sendable, Hashable {
  /// Nothing.
  case none
  /// x where x > 0, else exp(x) - 1.
  case elu
  /// max(x, 0).
  case relu
}

/// destination[p destinationStep + c] = activation(source[p sourceStep + c] scales[c] + shifts[c]) for c in 0..<count and p
/// in 0..<pixels.
public struct ScaledRow {
  /// The first pixel.
  public var source: UnsafePointer<Float>
  /// Floats between neighbouring pixels of the source.
  public var sourceStep: Int
  /// One number a channel.
  public var scales: UnsafePointer<Float>
  /// One number a channel.
  public var shifts: UnsafePointer<Float>
  /// The first pixel's place.
  public var destination: UnsafeMutablePointer<Float>
  /// Floats between neighbouring pixels of the destination.
  public var destinationStep: Int
  /// Channels.
  public var count: Int
  /// Pixels.
  public var pixels: Int
  /// What follows.
  public var activation: Activation

  /// A row; the properties say what each argument is.
  public init(
    source: UnsafePointer<Float>, sourceStep: Int, scales: UnsafePointer<Float>, shifts: UnsafePointer<Float>,
    destination: UnsafeMutablePointer<Float>, destinationStep: Int, count: Int, pixels: Int, activation: Activation
  ) {
    self.source = source
    self.sourceStep = sourceStep
    self.scales = scales
    self.shifts = shifts
    self.destination = destination
    self.destinationStep = destinationStep
    self.count = count
    self.pixels = pixels
    self.activation = activation
  }
}

/// Inputs and outputs of a tile, in each direction.
public struct TileShape: Sendable, Hashable {
  /// Pixels read, and products.
  public let inputs: Int
  /// Pixels written.
  public let outputs: Int

  /// A shape.
  public init(inputs: Int, outputs: Int) {
    self.inputs = inputs
    self.outputs = outputs
  }
}

/// destination[(i n + j) pointStep + c] = (B d Bᵀ)[i][j] for the n x n tile d of each channel c in 0..<vectors * lanes.
public struct TileInput {
  /// The tile's first pixel.
  public var source: UnsafePointer<Float>
  /// Floats between neighbouring columns of the tile.
  public var pixelStep: Int
  /// Floats between neighbouring rows of the tile.
  public var rowStep: Int
  /// Vectors of channels.
  public var vectors: Int
  /// The first point's channels.
  public var destination: UnsafeMutablePointer<Float>
  /// Floats between points.
  public var pointStep: Int
  /// n² vectors, aligned to a vector.
  public var scratch: UnsafeMutablePointer<Float>

  /// The way in of one tile; the properties say what each argument is.
  public init(
    source: UnsafePointer<Float>, pixelStep: Int, rowStep: Int, vectors: Int,
    destination: UnsafeMutablePointer<Float>, pointStep: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    self.source = source
    self.pixelStep = pixelStep
    self.rowStep = rowStep
    self.vectors = vectors
    self.destination = destination
    self.pointStep = pointStep
    self.scratch = scratch
  }
}

/// destination[i rowStep + j pixelStep + c] = activation((A p Aᵀ)[i][j] + bias[c]) for the products p of each channel c of
/// one vector, i and j in 0..<m.
public struct TileOutput {
  /// The first point's channels.
  public var source: UnsafePointer<Float>
  /// Floats between points.
  public var pointStep: Int
  /// One vector.
  public var bias: UnsafePointer<Float>
  /// The tile's first output pixel.
  public var destination: UnsafeMutablePointer<Float>
  /// Floats between neighbouring columns of outputs.
  public var pixelStep: Int
  /// Floats between neighbouring rows of outputs.
  public var rowStep: Int
  /// n² + m vectors, aligned to a vector.
  public var scratch: UnsafeMutablePointer<Float>
  /// What follows.
  public var activation: Activation

  /// The way back of one tile; the properties say what each argument is.
  public init(
    source: UnsafePointer<Float>, pointStep: Int, bias: UnsafePointer<Float>,
    destination: UnsafeMutablePointer<Float>, pixelStep: Int, rowStep: Int, scratch: UnsafeMutablePointer<Float>,
    activation: Activation
  ) {
    self.source = source
    self.pointStep = pointStep
    self.bias = bias
    self.destination = destination
    self.pixelStep = pixelStep
    self.rowStep = rowStep
    self.scratch = scratch
    self.activation = activation
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
  /// What later products will read, brought nearer meanwhile.
  public var ahead: Ahead

  /// Two stretches of memory, read or not: hints to the caches, which no result depends on.
  public struct Ahead {
    /// Weights to come.
    public var weights: UnsafePointer<Float>
    /// How many.
    public var weightCount: Int
    /// Pixels to come.
    public var source: UnsafePointer<Float>
    /// How many floats of them.
    public var sourceCount: Int

    /// Two stretches; the properties say what each argument is.
    public init(
      weights: UnsafePointer<Float>, weightCount: Int, source: UnsafePointer<Float>, sourceCount: Int
    ) {
      self.weights = weights
      self.weightCount = weightCount
      self.source = source
      self.sourceCount = sourceCount
    }
  }

  /// The product of one row; the properties say what each argument is.
  public init(
    source: UnsafePointer<Float>, step: Int, offsets: UnsafePointer<Int>, terms: Int, channels: Int,
    weights: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>, pixels: Int, vectors: Int, accumulates: Bool,
    ahead: Ahead? = nil
  ) {
    self.ahead = ahead ?? Ahead(weights: weights, weightCount: 0, source: source, sourceCount: 0)
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

/// destination[y rowStep + x step + n] = activation(sums[y sumRowStep + x sumStep + n] + bias[n]) for n in 0..<count, at
/// most `lanes` of them.
///
/// `sums` and `bias` must be readable for a whole vector, whatever `count` is.
public struct RectangleFinish {
  /// The first pixel's sums.
  public var sums: UnsafePointer<Float>
  /// Floats between the sums of neighbouring pixels.
  public var sumStep: Int
  /// Floats between the sums of pixels above each other.
  public var sumRowStep: Int
  /// One number a channel.
  public var bias: UnsafePointer<Float>
  /// The first pixel's place in the feature map.
  public var destination: UnsafeMutablePointer<Float>
  /// Floats between neighbouring pixels of the destination.
  public var step: Int
  /// Floats between the destination's rows.
  public var rowStep: Int
  /// Channels to write.
  public var count: Int
  /// Pixels from above to below.
  public var rows: Int
  /// Pixels of a row.
  public var columns: Int
  /// What follows.
  public var activation: Activation

  /// The end of some rows; the properties say what each argument is.
  public init(
    sums: UnsafePointer<Float>, sumStep: Int, sumRowStep: Int, bias: UnsafePointer<Float>,
    destination: UnsafeMutablePointer<Float>, step: Int, rowStep: Int, count: Int, rows: Int, columns: Int,
    activation: Activation
  ) {
    self.sums = sums
    self.sumStep = sumStep
    self.sumRowStep = sumRowStep
    self.bias = bias
    self.destination = destination
    self.step = step
    self.rowStep = rowStep
    self.count = count
    self.rows = rows
    self.columns = columns
    self.activation = activation
  }
}
