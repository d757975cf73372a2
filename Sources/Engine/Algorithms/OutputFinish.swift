// SPDX-License-Identifier: Apache-2.0

import RotundaKernels

/// Moves finished sums of some output channels into the destination: bias, activation, layout.
struct OutputFinish: Sendable {
  private struct Piece: Sendable {
    let run: MapView.Run
    let lane: Int
  }

  private let pieces: [Piece]
  private let bias: AlignedFloats
  private let spacing: Int
  private let phase: ConvolutionProblem.Offset
  private let activation: Activation
  private let kernel: @Sendable (RectangleFinish) -> Void

  /// - `channels`: of the destination view. `bias`: one number for each of them.
  init(
    _ problem: ConvolutionProblem, channels: Range<Int>, phase: ConvolutionProblem.Offset, bias: [Float],
    kernels: KernelTable
  ) {
    // A vector is loaded whole even where only some of its lanes are written.
    self.bias = AlignedFloats(bias + Array(repeating: 0, count: kernels.lanes))
    self.phase = phase
    spacing = problem.spacing
    activation = problem.activation
    kernel = kernels.finish
    pieces = stride(from: channels.lowerBound, to: channels.upperBound, by: kernels.lanes).flatMap { first in
      problem.destination.runs(covering: first..<min(first + kernels.lanes, channels.upperBound)).map { run in
        Piece(run: run, lane: run.channel - channels.lowerBound)
      }
    }
  }

  /// Finishes `columns` of some output rows.
  ///
  /// `sums` holds `[rows][sumRowLength][sumStep]`, readable for a vector beyond its end.
  func run(
    rows: Range<Int>, columns: Range<Int>, sums: UnsafePointer<Float>, sumStep: Int, sumRowLength: Int,
    arena: UnsafeMutablePointer<Float>
  ) {
    // Bound: phase < spacing, so rows and columns lie in the destination; bias holds a vector beyond each piece's lane.
    let row = rows.lowerBound * spacing + phase.row
    let column = columns.lowerBound * spacing + phase.column
    for piece in pieces {
      kernel(
        RectangleFinish(
          sums: sums + piece.lane, sumStep: sumStep, sumRowStep: sumRowLength * sumStep, bias: bias.base + piece.lane,
          destination: arena + piece.run.offset(row: row, column: column), step: spacing * piece.run.pixelLength,
          rowStep: spacing * piece.run.rowLength, count: piece.run.count, rows: rows.count, columns: columns.count,
          activation: activation))
    }
  }
}
