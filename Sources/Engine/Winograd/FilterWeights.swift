// SPDX-License-Identifier: Apache-2.0

import Dispatch
import RotundaKernels

/// Weights in the domain of products, computed in double precision: `[points][pairs of vectors][inputs][2 lanes]`.
struct FilterWeights: Sendable {
  /// The numbers.
  let values: AlignedFloats
  private let lanes: Int
  private let inputs: Int
  private let pairs: Int

  init(_ problem: ConvolutionProblem, layout: WinogradProblem, lanes: Int) {
    self.lanes = lanes
    inputs = layout.inputs
    pairs = (layout.targets.count + 1) / 2
    values = AlignedFloats(count: Self.count(layout, lanes: lanes))
    let transform = layout.filter.filter.map { row in row.map(\.value) }
    let packed = self
    DispatchQueue.concurrentPerform(iterations: layout.targets.count) { target in
      packed.fill(target, problem, layout, transform)
    }
  }

  /// Floats that a layout's weights take.
  static func count(_ layout: WinogradProblem, lanes: Int) -> Int {
    layout.points * ((layout.targets.count + 1) / 2) * layout.inputs * 2 * lanes
  }

  /// The weights of one point and one pair of vectors.
  func offset(point: Int, pair: Int) -> Int { (point * pairs + pair) * inputs * 2 * lanes }

  /// Writes one vector of outputs: G g Gᵀ for each of its kernels.
  private func fill(
    _ target: Int, _ problem: ConvolutionProblem, _ layout: WinogradProblem, _ transform: [[Double]]
  ) {
    let channels = layout.targets[target].channels
    let parts = layout.targets[target].parts.filter { problem.parts[$0].channels.overlaps(channels) }
    let inputChannels = problem.source.channels.count
    for source in layout.sources {
      for part in parts.map({ (index: $0, part: problem.parts[$0]) }) {
        let taps = taps(of: part.index, part.part, source: source, layout)
        guard !taps.isEmpty else { continue }
        for channel in channels.clamped(to: part.part.channels) {
          let output = (channel - part.part.channels.lowerBound) * inputChannels + source.run.channel
          for input in 0..<source.run.count {
            let first = (output + input) * part.part.taps.count
            write(
              taps.map { (row: $0.row, column: $0.column, weight: Double(part.part.weights[first + $0.tap])) },
              transform,
              at: offset(point: 0, pair: target / 2) + (source.input + input) * 2 * lanes + target % 2 * lanes
                + channel - channels.lowerBound)
          }
        }
      }
    }
  }

  /// The taps of a part that fall into a source's window, with their places in it.
  private func taps(
    of index: Int, _ part: ConvolutionProblem.Part, source: WinogradProblem.Source, _ layout: WinogradProblem
  ) -> [(tap: Int, row: Int, column: Int)] {
    part.taps.enumerated().compactMap { tap, position in
      let row = layout.rows.place(ofTap: position.row, part: index)
      let column = layout.columns.place(ofTap: position.column, part: index)
      guard row.window == source.window.row, column.window == source.window.column else { return nil }
      return (tap, row.index, column.index)
    }
  }

  private func write(
    _ kernel: [(row: Int, column: Int, weight: Double)], _ transform: [[Double]], at first: Int
  ) {
    let count = transform.count
    let taps = transform[0].count
    let step = offset(point: 1, pair: 0)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count * taps) { columns in
      columns.initialize(repeating: 0)
      for tap in kernel {
        for row in 0..<count { columns[row * taps + tap.column] += transform[row][tap.row] * tap.weight }
      }
      for row in 0..<count {
        for column in 0..<count {
          var sum = 0.0
          for tap in 0..<taps { sum += columns[row * taps + tap] * transform[column][tap] }
          // Bound: first lies in the first point's weights, and `values` holds as many for each of count² points.
          values.base[first + (row * count + column) * step] = Float(sum)
        }
      }
    }
  }
}
