// SPDX-License-Identifier: Apache-2.0

import RotundaImaging

/// A sample to look at: photo, truth, prediction and relative error, one below the other.
struct ErrorTile {
  let panorama: Panorama
  let truth: DepthMap
  let prediction: DepthMap
  let caption: String

  private static let (width, height) = (256, 128)
  private static let colours = Colormap.turbo
  private static let hole = SIMD3<UInt8>(40, 40, 40)
  /// The relative error that is drawn in the last colour.
  private static let largestError = 0.5

  var picture: RGBImage {
    let range = DepthPreview(of: truth).range
    let span = range.upperBound - range.lowerBound
    let pictures = [
      panorama.image.resized(width: Self.width, height: Self.height),
      // Near is warm, as in previews; both maps in the truth's range.
      image { truth, _ in truth > 0 ? 1 - (truth - range.lowerBound) / span : nil },
      image { _, prediction in prediction > 0 ? 1 - (prediction - range.lowerBound) / span : nil },
      image { truth, prediction in truth > 0 ? abs(prediction - truth) / truth / Self.largestError : nil },
    ]
    return pictures.dropFirst().reduce(pictures[0]) { $0.above($1) }
  }

  /// Colours of a position from 0 to 1 made of truth and prediction; nil is drawn as a hole.
  private func image(_ position: (_ truth: Double, _ prediction: Double) -> Double?) -> RGBImage {
    var pixels: [UInt8] = []
    for row in 0..<Self.height {
      for column in 0..<Self.width {
        // The map's pixel that this one's centre lies in.
        let x = (2 * column + 1) * truth.width / (2 * Self.width)
        let y = (2 * row + 1) * truth.height / (2 * Self.height)
        let position = position(Double(truth[column: x, row: y]), Double(prediction[column: x, row: y]))
        let colour = position.map { Self.colours.colour(at: 0.08 + 0.87 * min(max($0, 0), 1)) } ?? Self.hole
        for channel in 0..<3 { pixels.append(colour[channel]) }
      }
    }
    return RGBImage(width: Self.width, height: Self.height, pixels: pixels)
  }
}
