// SPDX-License-Identifier: Apache-2.0

import CRotundaProcessor
import RotundaKernels
import RotundaNetworks

/// Any convolution as a product of pixels and weights on the matrix unit, by its definition.
///
/// An item is a rectangle of outputs and a share of their channels. What it reads is split once into scratch memory that
/// the second-level cache holds; then 32 output channels after another are summed, over chunks of terms, that is taps of
/// 32 input channels. Chunks of 9 terms, whose weights would stay in the first-level cache, are a tenth slower than those of
/// 36 and more: sums are read and written less often.
struct SplitConvolution: ConvolutionAlgorithm {
  /// Terms whose products are summed in registers: 256 or 384 KiB of weights.
  private static let chunkTerms = 64
  /// Most sums of one work item: 1024 pixels x 32 outputs = 128 KiB.
  private static let itemPixels = 1024
  /// What may be read for one work item: half of a second-level cache.
  private static let regionFloats = 256 << 10
  /// Outputs that are computed together.
  private static let outputs = 32

  /// 32 output channels.
  private struct Tile: Sendable {
    /// Terms that are summed at once.
    let chunks: [Range<Int>]
    let finish: OutputFinish
  }

  private let layout: Layout
  private let tiles: [Tile]
  /// Where the terms' pixels lie in the region.
  private let offsets: [Int]
  private let weights: AlignedFloats

  static func candidates(for problem: ConvolutionProblem, kernels: KernelTable) -> [Candidate] {
    guard kernels.hasMatrixUnit, problem.source.startsBlock, problem.pointwise == nil else { return [] }
    return [2, 3].map { parts in
      let layout = Layout(problem, parts: parts, lanes: kernels.lanes)
      return Candidate(
        Estimate(
          name: "implicit GEMM" + layout.arithmetic.suffix, cycles: layout.cycles, products: layout.products,
          weightBytes: layout.weightBytes, amplification: layout.arithmetic.amplification),
        make: { SplitConvolution(problem, layout: layout, kernels: kernels) })
    }
  }

  private init(_ problem: ConvolutionProblem, layout: Layout, kernels: KernelTable) {
    self.layout = layout
    let outputTiles = OutputTile.tiles(of: problem, lanes: kernels.lanes)
    let weights = AlignedFloats(uninitialisedCount: layout.termCount * layout.termLength)
    var offsets: [Int] = []
    tiles = outputTiles.map { tile in
      let first = offsets.count
      for group in 0..<layout.region.groups {
        for tap in tile.taps {
          Self.pack(
            tile, group: group, tap: tap, of: problem, parts: layout.region.parts,
            to: weights.base + offsets.count * layout.termLength)
          offsets.append(group * layout.region.groupStep + layout.region.offset(of: tap))
        }
      }
      return Tile(
        chunks: Self.chunks(first..<offsets.count),
        finish: OutputFinish(problem, channels: tile.channels, phase: tile.phase, bias: tile.bias, kernels: kernels))
    }
    self.offsets = offsets
    self.weights = weights
  }

  /// Terms in pieces of like length, `chunkTerms` at most.
  private static func chunks(_ terms: Range<Int>) -> [Range<Int>] {
    let count = (terms.count + chunkTerms - 1) / chunkTerms
    return (0..<count).map {
      (terms.lowerBound + terms.count * $0 / count)..<(terms.lowerBound + terms.count * ($0 + 1) / count)
    }
  }

  /// Packs the weights of one tap of a group, zeros for outputs that there are not.
  private static func pack(
    _ tile: OutputTile, group: Int, tap: ConvolutionProblem.Offset, of problem: ConvolutionProblem,
    parts: Int, to packed: UnsafeMutablePointer<Float>
  ) {
    let first = group * ProductArithmetic.splitGroup
    let inputs = first..<min(first + ProductArithmetic.splitGroup, problem.source.channels.count)
    let lanes = outputs / 2
    let width = tile.vectors * lanes
    let weights = tile.weights(inputs: inputs, tap: tap, lanes: lanes)
    var rows = [Float](repeating: 0, count: inputs.count * outputs)
    for input in 0..<inputs.count {
      for output in 0..<width { rows[input * outputs + output] = weights[input * width + output] }
    }
    // Bound: a group's weights have room for 32 inputs.
    rotunda_matrix_unit_pack(rows, inputs.count, packed, Int32(parts))
  }

  var label: String {
    "implicit GEMM\(layout.arithmetic.suffix), \(tiles.count) tiles x \(layout.rectangles.count) rectangles"
  }

  var itemCount: Int { layout.rectangles.count * layout.shares }

  var scratchCount: Int { layout.region.count + layout.sumCount }

  func run(item: Int, in memory: StepMemory) {
    let (rows, columns) = layout.rectangles[item / layout.shares]
    let share = item % layout.shares
    let region = memory.scratch
    let sums = region + layout.region.count
    layout.region.gather(rows: rows, columns: columns, from: memory.arena, to: region)
    let lines = layout.lines(rows: rows.count, columns: columns.count)
    rotunda_matrix_unit_begin()
    defer { rotunda_matrix_unit_end() }
    for tile in tiles[(tiles.count * share / layout.shares)..<(tiles.count * (share + 1) / layout.shares)] {
      for chunk in tile.chunks {
        multiply(chunk, accumulates: chunk != tile.chunks[0], lines: lines, region: region, sums: sums)
      }
      tile.finish.run(
        rows: rows, columns: columns, sums: sums, sumStep: Self.outputs, sumRowLength: lines.sumLength,
        arena: memory.arena)
    }
  }

