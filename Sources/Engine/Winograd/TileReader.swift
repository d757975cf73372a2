// SPDX-License-Identifier: Apache-2.0

import RotundaKernels
import RotundaNetworks

/// Brings a tile of the source into the domain of products.
struct TileReader: Sendable {
  private let layout: WinogradProblem
  private let transform: @Sendable (TileInput) -> Void
  private let lanes: Int
  /// Rows and columns that taps read; beyond them the arena may hold anything.
  private let validRows: Range<Int>
  private let validColumns: Range<Int>

  init(
    _ problem: ConvolutionProblem, layout: WinogradProblem, transform: @escaping @Sendable (TileInput) -> Void,
    lanes: Int
  ) {
    self.layout = layout
    self.transform = transform
    self.lanes = lanes
    func valid(_ taps: [Int], outputs: Int) -> Range<Int> {
      (taps.min() ?? 0)..<((outputs - 1) * problem.stride + (taps.max() ?? 0) + 1)
    }
    let size = problem.outputSize
    validRows = valid(problem.parts.flatMap { $0.taps.map(\.row) }, outputs: size.height)
    validColumns = valid(problem.parts.flatMap { $0.taps.map(\.column) }, outputs: size.width)
  }

  /// Writes the tile's inputs at `destination`, points `pointStep` floats apart.
  ///
  /// `scratch` holds two tiles of 16 channels.
  func read(
    tile: Int, arena: UnsafePointer<Float>, destination: UnsafeMutablePointer<Float>, pointStep: Int,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let row = layout.rows.tiles[tile / layout.columns.tiles.count]
    let column = layout.columns.tiles[tile % layout.columns.tiles.count]
    for source in layout.sources {
      let run = source.run
      let first = (row: row.source + source.row, column: column.source + source.column)
      if row.isInside, column.isInside, run.count == MapLayout.blockChannels {
        // Bound: every pixel of the tile is read by some tap, so it lies in the map or its border.
        transform(
          TileInput(
            source: arena + run.offset(row: first.row, column: first.column),
            pixelStep: layout.columns.sampling * run.pixelLength, rowStep: layout.rows.sampling * run.rowLength,
            vectors: MapLayout.blockChannels / lanes, destination: destination + source.input, pointStep: pointStep,
            scratch: scratch))
      } else {
        let patch = scratch + layout.points * MapLayout.blockChannels
        copy(run, from: first, arena: arena, to: patch)
        transform(
          TileInput(
            source: patch, pixelStep: MapLayout.blockChannels,
            rowStep: layout.filter.inputs * MapLayout.blockChannels, vectors: MapLayout.blockChannels / lanes,
            destination: destination + source.input, pointStep: pointStep, scratch: scratch))
      }
    }
  }

  /// A tile of whole blocks, with zeros where no tap reads and in channels that there are not.
  private func copy(
    _ run: MapView.Run, from first: (row: Int, column: Int), arena: UnsafePointer<Float>,
    to patch: UnsafeMutablePointer<Float>
  ) {
    // Bound: only valid pixels are read; the patch holds inputs² pixels of 16 channels.
    let side = layout.filter.inputs
    patch.update(repeating: 0, count: side * side * MapLayout.blockChannels)
    for i in 0..<side {
      let row = first.row + i * layout.rows.sampling
      guard validRows.contains(row) else { continue }
      for j in 0..<side {
        let column = first.column + j * layout.columns.sampling
        guard validColumns.contains(column) else { continue }
        (patch + (i * side + j) * MapLayout.blockChannels)
          .update(from: arena + run.offset(row: row, column: column), count: run.count)
      }
    }
  }
}
