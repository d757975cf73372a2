// SPDX-License-Identifier: Apache-2.0

import RotundaKernels
import RotundaNetworks

/// Brings the products of one vector of output channels back into the destination: bias, activation, layout.
struct TileWriter: Sendable {
  private let layout: WinogradProblem
  private let target: WinogradProblem.Target
  private let pieces: [(run: MapView.Run, lane: Int)]
  private let bias: AlignedFloats
  private let size: Extent
  private let spacing: Int
  private let activation: Activation
  private let lanes: Int

  init(_ problem: ConvolutionProblem, layout: WinogradProblem, target: WinogradProblem.Target, lanes: Int) {
    self.layout = layout
    self.target = target
    self.lanes = lanes
    size = problem.outputSize
    spacing = problem.spacing
    activation = problem.activation
    let channels = target.channels
    pieces = problem.destination.runs(covering: channels).map { ($0, $0.channel - channels.lowerBound) }
    let values = channels.map { channel -> Float in
      let part = target.parts.map { problem.parts[$0] }.first { $0.channels.contains(channel) }
      return part.map { $0.bias[channel - $0.channels.lowerBound] } ?? 0
    }
    bias = AlignedFloats(values + Array(repeating: 0, count: lanes - values.count))
  }

  /// Writes the outputs of a tile that lie in the map.
  ///
  /// `products` are this vector's, points `pointStep` floats apart; `scratch` holds a tile's points and outputs.
  func write(
    tile: Int, products: UnsafePointer<Float>, pointStep: Int, scratch: UnsafeMutablePointer<Float>,
    arena: UnsafeMutablePointer<Float>, transform: @Sendable (TileOutput) -> Void
  ) {
    let rowAxis = layout.rows
    let columnAxis = layout.columns
    let row = rowAxis.tiles[tile / columnAxis.tiles.count].target - target.shift.row * rowAxis.outputStep
    let column = columnAxis.tiles[tile % columnAxis.tiles.count].target - target.shift.column * columnAxis.outputStep
    let last = layout.filter.outputs - 1
    let isInside =
      row >= 0 && column >= 0 && row + last * rowAxis.outputStep < size.height
      && column + last * columnAxis.outputStep < size.width
    if isInside, pieces.count == 1, pieces[0].run.count == lanes {
      // Bound: all outputs of the tile lie in the destination.
      let run = pieces[0].run
      transform(
        TileOutput(
          source: products, pointStep: pointStep, bias: bias.base,
          destination: arena
            + run.offset(row: row * spacing + target.phase.row, column: column * spacing + target.phase.column),
          pixelStep: columnAxis.outputStep * spacing * run.pixelLength,
          rowStep: rowAxis.outputStep * spacing * run.rowLength, scratch: scratch, activation: activation))
    } else {
      let outputs = scratch + (layout.points + layout.filter.outputs) * lanes
      write(
        products: products, pointStep: pointStep, scratch: scratch, to: outputs, pixelStep: lanes, transform: transform)
      copy(outputs, row: row, column: column, arena: arena)
    }
  }

  /// Writes all outputs of a tile, inside the map or not, to pixels `pixelStep` floats apart, row after row.
  func write(
    products: UnsafePointer<Float>, pointStep: Int, scratch: UnsafeMutablePointer<Float>,
    to destination: UnsafeMutablePointer<Float>, pixelStep: Int, transform: @Sendable (TileOutput) -> Void
  ) {
    transform(
      TileOutput(
        source: products, pointStep: pointStep, bias: bias.base, destination: destination, pixelStep: pixelStep,
        rowStep: layout.filter.outputs * pixelStep, scratch: scratch, activation: activation))
  }

  private func copy(
    _ outputs: UnsafePointer<Float>, row first: Int, column left: Int, arena: UnsafeMutablePointer<Float>
  ) {
    let side = layout.filter.outputs
    for i in 0..<side {
      let row = first + i * layout.rows.outputStep
      guard 0..<size.height ~= row else { continue }
      for j in 0..<side {
        let column = left + j * layout.columns.outputStep
        guard 0..<size.width ~= column else { continue }
        for piece in pieces {
          // Bound: row and column lie in the part's outputs, and `outputs` holds side² vectors.
          let pixel = piece.run.offset(
            row: row * spacing + target.phase.row, column: column * spacing + target.phase.column)
          (arena + pixel).update(from: outputs + (i * side + j) * lanes + piece.lane, count: piece.run.count)
        }
      }
    }
  }
}
