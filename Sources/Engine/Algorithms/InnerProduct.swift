// SPDX-License-Identifier: Apache-2.0

package import RotundaKernels
import RotundaNetworks

/// Convolutions to very few channels, as the predictions: vectors run over input channels, one output at a time.
package struct InnerProduct: ConvolutionAlgorithm {
  /// Pixels of one work item.
  private static let itemPixels = 1024

  private let outputs: Int
  private let offsets: [Int]
  private let weights: AlignedFloats
  private let finish: OutputFinish
  private let source: MapView.Run
  private let rectangles: OutputRectangles
  private let stride: Int
  private let kernels: KernelTable

  package static func cost(of problem: ConvolutionProblem, lanes: Int) -> Double? {
    guard problem.source.startsBlock, problem.source.channels.count % MapLayout.blockChannels == 0,
      problem.parts.count == 1, problem.spacing == 1, problem.parts[0].channels.count <= lanes
    else { return nil }
    // Each multiply-accumulate loads a vector of pixels: half the speed of one from registers.
    let work = 2 * problem.parts[0].taps.count * problem.parts[0].channels.count
    return Double(work) * Double(problem.source.channels.count) * Double(problem.outputPixels)
  }

  package init(_ problem: ConvolutionProblem, kernels: KernelTable) {
    let part = problem.parts[0]
    let runs = problem.source.runs
    let inputs = problem.source.channels.count
    outputs = part.channels.count
    source = runs[0]
    offsets = runs.flatMap { run in
      part.taps.map { run.offset(row: $0.row, column: $0.column) - runs[0].origin }
    }
    weights = AlignedFloats(
      (0..<outputs).flatMap { output in
        runs.flatMap { run in
          part.taps.indices.flatMap { tap in
            (run.channel..<(run.channel + run.count)).map { input in
              part.weights[(output * inputs + input) * part.taps.count + tap]
            }
          }
        }
      })
    finish = OutputFinish(problem, channels: part.channels, phase: part.phase, bias: part.bias, kernels: kernels)
    rectangles = OutputRectangles(problem.outputSize, pixels: Self.itemPixels)
    stride = problem.stride
    self.kernels = kernels
  }

  package var label: String { "inner products, \(rectangles.count) rectangles" }

  package var itemCount: Int { rectangles.count }

  package var scratchCount: Int { (rectangles.largest + 1) * kernels.lanes }

  package func run(item: Int, in memory: StepMemory) {
    let (rows, columns) = rectangles[item]
    for row in rows {
      for output in 0..<outputs { multiply(output, row: row, columns: columns, memory) }
      finish.run(row: row, columns: columns, sums: memory.scratch, sumStep: kernels.lanes, arena: memory.arena)
    }
  }

  private func multiply(_ output: Int, row: Int, columns: Range<Int>, _ memory: StepMemory) {
    // Bound: a tap reaches at most the map's border beyond a pixel; scratch holds lanes floats a pixel, and output < lanes.
    let origin = source.offset(row: row * stride, column: columns.lowerBound * stride)
    offsets.withUnsafeBufferPointer { offsets in
      guard let base = offsets.baseAddress else { return }
      kernels.innerProduct(
        RowInnerProduct(
          source: memory.arena + origin, step: stride * source.pixelLength, offsets: base, terms: offsets.count,
          weights: weights.base + output * offsets.count * MapLayout.blockChannels, sums: memory.scratch + output,
          sumStep: kernels.lanes, pixels: columns.count))
    }
  }
}
