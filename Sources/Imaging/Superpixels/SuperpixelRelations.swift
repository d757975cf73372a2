// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Which superpixels touch, and how alike these are in texture, in their colours' histogram and in mean colour.
///
/// Likeness is exp(-gamma |f_p - f_q| / sqrt(dim f)) in (0, 1].
/// - Source: Liu, Shen, Lin, Reid, "Learning depth from single monocular images using deep convolutional neural fields",
///   TPAMI 2016, eq. 7; features and gammas are those of its public code.
public struct SuperpixelRelations: Sendable, Hashable {
  /// How many superpixels there are.
  public let count: Int
  /// Those that touch.
  public let pairs: [Superpixels.Pair]
  /// For each channel the likeness of each pair.
  public let similarities: [[Double]]

  /// Relations; the properties say what each argument is.
  public init(count: Int, pairs: [Superpixels.Pair], similarities: [[Double]]) {
    precondition(pairs.allSatisfy { $0.second < count }, "pairs of the superpixels that there are")
    precondition(similarities.allSatisfy { $0.count == pairs.count }, "one likeness a pair")
    (self.count, self.pairs, self.similarities) = (count, pairs, similarities)
  }

  /// The three channels of a picture's superpixels: texture, histogram, mean colour.
  public init(of superpixels: Superpixels, in picture: RGBImage) {
    precondition(
      superpixels.width == picture.width && superpixels.height == picture.height, "superpixels of this picture")
    let pairs = superpixels.neighbours
    let features = SuperpixelFeatures(of: superpixels, in: picture)
    let channels = [(features.textures, 50.0), (features.histograms, 25.0), (features.colours, 0.1)]
    self.init(
      count: superpixels.count, pairs: pairs,
      similarities: channels.map { vectors, gamma in
        pairs.map { Self.likeness(vectors[$0.first], vectors[$0.second], gamma) }
      })
  }

  /// Those between some superpixels alone, which are numbered anew in their order.
  ///
  /// - `kept`: numbers of superpixels, ascending.
  public func restricted(to kept: [Int]) -> SuperpixelRelations {
    let numbers = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    var inside: [(index: Int, pair: Superpixels.Pair)] = []
    for (index, pair) in pairs.enumerated() {
      guard let first = numbers[pair.first], let second = numbers[pair.second] else { continue }
      inside.append((index, Superpixels.Pair(first, second)))
    }
    return SuperpixelRelations(
      count: kept.count, pairs: inside.map(\.pair),
      similarities: similarities.map { channel in inside.map { channel[$0.index] } })
  }

  private static func likeness(_ a: [Double], _ b: [Double], _ gamma: Double) -> Double {
    let squared = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return exp(-gamma * (squared / Double(a.count)).squareRoot())
  }
}

/// What superpixels look like.
struct SuperpixelFeatures {
  /// Uniform local binary patterns of the 8x8 square in the middle of each superpixel's bounding box.
  let textures: [[Double]]
  /// Shares of eleven equally wide bins of red, then green, then blue.
  let histograms: [[Double]]
  /// Means of L*, u* and v*.
  let colours: [[Double]]

  private static let bins = 11
  private static let side = 8

  init(of superpixels: Superpixels, in picture: RGBImage) {
    let (width, sizes) = (picture.width, superpixels.sizes)
    let empty = (left: Int.max, right: Int.min, top: Int.max, bottom: Int.min)
    var boxes = Array(repeating: empty, count: superpixels.count)
    var histograms = Array(repeating: Array(repeating: 0.0, count: 3 * Self.bins), count: superpixels.count)
    var colours = Array(repeating: SIMD3<Double>.zero, count: superpixels.count)
    for (pixel, colour) in picture.colours.enumerated() {
      let label = superpixels.labels[pixel]
      let (column, row) = (pixel % width, pixel / width)
      boxes[label].left = min(boxes[label].left, column)
      boxes[label].right = max(boxes[label].right, column)
      boxes[label].top = min(boxes[label].top, row)
      boxes[label].bottom = max(boxes[label].bottom, row)
      colours[label] += CIELUV.colour(colour) / Double(sizes[label])
      for channel in 0..<3 {
        let bin = Int(picture.pixels[3 * pixel + channel]) * Self.bins / 256
        histograms[label][channel * Self.bins + bin] += 1 / Double(sizes[label])
      }
    }
    self.histograms = histograms
    self.colours = colours.map { [$0.x, $0.y, $0.z] }
    let grey = picture.luma
    textures = boxes.map { box in
      LocalBinaryPatterns.histogram(
        of: grey, width: width, height: picture.height, column: (box.left + box.right + 1) / 2 - Self.side / 2,
        row: (box.top + box.bottom + 1) / 2 - Self.side / 2, side: Self.side)
    }
  }
}
