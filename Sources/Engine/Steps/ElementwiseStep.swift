// SPDX-License-Identifier: Apache-2.0

import RotundaKernels

/// What is computed pixel by pixel without weights, a row of the destination an item.
struct ElementwiseStep: Step {
  /// What is computed.
  enum Operation: Sendable, Hashable {
    case elu
    case addition
    /// Every pixel repeated in both directions; 1 is a copy.
    case repetition(factor: Int)
  }

  private let operation: Operation
  private let destination: MapView
  /// Stretches of channels that lie within one block in every map: sources, then destination.
  private let pieces: [[MapView.Run]]
  private let kernels: KernelTable

  init(_ operation: Operation, sources: [MapView], destination: MapView, kernels: KernelTable) {
    self.operation = operation
    self.destination = destination
    self.kernels = kernels
    let views = sources + [destination]
    let cuts = Set(views.flatMap(\.runs).map(\.channel)).sorted() + [destination.channels.count]
    pieces = zip(cuts, cuts.dropFirst()).map { from, to in views.flatMap { $0.runs(covering: from..<to) } }
  }

  var label: String { "\(operation)" }

  var itemCount: Int { destination.height }

  func run(item row: Int, in memory: StepMemory) {
    for piece in pieces { run(piece, row: row, memory.arena) }
  }

  private func run(_ piece: [MapView.Run], row: Int, _ arena: UnsafeMutablePointer<Float>) {
    // Bound: row and columns lie in the destination, and each source is as large, or smaller by the factor.
    let target = piece[piece.count - 1]
    let to = arena + target.offset(row: row, column: 0)
    switch operation {
    case .repetition(let factor):
      let from = arena + piece[0].offset(row: row / factor, column: 0)
      for column in 0..<destination.width {
        let pixel = from + column / factor * piece[0].pixelLength
        (to + column * target.pixelLength).update(from: pixel, count: target.count)
      }
    case .elu:
      forStretches(of: piece) { kernels.elu(arena + piece[0].offset(row: row, column: $0), to + $1, $2) }
    case .addition:
      forStretches(of: piece) {
        kernels.add(
          arena + piece[0].offset(row: row, column: $0), arena + piece[1].offset(row: row, column: $0), to + $1, $2)
      }
    }
  }

  /// The whole row at once where its pixels follow each other without gaps in every map, else pixel by pixel.
  private func forStretches(
    of piece: [MapView.Run], body: (_ column: Int, _ target: Int, _ count: Int) -> Void
  ) {
    let target = piece[piece.count - 1]
    if piece.allSatisfy({ $0.pixelLength == target.count }) {
      body(0, 0, destination.width * target.count)
    } else {
      for column in 0..<destination.width { body(column, column * target.pixelLength, target.count) }
    }
  }
}
