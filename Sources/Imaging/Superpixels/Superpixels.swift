// SPDX-License-Identifier: Apache-2.0

/// A picture cut into connected pieces of like colour.
public struct Superpixels: Sendable, Hashable {
  /// Columns of the picture.
  public let width: Int
  /// Rows of the picture.
  public let height: Int
  /// Which piece each pixel belongs to, row by row; from 0, in the order in which pieces begin.
  public let labels: [Int]
  /// How many pieces there are.
  public let count: Int

  /// Pieces that `labels` tell apart, whatever their numbers; `width * height` of them, at least one.
  public init(width: Int, height: Int, labels: [Int]) {
    precondition(labels.count == width * height && !labels.isEmpty, "one label a pixel")
    self.width = width
    self.height = height
    var numbers: [Int: Int] = [:]
    self.labels = labels.map { label in
      if let number = numbers[label] { return number }
      numbers[label] = numbers.count
      return numbers.count - 1
    }
    count = numbers.count
  }

  /// Two pieces that touch.
  public struct Pair: Sendable, Hashable, Comparable {
    /// The one of the smaller number.
    public let first: Int
    /// The other.
    public let second: Int

    /// Two different pieces, in whatever order.
    public init(_ a: Int, _ b: Int) {
      precondition(a != b, "a piece is no neighbour of itself")
      (first, second) = (min(a, b), max(a, b))
    }

    /// By the first piece, then by the second.
    public static func < (a: Pair, b: Pair) -> Bool { (a.first, a.second) < (b.first, b.second) }
  }

  /// All pairs of pieces of which a pixel of one has a pixel of the other beside, above or below it; each once, in order.
  public var neighbours: [Pair] {
    var pairs: Set<Pair> = []
    for row in 0..<height {
      for column in 0..<width {
        let here = labels[row * width + column]
        if column + 1 < width, labels[row * width + column + 1] != here {
          pairs.insert(Pair(here, labels[row * width + column + 1]))
        }
        if row + 1 < height, labels[(row + 1) * width + column] != here {
          pairs.insert(Pair(here, labels[(row + 1) * width + column]))
        }
      }
    }
    return pairs.sorted()
  }

  /// Pixels of each piece.
  public var sizes: [Int] {
    var sizes = Array(repeating: 0, count: count)
    for label in labels { sizes[label] += 1 }
    return sizes
  }

  /// The pixel, by its position in a flattened picture, nearest to the mean position of each piece.
  ///
  /// A bent piece may not have it among its own.
  public var centroids: [Int] {
    var sums = Array(repeating: (column: 0, row: 0), count: count)
    for (index, label) in labels.enumerated() {
      sums[label].column += index % width
      sums[label].row += index / width
    }
    func rounded(_ sum: Int, _ size: Int) -> Int { (2 * sum + size) / (2 * size) }
    return zip(sums, sizes).map { sum, size in rounded(sum.row, size) * width + rounded(sum.column, size) }
  }

  /// A map's values at the centroids: what a network learns to say of each piece.
  ///
  /// - `map`: `width * height` values, row by row.
  public func targets(of map: [Float]) -> [Float] {
    precondition(map.count == width * height, "a map of the picture's size")
    return centroids.map { map[$0] }
  }
}
