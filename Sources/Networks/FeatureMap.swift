// SPDX-License-Identifier: Apache-2.0

/// One map `[C, H, W]` of Float in host memory, channels first, rows contiguous: what goes into a network and comes out.
public struct FeatureMap: Sendable, Hashable {
  /// Channels, rows, columns.
  public let shape: Network.MapShape
  /// `shape.count` numbers; element (c, y, x) at `(c * height + y) * width + x`.
  public var values: [Float]

  /// A map of the given numbers; there must be `shape.count` of them.
  public init(shape: Network.MapShape, values: [Float]) {
    precondition(values.count == shape.count, "a map holds as many numbers as its shape says")
    self.shape = shape
    self.values = values
  }

  /// A map filled with one number.
  public init(shape: Network.MapShape, repeating value: Float = 0) {
    self.init(shape: shape, values: Array(repeating: value, count: shape.count))
  }
}
