// SPDX-License-Identifier: Apache-2.0

import CRotundaProcessor
import Dispatch
import RotundaKernels

/// Weights in the domain of products, computed in double precision: `[points][pairs of vectors][inputs][2 lanes]`, or in
/// their place what the matrix unit takes.
struct FilterWeights: Sendable {
  /// The numbers.
  let values: AlignedFloats
  private let width: Int
  /// Rows of `width` floats that a pair's weights of a point take.
  private let rows: Int
  private let pairs: Int

  init(_ problem: ConvolutionProblem, layout: WinogradProblem, arithmetic: ProductArithmetic, lanes: Int) {
    width = 2 * lanes
    rows = arithmetic.length(inputs: layout.inputs)
    pairs = (layout.targets.count + 1) / 2
    values = AlignedFloats(uninitialisedCount: Self.count(layout, arithmetic: arithmetic, lanes: lanes))
    let packed = self
    DispatchQueue.concurrentPerform(iterations: pairs) { pair in
      packed.fill(pair: pair, problem, layout)
      if case .split(let parts) = arithmetic { packed.split(pair: pair, layout, parts: parts) }
    }
  }

  /// Floats that a layout's weights take.
  static func count(_ layout: WinogradProblem, arithmetic: ProductArithmetic, lanes: Int) -> Int {
    layout.points * ((layout.targets.count + 1) / 2) * arithmetic.length(inputs: layout.inputs) * 2 * lanes
  }

  /// The weights of one point and one pair of vectors.
  func offset(point: Int, pair: Int) -> Int { (point * pairs + pair) * rows * width }

  /// One part of the problem as a pair's vectors see it through one window.
  private struct Share {
    let part: ConvolutionProblem.Part
    /// The part's taps in the window: position in `part.taps`, and in the window.
    let taps: [(tap: Int, place: Int)]
    /// Channels of the destination, and the lane of channel 0.
    let channels: Range<Int>
    let firstLane: Int
  }

  /// Writes one pair of vectors of outputs: G g Gᵀ for each of its kernels.
  private func fill(pair: Int, _ problem: ConvolutionProblem, _ layout: WinogradProblem) {
    let side = layout.filter.inputs
    let taps = layout.filter.taps
    let transform = layout.filter.filter.flatMap { row in row.map(\.value) }
    // Bound: kernel and columns hold taps² and side * taps vectors; the products lie in `values` (see `offset`).
    withUnsafeTemporaryAllocation(of: Double.self, capacity: (taps + side) * taps * width) { memory in
      guard let kernel = memory.baseAddress else { return }
      let columns = kernel + taps * taps * width
      for source in layout.sources {
        let shares = shares(of: pair, problem, layout, source: source)
        for input in 0..<source.run.count {
          kernel.update(repeating: 0, count: taps * taps * width)
          for share in shares { gather(share, input: source.run.channel + input, of: problem, to: kernel) }
          // columns = G g, then products = columns Gᵀ.
          multiply(transform, kernel, count: side, depth: taps, across: taps, to: columns)
          write(
            transform, columns, side: side, taps: taps,
            to: values.base + offset(point: 0, pair: pair) + (source.input + input) * width)
        }
      }
    }
  }

  /// Packs one pair's weights of each point for the matrix unit.
  private func split(pair: Int, _ layout: WinogradProblem, parts: Int) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: layout.inputs * width) { copy in
      guard let plain = copy.baseAddress else { return }
      for point in 0..<layout.points {
        // Bound: a point's weights of a pair have room for the layout's inputs rounded up to a group.
        let weights = values.base + offset(point: point, pair: pair)
        plain.update(from: weights, count: layout.inputs * width)
        rotunda_matrix_unit_pack(plain, layout.inputs, weights, Int32(parts))
      }
    }
  }

  private func shares(
    of pair: Int, _ problem: ConvolutionProblem, _ layout: WinogradProblem, source: WinogradProblem.Source
  ) -> [Share] {
    (2 * pair..<min(2 * pair + 2, layout.targets.count)).flatMap { target -> [Share] in
      let channels = layout.targets[target].channels
      return layout.targets[target].parts.compactMap { index in
        let part = problem.parts[index]
        guard part.channels.overlaps(channels) else { return nil }
        let taps = part.taps.enumerated().compactMap { tap, position -> (tap: Int, place: Int)? in
          let row = layout.rows.place(ofTap: position.row, part: index)
          let column = layout.columns.place(ofTap: position.column, part: index)
          guard row.window == source.window.row, column.window == source.window.column else { return nil }
          return (tap, row.index * layout.filter.taps + column.index)
        }
        return Share(
          part: part, taps: taps, channels: channels.clamped(to: part.channels),
          firstLane: target % 2 * width / 2 - channels.lowerBound)
      }
    }
  }

  private func gather(
    _ share: Share, input: Int, of problem: ConvolutionProblem, to kernel: UnsafeMutablePointer<Double>
  ) {
    let inputChannels = problem.source.channels.count
    let tapCount = share.part.taps.count
    share.part.weights.withUnsafeBufferPointer { weights in
      for channel in share.channels {
        let first = ((channel - share.part.channels.lowerBound) * inputChannels + input) * tapCount
        for (tap, place) in share.taps {
          kernel[place * width + share.firstLane + channel] = Double(weights[first + tap])
        }
      }
    }
  }

  /// result[row][column] = sum over k of matrix[row][k] values[k][column], vectors of `width` numbers.
  private func multiply(
    _ matrix: [Double], _ values: UnsafePointer<Double>, count: Int, depth: Int, across: Int,
    to result: UnsafeMutablePointer<Double>
  ) {
    for row in 0..<count {
      for column in 0..<across {
        let sum = result + (row * across + column) * width
        sum.update(repeating: 0, count: width)
        for k in 0..<depth {
          let factor = matrix[row * depth + k]
          let value = values + (k * across + column) * width
          for lane in 0..<width { sum[lane] += factor * value[lane] }
        }
      }
    }
  }

  private func write(
    _ transform: [Double], _ columns: UnsafePointer<Double>, side: Int, taps: Int, to first: UnsafeMutablePointer<Float>
  ) {
    let step = offset(point: 1, pair: 0)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { sum in
      for row in 0..<side {
        for column in 0..<side {
          sum.update(repeating: 0)
          for tap in 0..<taps {
            let factor = transform[column * taps + tap]
            let value = columns + (row * taps + tap) * width
            for lane in 0..<width { sum[lane] += factor * value[lane] }
          }
          let product = first + (row * side + column) * step
          for lane in 0..<width { product[lane] = Float(sum[lane]) }
        }
      }
    }
  }
}
