// SPDX-License-Identifier: Apache-2.0

/// Simple linear iterative clustering: pixels go to the nearest of some centres in colour and place, which then move to the
/// mean of their pixels.
///
/// The squared distance is that of colours in [0, 1] plus `regulariser` times that of places in units of `regionSize`.
/// There is one centre a region at first, so there are never more pieces than ceil(width / size) ceil(height / size).
/// - Source: Achanta et al., "SLIC superpixels compared to state-of-the-art superpixel methods", TPAMI 2012; the numbers
///   are those of Liu et al., "Deep convolutional neural fields", TPAMI 2016, for rooms.
public struct SLIC: Sendable, Hashable {
  /// Columns and rows from one centre to the next, pixels.
  public var regionSize: Int
  /// How much place counts against colour.
  public var regulariser: Double
  /// Pieces with fewer pixels go to a neighbour.
  public var smallest: Int
  /// How often centres move at most.
  public var rounds: Int

  /// A clustering; the properties say what each argument is.
  public init(regionSize: Int = 20, regulariser: Double = 0.1, smallest: Int = 10, rounds: Int = 10) {
    precondition(regionSize > 0 && regulariser >= 0 && rounds >= 0, "regions have a size")
    (self.regionSize, self.regulariser, self.smallest, self.rounds) = (regionSize, regulariser, smallest, rounds)
  }

  /// Cuts a picture into pieces, each of them connected.
  public func callAsFunction(_ picture: RGBImage) -> Superpixels {
    var clusters = Clusters(picture, settings: self)
    for _ in 0..<rounds {
      guard clusters.assign() else { break }
      clusters.move()
    }
    let whole = ConnectedPieces(width: picture.width, height: picture.height, labels: clusters.labels)
      .largestOfEach(atLeast: smallest)
    return Superpixels(width: picture.width, height: picture.height, labels: whole)
  }
}

/// Centres, and which pixel belongs to which.
private struct Clusters {
  private let width: Int
  private let height: Int
  private let reach: Int
  private let placeWeight: Float
  private let colours: [SIMD3<Float>]
  private var centres: [Centre]
  private(set) var labels: [Int]

  private struct Centre {
    var colour: SIMD3<Float>
    var place: SIMD2<Float>
  }

  init(_ picture: RGBImage, settings: SLIC) {
    let (width, height) = (picture.width, picture.height)
    (self.width, self.height, reach) = (width, height, settings.regionSize)
    placeWeight = Float(settings.regulariser) / Float(settings.regionSize * settings.regionSize)
    colours = picture.colours
    let across = (width + settings.regionSize - 1) / settings.regionSize
    let down = (height + settings.regionSize - 1) / settings.regionSize
    centres = []
    labels = (0..<width * height).map { pixel in
      let (row, column) = (pixel / width, pixel % width)
      return row * down / height * across + column * across / width
    }
    for row in 0..<down {
      for column in 0..<across {
        // On an edge a centre would belong to neither side.
        let pixel = flattestPixel(
          nearColumn: (2 * column + 1) * width / (2 * across), row: (2 * row + 1) * height / (2 * down))
        centres.append(Centre(colour: colours[pixel], place: place(of: pixel)))
      }
    }
  }

  /// Gives every pixel to the nearest centre that is not too far; whether any has changed hands.
  mutating func assign() -> Bool {
    var nearest = Array(repeating: Float.infinity, count: labels.count)
    var assigned = labels
    for (number, centre) in centres.enumerated() {
      let (column, row) = (Int(centre.place.x.rounded()), Int(centre.place.y.rounded()))
      for y in max(0, row - reach)..<min(height, row + reach + 1) {
        for x in max(0, column - reach)..<min(width, column + reach + 1) {
          let index = y * width + x
          let (colour, place) = (colours[index] - centre.colour, SIMD2(Float(x), Float(y)) - centre.place)
          let distance = (colour * colour).sum() + placeWeight * (place * place).sum()
          if distance < nearest[index] { (nearest[index], assigned[index]) = (distance, number) }
        }
      }
    }
    defer { labels = assigned }
    return assigned != labels
  }

  /// Moves every centre to the mean of its pixels; one without pixels stays.
  mutating func move() {
    let nothing = (colour: SIMD3<Double>.zero, place: SIMD2<Double>.zero, count: 0.0)
    var sums = Array(repeating: nothing, count: centres.count)
    for (index, label) in labels.enumerated() {
      sums[label].colour += SIMD3(colours[index])
      sums[label].place += SIMD2(Double(index % width), Double(index / width))
      sums[label].count += 1
    }
    for (number, sum) in sums.enumerated() where sum.count > 0 {
      centres[number] = Centre(colour: SIMD3(sum.colour / sum.count), place: SIMD2(sum.place / sum.count))
    }
  }

  private func place(of pixel: Int) -> SIMD2<Float> { SIMD2(Float(pixel % width), Float(pixel / width)) }

  /// The pixel of the smallest gradient among nine.
  private func flattestPixel(nearColumn column: Int, row: Int) -> Int {
    var best = (pixel: row * width + column, slope: Float.infinity)
    for y in max(0, row - 1)...min(height - 1, row + 1) {
      for x in max(0, column - 1)...min(width - 1, column + 1) {
        let across = colours[y * width + min(width - 1, x + 1)] - colours[y * width + max(0, x - 1)]
        let down = colours[min(height - 1, y + 1) * width + x] - colours[max(0, y - 1) * width + x]
        let slope = (across * across + down * down).sum()
        if slope < best.slope { best = (y * width + x, slope) }
      }
    }
    return best.pixel
  }
}

extension RGBImage {
  /// Red, green and blue of every pixel in [0, 1].
  var colours: [SIMD3<Float>] {
    stride(from: 0, to: pixels.count, by: 3).map { first in
      let bytes = SIMD3<UInt8>(pixels[first], pixels[first + 1], pixels[first + 2])
      return SIMD3<Float>(bytes) / 255
    }
  }

  /// Luma of every pixel in [0, 1], of ITU-R BT.601.
  var luma: [Double] {
    let shares = SIMD3<Double>(0.299, 0.587, 0.114) / 255
    return stride(from: 0, to: pixels.count, by: 3).map { first in
      let bytes = SIMD3<UInt8>(pixels[first], pixels[first + 1], pixels[first + 2])
      return (SIMD3<Double>(bytes) * shares).sum()
    }
  }
}
