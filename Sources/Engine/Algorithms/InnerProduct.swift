// SPDX-License-Identifier: Apache-2.0

import RotundaKernels
import RotundaNetworks

/// Convolutions to very few channels, as the predictions: vectors run over input channels, one output at a time.
struct InnerProduct: ConvolutionAlgorithm {
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

  static func candidates(for problem: ConvolutionProblem, kernels: KernelTable) -> [Candidate] {
    guard problem.pointwise == nil, problem.source.startsBlock,
      problem.source.channels.count % MapLayout.blockChannels == 0,
      problem.parts.count == 1, problem.spacing == 1, problem.parts[0].channels.count <= kernels.lanes
    else { return [] }
    let weights = problem.parts[0].taps.count * problem.parts[0].channels.count * problem.source.channels.count
    let products = Double(weights) * Double(problem.outputPixels)
    return [
      // Each multiply-accumulate loads a vector of pixels: half the speed of one from registers.
      Candidate(
        Estimate(
          name: "inner products", cycles: 2 * products / Double(2 * kernels.lanes), products: products,
          weightBytes: weights * MemoryLayout<Float>.stride, amplification: 1),
        make: { InnerProduct(problem, kernels: kernels) })
    ]
  }

  init(_ problem: ConvolutionProblem, kernels: KernelTable) {
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

  var label: String { "inner products, \(rectangles.count) rectangles" }

  var itemCount: Int { rectangles.count }

  var scratchCount: Int { (rectangles.largest + 1) * kernels.lanes }

  func run(item: Int, in memory: StepMemory) {
    let (rows, columns) = rectangles[item]
    for row in rows {
      for output in 0..<outputs { multiply(output, row: row, columns: columns, memory) }
      finish.run(
        rows: row..<(row + 1), columns: columns, sums: memory.scratch, sumStep: kernels.lanes,
        sumRowLength: columns.count, arena: memory.arena)
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
