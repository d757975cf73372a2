// SPDX-License-Identifier: Apache-2.0

/// The 4-connected pieces into which pixels of equal labels fall.
struct ConnectedPieces {
  private let width: Int
  private let height: Int
  private let labels: [Int]
  /// Which piece each pixel lies in, from 0 in the order in which they begin.
  private var pieces: [Int]
  private var sizes: [Int] = []
  private var labelOfPiece: [Int] = []

  init(width: Int, height: Int, labels: [Int]) {
    (self.width, self.height, self.labels) = (width, height, labels)
    pieces = Array(repeating: -1, count: labels.count)
    for start in labels.indices where pieces[start] < 0 { fill(from: start) }
  }

  private mutating func fill(from start: Int) {
    let number = sizes.count
    var waiting = [start]
    pieces[start] = number
    var size = 0
    while let pixel = waiting.popLast() {
      size += 1
      for other in around(pixel) where pieces[other] < 0 && labels[other] == labels[start] {
        pieces[other] = number
        waiting.append(other)
      }
    }
    sizes.append(size)
    labelOfPiece.append(labels[start])
  }

  private func around(_ pixel: Int) -> [Int] {
    var result: [Int] = []
    if pixel % width > 0 { result.append(pixel - 1) }
    if pixel % width + 1 < width { result.append(pixel + 1) }
    if pixel >= width { result.append(pixel - width) }
    if pixel + width < labels.count { result.append(pixel + width) }
    return result
  }

  /// Labels of which each is one piece: the largest of its own that has `smallest` pixels or more.
  ///
  /// All other pieces go, as a whole, to the one of these with which they have the longest border; where no piece is large
  /// enough, the largest is.
  func largestOfEach(atLeast smallest: Int) -> [Int] {
    var keepers: [Int: Int] = [:]
    for (piece, size) in sizes.enumerated() where size >= smallest {
      if let best = keepers[labelOfPiece[piece]], sizes[best] >= size { continue }
      keepers[labelOfPiece[piece]] = piece
    }
    var owners: [Int?] = Array(repeating: nil, count: sizes.count)
    for keeper in keepers.values { owners[keeper] = keeper }
    if keepers.isEmpty, let largest = sizes.indices.max(by: { sizes[$0] < sizes[$1] }) { owners[largest] = largest }
    while owners.contains(nil) {
      for (piece, borders) in bordersOfLoosePieces(owners) {
        owners[piece] = borders.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
      }
    }
    return pieces.map { owners[$0] ?? $0 }
  }

  /// For each piece without an owner that touches one with an owner: how long its border with each owner is.
  private func bordersOfLoosePieces(_ owners: [Int?]) -> [Int: [Int: Int]] {
    var borders: [Int: [Int: Int]] = [:]
    for pixel in pieces.indices where owners[pieces[pixel]] == nil {
      for other in around(pixel) {
        if let owner = owners[pieces[other]] { borders[pieces[pixel], default: [:]][owner, default: 0] += 1 }
      }
    }
    return borders
  }
}