  private func multiply(
    _ chunk: Range<Int>, accumulates: Bool, lines: Lines, region: UnsafePointer<Float>,
    sums: UnsafeMutablePointer<Float>
  ) {
    // Bound: the region holds the pixels of a rectangle's outputs and what registers read beyond; `sums` 32 sums of each.
    offsets.withUnsafeBufferPointer { offsets in
      guard let base = offsets.baseAddress else { return }
      let weights = weights.base + chunk.lowerBound * layout.termLength
      for line in 0..<lines.count {
        var product = RotundaMatrixProduct(
          source: region + line * layout.region.rowStep, step: layout.region.step, offsets: base + chunk.lowerBound,
          groups: chunk.count, weights: weights, sums: sums + line * lines.sumLength * Self.outputs,
          pixels: lines.pixels, parts: Int32(layout.region.parts), accumulates: accumulates ? 1 : 0, ahead: weights,
          ahead_count: 0)
        rotunda_matrix_unit_multiply(&product)
      }
    }
  }
}

extension SplitConvolution {
  /// How a rectangle's outputs are taken: row by row, or all as one line of the region, with what lies between rows.
  private struct Lines {
    let count: Int
    /// Pixels of each, rounded up to what registers hold.
    let pixels: Int
    /// Sums from one row of outputs to the next.
    let sumLength: Int
  }

  /// How a problem is divided.
  private struct Layout: Sendable {
    let rectangles: OutputRectangles
    /// What the largest of them reads.
    let region: SplitRegion
    let shares: Int
    /// Taps of all tiles, times groups.
    let termCount: Int
    private let stride: Int
    private let isJoined: Bool

    /// The fastest division by its estimate.
    init(_ problem: ConvolutionProblem, parts: Int, lanes: Int) {
      let tiles = OutputTile.tiles(of: problem, lanes: lanes)
      let size = problem.outputSize
      var best = Layout(problem, tiles, OutputRectangles(size, rows: 1, columns: min(size.width, 32)), parts: parts)
      for rows in [1, 2, 3, 4, 6, 8, 12, 16, 24, 32] where rows <= size.height {
        for pieces in [1, 2, 3, 4, 6, 8, 16, 32] where pieces * 16 <= size.width || pieces == 1 {
          let columns = (size.width + pieces - 1) / pieces
          guard rows * columns <= SplitConvolution.itemPixels else { continue }
          let layout = Layout(problem, tiles, OutputRectangles(size, rows: rows, columns: columns), parts: parts)
          if layout.region.count <= SplitConvolution.regionFloats, layout.cycles < best.cycles { best = layout }
        }
      }
      self = best
    }

    private init(
      _ problem: ConvolutionProblem, _ tiles: [OutputTile], _ rectangles: OutputRectangles, parts: Int
    ) {
      region = SplitRegion(problem, rectangles: rectangles, parts: parts)
      (self.rectangles, stride) = (rectangles, problem.stride)
      let region = region
      termCount = tiles.map { $0.taps.count * region.groups }.reduce(0, +)
      shares = min(tiles.count, max(1, (problem.fewestItems + rectangles.count - 1) / rectangles.count))
      let (rows, columns) = rectangles[0]
      let joined = Self.rounded((rows.count - 1) * region.width + columns.count)
      isJoined = stride == 1 && joined < rows.count * Self.rounded(columns.count)
    }

    private static func rounded(_ pixels: Int) -> Int { (pixels + 15) / 16 * 16 }

    func lines(rows: Int, columns: Int) -> Lines {
      guard isJoined else {
        let length = Self.rounded(columns)
        return Lines(count: rows, pixels: length, sumLength: length)
      }
      return Lines(count: 1, pixels: Self.rounded((rows - 1) * region.width + columns), sumLength: region.width)
    }

    /// Floats of the largest rectangle's sums, and a vector that is read beyond.
    var sumCount: Int {
      let (rows, columns) = rectangles[0]
      let lines = lines(rows: rows.count, columns: columns.count)
      return (lines.count * lines.pixels + 1) * SplitConvolution.outputs
    }

    var arithmetic: ProductArithmetic { .split(parts: region.parts) }

    /// Floats of a term's weights.
    var termLength: Int { ProductArithmetic.groupLength(parts: region.parts) * SplitConvolution.outputs }

    /// Bytes of packed weights.
    var weightBytes: Int { termCount * termLength * MemoryLayout<Float>.stride }

    /// Multiply-accumulates, with those of outputs that are thrown away.
    var products: Double {
      let (rows, columns) = rectangles[0]
      let lines = lines(rows: rows.count, columns: columns.count)
      return Double(rectangles.count * lines.count * lines.pixels)
        * Double(termCount * ProductArithmetic.splitGroup * SplitConvolution.outputs)
    }

    /// Clock cycles of one core that are expected.
    var cycles: Double {
      products / arithmetic.productsPerCycle(lanes: 16)
        + Double(rectangles.count) * (0.25 * Double(shares * region.count) + 0.1 * Double(weightBytes))
    }
  }
}
