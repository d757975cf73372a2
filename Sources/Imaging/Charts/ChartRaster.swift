// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A laid-out chart in pixels, with edges smoothed by how much of a pixel they cover.
struct ChartRaster {
  private let width: Int
  private let height: Int
  private var pixels: [UInt8]
  /// How much of each pixel the mark at hand covers: one mark is one layer, however often it crosses itself.
  private var coverage: [Float]
  private var touched: (columns: Range<Int>, rows: Range<Int>) = (0..<0, 0..<0)

  static func image(of drawing: ChartDrawing) -> RGBImage {
    var raster = ChartRaster(width: drawing.width, height: drawing.height)
    for mark in drawing.marks { raster.draw(mark) }
    return RGBImage(width: drawing.width, height: drawing.height, pixels: raster.pixels)
  }

  private init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    let background = ChartDrawing.background
    pixels = (0..<3 * width * height).map { background[$0 % 3] }
    coverage = [Float](repeating: 0, count: width * height)
  }

  private mutating func draw(_ mark: ChartDrawing.Mark) {
    switch mark {
    case .line(let points, let width, let ink):
      if points.count == 1 { cover(from: points[0], to: points[0], halfWidth: width / 2) }
      for (start, end) in zip(points, points.dropFirst()) { cover(from: start, to: end, halfWidth: width / 2) }
      lay(ink)
    case .area(let outline, let ink):
      cover(inside: outline)
      lay(ink)
    case .text(let text):
      cover(text)
      lay(ChartDrawing.Ink(colour: text.colour))
    }
  }

  // MARK: - Coverage

  /// A pixel is covered by how far its centre lies inside a stroke's edge, over one pixel.
  private mutating func cover(from start: SIMD2<Double>, to end: SIMD2<Double>, halfWidth: Double) {
    let reach = halfWidth + 0.5
    let along = end - start
    let squaredLength = along.x * along.x + along.y * along.y
    let rows = pixels(min(start.y, end.y) - reach, max(start.y, end.y) + reach, of: height)
    for row in rows {
      let y = Double(row) + 0.5
      // The part of the segment that this row's pixels can be near to.
      let (near, far) =
        along.y == 0
        ? (0.0, 1.0)
        : (min(max((y - reach - start.y) / along.y, 0), 1), min(max((y + reach - start.y) / along.y, 0), 1))
      let (one, other) = (start.x + near * along.x, start.x + far * along.x)
      let columns = pixels(min(one, other) - reach, max(one, other) + reach, of: width)
      for column in columns {
        let offset = SIMD2(Double(column) + 0.5, y) - start
        let share =
          squaredLength > 0 ? min(max((offset.x * along.x + offset.y * along.y) / squaredLength, 0), 1) : 0
        let away = offset - share * along
        let distance = (away.x * away.x + away.y * away.y).squareRoot()
        let index = row * width + column
        coverage[index] = max(coverage[index], Float(min(max(reach - distance, 0), min(2 * halfWidth, 1))))
      }
      touch(columns: columns, row: row)
    }
  }

  /// Even-odd rule along four lines a row, with exact ends.
  private mutating func cover(inside outline: [SIMD2<Double>]) {
    guard let first = outline.first else { return }
    let linesPerRow = 4
    let heights = outline.map(\.y)
    let edges = Array(zip(outline, outline.dropFirst() + [first]))
    for row in pixels(heights.min() ?? 0, heights.max() ?? 0, of: height) {
      for line in 0..<linesPerRow {
        let y = Double(row) + (Double(line) + 0.5) / Double(linesPerRow)
        let crossings = edges.filter { ($0.y <= y) != ($1.y <= y) }
          .map { $0.x + (y - $0.y) / ($1.y - $0.y) * ($1.x - $0.x) }.sorted()
        for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
          let columns = pixels(crossings[pair], crossings[pair + 1], of: width)
          for column in columns {
            let length = min(crossings[pair + 1], Double(column + 1)) - max(crossings[pair], Double(column))
            coverage[row * width + column] += Float(max(length, 0)) / Float(linesPerRow)
          }
          touch(columns: columns, row: row)
        }
      }
    }
  }

  private mutating func cover(_ text: ChartDrawing.Text) {
    let length = Double(BitmapFont.width(of: text.text)) * text.dot
    let back =
      switch text.anchor {
      case .start: 0.0
      case .middle: length / 2
      case .end: length
      }
    let centre = Double(BitmapFont.glyphHeight) * text.dot / 2
    BitmapFont.drawStrokes(text.text) { start, end in
      let (from, to) = (
        place(start, text, back: back, centre: centre), place(end, text, back: back, centre: centre)
      )
      cover(from: from, to: to, halfWidth: 0.45 * text.dot)
    }
  }

  /// Where the centre of a dot of the font lies in the picture.
  private func place(
    _ dot: SIMD2<Double>, _ text: ChartDrawing.Text, back: Double, centre: Double
  ) -> SIMD2<Double> {
    let along = (dot.x + 0.5) * text.dot - back
    let down = (dot.y + 0.5) * text.dot - centre
    return text.position + (text.isTurned ? SIMD2(down, -along) : SIMD2(along, down))
  }

  /// The pixels that touch an interval, as far as the picture has them.
  private func pixels(_ start: Double, _ end: Double, of count: Int) -> Range<Int> {
    // Clamped before the conversion: an interval may lie anywhere.
    let limit = Double(count)
    let lower = Int(min(max(start.rounded(.down), 0), limit))
    return lower..<max(lower, Int(min(max(end.rounded(.up), 0), limit)))
  }

  private mutating func touch(columns: Range<Int>, row: Int) {
    guard !columns.isEmpty else { return }
    guard !touched.rows.isEmpty else {
      touched = (columns, row..<row + 1)
      return
    }
    let (across, down) = touched
    touched = (
      min(across.lowerBound, columns.lowerBound)..<max(across.upperBound, columns.upperBound),
      min(down.lowerBound, row)..<max(down.upperBound, row + 1)
    )
  }

  // MARK: - Ink

  /// Lays ink where the mark covers, and forgets the mark.
  private mutating func lay(_ ink: ChartDrawing.Ink) {
    for row in touched.rows {
      for column in touched.columns {
        let index = row * width + column
        defer { coverage[index] = 0 }
        guard coverage[index] > 0 else { continue }
        let share = min(coverage[index], 1) * Float(ink.opacity)
        for channel in 0..<3 {
          let below = Float(pixels[3 * index + channel])
          let mixed = below + share * (Float(ink.colour[channel]) - below)
          pixels[3 * index + channel] = UInt8(mixed.rounded())
        }
      }
    }
    touched = (0..<0, 0..<0)
  }
}
