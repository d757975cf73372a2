// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaTestSupport
import Testing

@testable import RotundaImaging

/// Pieces of pictures, their neighbours and what they look like.
struct SuperpixelTests {
  /// Blocks of flat colours, `side` pixels each, and noise of some eighths of a step.
  private func picture(width: Int, height: Int, side: Int, noise: Int = 0) -> RGBImage {
    var random = SeededGenerator(seed: 4)
    var pixels: [UInt8] = []
    for row in 0..<height {
      for column in 0..<width {
        let block = (row / side) * 7 + (column / side) * 3
        for channel in 0..<3 {
          let value =
            30 + (block * (37 + 50 * channel)) % 190 + (noise > 0 ? Int.random(in: -noise...noise, using: &random) : 0)
          pixels.append(UInt8(min(max(value, 0), 255)))
        }
      }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }

  private func isConnected(_ superpixels: Superpixels) -> Bool {
    var reached = Array(repeating: false, count: superpixels.labels.count)
    var seen: Set<Int> = []
    for start in superpixels.labels.indices where !reached[start] {
      guard seen.insert(superpixels.labels[start]).inserted else { return false }
      var waiting = [start]
      reached[start] = true
      while let pixel = waiting.popLast() {
        let (column, row) = (pixel % superpixels.width, pixel / superpixels.width)
        for (x, y) in [(column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1)]
        where x >= 0 && y >= 0 && x < superpixels.width && y < superpixels.height {
          let other = y * superpixels.width + x
          if !reached[other], superpixels.labels[other] == superpixels.labels[start] {
            reached[other] = true
            waiting.append(other)
          }
        }
      }
    }
    return true
  }

  @Test func flatBlocksBecomeTheSuperpixels() {
    let superpixels = SLIC()(picture(width: 80, height: 60, side: 20))
    #expect(superpixels.count == 12)
    for row in 0..<60 {
      for column in 0..<80 { #expect(superpixels.labels[row * 80 + column] == row / 20 * 4 + column / 20) }
    }
    #expect(superpixels.sizes == Array(repeating: 400, count: 12))
    // Rows 0 to 19 have their mean at 9.5, which rounds up.
    #expect(superpixels.centroids[5] == 30 * 80 + 30)
  }

  @Test func anyPictureFallsIntoConnectedPiecesLargeEnoughAndNotTooMany() {
    for (width, height, noise) in [(97, 61, 60), (64, 33, 120), (7, 5, 20), (1, 1, 0)] {
      let superpixels = SLIC()(picture(width: width, height: height, side: 13, noise: noise))
      #expect(isConnected(superpixels))
      #expect(superpixels.count <= ((width + 19) / 20) * ((height + 19) / 20))
      #expect(Set(superpixels.labels) == Set(0..<superpixels.count))
      if width > 20 { #expect(superpixels.sizes.allSatisfy { $0 >= 10 } && superpixels.count > 3) }
    }
  }

  @Test func piecesThatAreTooSmallGoToTheNeighbourOfTheLongestBorder() {
    // A label of two pieces, and a single pixel between two others.
    let labels = [
      0, 0, 0, 1, 1, 1,
      0, 0, 2, 1, 1, 1,
      0, 0, 0, 1, 0, 1,
    ]
    let whole = ConnectedPieces(width: 6, height: 3, labels: labels).largestOfEach(atLeast: 2)
    let superpixels = Superpixels(width: 6, height: 3, labels: whole)
    #expect(superpixels.count == 2)
    #expect(superpixels.labels == [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1])
  }

  @Test func neighboursTouchByASide() {
    let superpixels = Superpixels(width: 4, height: 3, labels: [5, 5, 9, 9, 5, 5, 9, 9, 7, 7, 8, 8])
    #expect(superpixels.labels == [0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3])
    #expect(superpixels.neighbours.map { [$0.first, $0.second] } == [[0, 1], [0, 2], [1, 3], [2, 3]])
    #expect(superpixels.targets(of: (0..<12).map { Float($0) }) == [5, 7, 9, 11])
  }

  @Test func coloursAreThoseOfTheStandard() {
    // CIE 15 by way of its definitions: white has no chroma, red is (53.24, 175.01, 37.76).
    let (white, red) = (CIELUV.colour(SIMD3(1, 1, 1)), CIELUV.colour(SIMD3(1, 0, 0)))
    #expect(abs(white.x - 100) < 1e-3 && abs(white.y) < 1e-9 && abs(white.z) < 1e-9)
    for (value, known) in [(red.x, 53.24), (red.y, 175.01), (red.z, 37.76)] { #expect(abs(value - known) < 0.02) }
    #expect(CIELUV.colour(.zero) == .zero)
  }

  @Test func patternsOfAnEdgeAndOfFlatnessHaveTheirBins() {
    #expect(LocalBinaryPatterns.count == 58)
    let flat = LocalBinaryPatterns.histogram(
      of: Array(repeating: 0.5, count: 400), width: 20, height: 20, column: 6, row: 6, side: 8)
    #expect(flat[56] == 1 && flat.reduce(0, +) == 1)
    // Bright from column 10 on: of columns 6 to 13 only column 9 sees brighter neighbours, three in a row.
    let step = LocalBinaryPatterns.histogram(
      of: (0..<400).map { $0 % 20 < 10 ? 0.2 : 0.9 }, width: 20, height: 20, column: 6, row: 6, side: 8)
    #expect(abs(step[56] - 7.0 / 8) < 1e-12)
    #expect(step[0..<56].filter { $0 > 0 }.count == 1)
    // A checkerboard's dark pixels have four brighter neighbours apart from each other, its bright ones none.
    let board = LocalBinaryPatterns.histogram(
      of: (0..<400).map { Double(($0 % 20 + $0 / 20) % 2) }, width: 20, height: 20, column: 6, row: 6, side: 8)
    #expect(abs(board[57] - 0.5) < 1e-12 && abs(board[56] - 0.5) < 1e-12)
  }

  @Test func likenessIsThatOfTheFeaturesWorkedOutByHand() throws {
    // Left half black, right half a grey of 128: no texture inside the 8x8 squares.
    let pixels = (0..<20 * 40).flatMap { Array(repeating: UInt8($0 % 40 < 20 ? 0 : 128), count: 3) }
    let image = RGBImage(width: 40, height: 20, pixels: pixels)
    let superpixels = Superpixels(width: 40, height: 20, labels: (0..<800).map { $0 % 40 < 20 ? 0 : 1 })
    let relations = SuperpixelRelations(of: superpixels, in: image)
    #expect(relations.count == 2 && relations.pairs == [Superpixels.Pair(0, 1)])
    #expect(relations.similarities[0] == [1])
    // In each channel one share of 1 moves from bin 0 to bin 5: a distance of sqrt(6).
    #expect(abs(relations.similarities[1][0] - exp(-25 * (6.0 / 33).squareRoot())) < 1e-12)
    let light = SRGB.linear(128.0 / 255)
    let lightness = 116 * cbrt(light) - 16
    #expect(abs(relations.similarities[2][0] - exp(-0.1 * lightness / 3.squareRoot())) < 1e-6)
  }

  @Test func relationsOfSomeSuperpixelsAreThoseBetweenThem() {
    let pairs = [Superpixels.Pair(0, 1), Superpixels.Pair(1, 2), Superpixels.Pair(2, 3), Superpixels.Pair(1, 3)]
    let relations = SuperpixelRelations(count: 4, pairs: pairs, similarities: [[1, 2, 3, 4]])
    let some = relations.restricted(to: [1, 3])
    #expect(some.count == 2 && some.pairs == [Superpixels.Pair(0, 1)] && some.similarities == [[4]])
  }
}
