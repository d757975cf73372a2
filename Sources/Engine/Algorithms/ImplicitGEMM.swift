// SPDX-License-Identifier: Apache-2.0

import RotundaKernels
import RotundaNetworks

/// Any convolution as a product of pixels and weights, without building the matrix of windows.
///
/// Output channels are cut into tiles of one or two vectors. The micro-kernel keeps a few pixels of a tile in registers
/// while it walks over terms, that is taps times blocks of input channels; terms are taken in chunks whose weights stay
/// in the first-level cache, sums in between rest in scratch memory.
struct ImplicitGEMM: ConvolutionAlgorithm {
  /// Weights of one chunk: 32 terms x 16 channels x 32 outputs = 64 KiB at most.
  private static let chunkTerms = 32
  /// Sums of one work item: 512 pixels x 32 outputs = 64 KiB.
  private static let itemPixels = 512

  private struct Chunk: Sendable {
    let source: MapView.Run
    let channels: Int
    let offsets: Range<Int>
    let weights: Int
  }

  private struct Tile: Sendable {
    let vectors: Int
    let chunks: [Chunk]
    let finish: OutputFinish
  }

  private let tiles: [Tile]
  private let offsets: [Int]
  private let weights: AlignedFloats
  private let rectangles: OutputRectangles
  private let stride: Int
  private let kernels: KernelTable

  static func candidates(for problem: ConvolutionProblem, kernels: KernelTable) -> [Candidate] {
    guard problem.source.startsBlock, problem.pointwise == nil else { return [] }
    let lanes = kernels.lanes
    let weights = OutputTile.tiles(of: problem, lanes: lanes).map { $0.taps.count * $0.vectors * lanes }.reduce(0, +)
    let products = Double(weights) * Double(problem.source.channels.count) * Double(problem.outputPixels)
    return [
      Candidate(
        Estimate(
          name: "implicit GEMM", cycles: cycles(ofProducts: products, lanes: lanes), products: products,
          weightBytes: weights * problem.source.channels.count * MemoryLayout<Float>.stride, amplification: 1),
        make: { ImplicitGEMM(problem, kernels: kernels) })
    ]
  }

  /// Clock cycles of one core that so many multiply-accumulates are expected to take, idle lanes counted.
  static func cycles(ofProducts products: Double, lanes: Int) -> Double { 1.25 * products / Double(2 * lanes) }

  init(_ problem: ConvolutionProblem, kernels: KernelTable) {
    var offsets: [Int] = []
    var weights: [Float] = []
    let outputTiles = OutputTile.tiles(of: problem, lanes: kernels.lanes)
    tiles = outputTiles.map { tile in
      let chunks = Self.chunks(of: tile, source: problem.source).map { chunk in
        let firstOffset = offsets.count
        let firstWeight = weights.count
        for term in chunk.terms {
          offsets.append(term.offset)
          weights += tile.weights(inputs: term.inputs, tap: term.tap, lanes: kernels.lanes)
        }
        return Chunk(
          source: chunk.source, channels: chunk.terms[0].inputs.count, offsets: firstOffset..<offsets.count,
          weights: firstWeight)
      }
      return Tile(
        vectors: tile.vectors, chunks: chunks,
        finish: OutputFinish(problem, channels: tile.channels, phase: tile.phase, bias: tile.bias, kernels: kernels))
    }
    self.offsets = offsets
    self.weights = AlignedFloats(weights)
    rectangles = OutputRectangles(problem.outputSize, pixels: Self.itemPixels)
    stride = problem.stride
    self.kernels = kernels
  }

  private struct Term {
    let offset: Int
    let inputs: Range<Int>
    let tap: ConvolutionProblem.Offset
  }

  /// Terms whose blocks have pixels of one length, in lists of at most `chunkTerms`.
  private static func chunks(of tile: OutputTile, source: MapView) -> [(source: MapView.Run, terms: [Term])] {
    let runs = source.runs
    let full = runs.filter { $0.count == MapLayout.blockChannels }
    let rest = runs.filter { $0.count < MapLayout.blockChannels }
    return [full, rest].filter { !$0.isEmpty }.flatMap { runs in
      let terms = runs.flatMap { run in
        tile.taps.map { tap in
          Term(
            offset: run.offset(row: tap.row, column: tap.column) - runs[0].origin,
            inputs: run.channel..<(run.channel + run.count), tap: tap)
        }
      }
      // Whole blocks of channels where they fit.
      let taps = tile.taps.count
      let length = taps < chunkTerms ? chunkTerms / taps * taps : chunkTerms
      return Swift.stride(from: 0, to: terms.count, by: length).map { first in
        (runs[0], Array(terms[first..<min(first + length, terms.count)]))
      }
    }
  }

  var label: String { "implicit GEMM, \(tiles.count) tiles x \(rectangles.count) rectangles" }

  var itemCount: Int { tiles.count * rectangles.count }

  var scratchCount: Int { (rectangles.largest * 2 + 1) * kernels.lanes }

  func run(item: Int, in memory: StepMemory) {
    let tile = tiles[item % tiles.count]
    let (rows, columns) = rectangles[item / tiles.count]
    let width = tile.vectors * kernels.lanes
    for (index, chunk) in tile.chunks.enumerated() {
      for row in rows {
        multiply(
          chunk, tile.vectors, row: row, columns: columns, accumulates: index > 0, arena: memory.arena,
          sums: memory.scratch + (row - rows.lowerBound) * columns.count * width)
      }
    }
    tile.finish.run(
      rows: rows, columns: columns, sums: memory.scratch, sumStep: width, sumRowLength: columns.count,
      arena: memory.arena)
  }

  private func multiply(
    _ chunk: Chunk, _ vectors: Int, row: Int, columns: Range<Int>, accumulates: Bool,
    arena: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>
  ) {
    // Bound: a tap reaches at most the map's border beyond a pixel; sums holds pixels * vectors * lanes of scratch.
    let source = chunk.source.offset(row: row * stride, column: columns.lowerBound * stride)
    offsets.withUnsafeBufferPointer { offsets in
      guard let base = offsets.baseAddress else { return }
      kernels.multiply(
        RowProduct(
          source: arena + source, step: stride * chunk.source.pixelLength, offsets: base + chunk.offsets.lowerBound,
          terms: chunk.offsets.count, channels: chunk.channels, weights: weights.base + chunk.weights, sums: sums,
          pixels: columns.count, vectors: vectors, accumulates: accumulates))
    }
  }
}
