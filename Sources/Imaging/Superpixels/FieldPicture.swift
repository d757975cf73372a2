// SPDX-License-Identifier: Apache-2.0

/// A picture as a conditional random field over its superpixels sees it.
public struct FieldPicture: Sendable {
  /// The pieces.
  public let superpixels: Superpixels
  /// Which of them touch, and how alike they are.
  public let relations: SuperpixelRelations
  private let picture: RGBImage

  /// Cuts a picture into pieces of about `regionSize` by `regionSize` pixels.
  public init(_ picture: RGBImage, regionSize: Int) {
    self.picture = picture
    superpixels = SLIC(regionSize: regionSize)(picture)
    relations = SuperpixelRelations(of: superpixels, in: picture)
  }

  /// The same for a planar picture `[3, height, width]` of values in [0, 1], which are rounded to bytes.
  public init(planar values: [Float], width: Int, height: Int, regionSize: Int) {
    precondition(values.count == 3 * width * height, "three planes")
    let count = width * height
    let pixels = (0..<3 * count).map { index in
      UInt8((min(max(values[index % 3 * count + index / 3], 0), 1) * 255).rounded())
    }
    self.init(RGBImage(width: width, height: height, pixels: pixels), regionSize: regionSize)
  }

  /// The number of each pixel's piece, row by row: what a network of superpixels reads beside the colours.
  public var labels: [Float] { superpixels.labels.map { Float($0) } }

  /// The likeliest depths of all pixels, row by row, metres.
  ///
  /// - `unary`: what a network says of each piece, and perhaps more numbers, which are not looked at.
  /// - `weights`: beta of `DepthField`; `scale`: what the network's numbers mean.
  public func depths(unary: [Double], weights: [Double], scale: DepthLabelScale) -> [Double] {
    let numbers = DepthField(relations, weights: weights).likeliest(unary: Array(unary.prefix(superpixels.count)))
    return superpixels.spread(numbers.map { scale.depth(ofNumber: $0) }, over: picture)
  }
}

extension DepthLabelScale {
  /// What our `dcnf` networks learn: log10 of metres from 0.3 m to 10 m, the largest distance of our protocol.
  public static let rooms = DepthLabelScale(.log10, nearest: 0.3, farthest: 10)
}
