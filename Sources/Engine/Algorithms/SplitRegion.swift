// SPDX-License-Identifier: Apache-2.0

import CRotundaProcessor
import RotundaNetworks

/// What a rectangle of outputs reads of a map, copied for the matrix unit: `[groups of channels][lines][columns][parts of 16]`.
///
/// Rows that no tap reads, between those of a dilated window, have no line.
struct SplitRegion: Sendable {
  private let runs: [MapView.Run]
  private let stride: Int
  /// Rows of taps, sorted.
  private let tapRows: [Int]
  private let tapColumns: ClosedRange<Int>
  /// The source's rows, counted from the first output's own.
  private let lines: [Int]
  /// Pixels of a line.
  let width: Int
  /// Parts of a number.
  let parts: Int

  /// The region of the largest rectangle that there is, which others use as far as they go.
  init(_ problem: ConvolutionProblem, rectangles: OutputRectangles, parts: Int) {
    self.parts = parts
    let (rows, columns) = rectangles[0]
    let taps = problem.parts.flatMap(\.taps)
    let tapRows = Set(taps.map(\.row)).sorted()
    let tapColumns = Set(taps.map(\.column)).sorted()
    let stride = problem.stride
    runs = problem.source.runs
    self.stride = stride
    self.tapRows = tapRows
    self.tapColumns = (tapColumns.first ?? 0)...(tapColumns.last ?? 0)
    lines =
      stride == 1
      ? Set(tapRows.flatMap { tap in rows.indices.map { tap + $0 } }).sorted()
      : Array((tapRows.first ?? 0)...((rows.count - 1) * stride + (tapRows.last ?? 0)))
    width = (columns.count - 1) * stride + self.tapColumns.count
  }

  /// Floats in whose place one pixel's channels of a group lie.
  private var pixelLength: Int { ProductArithmetic.groupLength(parts: parts) }

  /// Groups of 32 channels.
  var groups: Int { (runs.count + 1) / 2 }

  /// Floats between groups: a line of the cache more than their pixels.
  var groupStep: Int { lines.count * width * pixelLength + 16 }

  /// Floats of the region, and of what registers read beyond it.
  var count: Int { groups * groupStep + 16 * stride * pixelLength }

  /// Where the first output's pixel of a tap lies in the first group.
  func offset(of tap: ConvolutionProblem.Offset) -> Int {
    let line = lines.firstIndex(of: tap.row) ?? 0
    return (line * width + tap.column - tapColumns.lowerBound) * pixelLength
  }

  /// Floats from an output's pixels to those of the one below.
  var rowStep: Int { stride * width * pixelLength }

  /// Floats from an output's pixels to those of the one beside it.
  var step: Int { stride * pixelLength }

  /// Copies what the outputs of a rectangle read.
  func gather(
    rows: Range<Int>, columns: Range<Int>, from arena: UnsafePointer<Float>, to region: UnsafeMutablePointer<Float>
  ) {
    let left = columns.lowerBound * stride + tapColumns.lowerBound
    let count = (columns.count - 1) * stride + tapColumns.count
    for group in 0..<groups {
      let first = runs[2 * group]
      let second = 2 * group + 1 < runs.count ? runs[2 * group + 1] : nil
      for (index, line) in lines.enumerated() where isRead(line, rows: rows.count) {
        // Bound: taps reach at most the map's border beyond a pixel; a line holds `width` pixels, at least `count`.
        let row = rows.lowerBound * stride + line
        let plane = arena + first.offset(row: row, column: left)
        var pixels = RotundaMatrixPixels(
          first: plane, second: second.map { arena + $0.offset(row: row, column: left) } ?? plane,
          first_count: first.count, second_count: second?.count ?? 0, first_step: first.pixelLength,
          second_step: second?.pixelLength ?? 0, pixels: count, parts: Int32(parts),
          groups: region + group * groupStep + index * width * pixelLength)
        rotunda_matrix_unit_gather(&pixels)
      }
    }
  }

  /// Whether one of so many rows of outputs reads a line.
  private func isRead(_ line: Int, rows: Int) -> Bool {
    stride == 1
      ? tapRows.contains { 0..<rows ~= line - $0 } : line <= (rows - 1) * stride + (tapRows.last ?? 0)
  }
}
