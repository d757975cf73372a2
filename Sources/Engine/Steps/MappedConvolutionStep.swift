// SPDX-License-Identifier: Apache-2.0

import RotundaKernels
import RotundaNetworks

/// A convolution whose taps lie on the sphere: the pixels of all taps are interpolated into scratch memory, one block of
/// input channels after another, and multiplied as a plain convolution's.
///
/// In one output row each tap reads one input row, shifted by the same part of a column everywhere. An item is a stretch
/// of an output row.
struct MappedConvolutionStep: Step {
  /// Output pixels of an item.
  private static let itemPixels = 64

  private struct Tile: Sendable {
    let vectors: Int
    /// The first weight of each block.
    let weights: [Int]
    let finish: OutputFinish
    /// The first sum of a pixel's, from the item's first.
    let sums: Int
  }

  private let convolution: Network.Convolution
  private let source: MapView
  private let runs: [MapView.Run]
  private let tiles: [Tile]
  private let weights: AlignedFloats
  private let offsets: [Int]
  private let rectangles: OutputRectangles
  private let sumCount: Int
  private let kernels: KernelTable

  /// - `problem`: the same convolution as if it lay on the grid, for places, weights and what follows.
  init(_ convolution: Network.Convolution, problem: ConvolutionProblem, kernels: KernelTable) {
    self.convolution = convolution
    self.kernels = kernels
    source = problem.source
    let runs = problem.source.runs
    self.runs = runs
    var weights: [Float] = []
    var sums = 0
    tiles = OutputTile.tiles(of: problem, lanes: kernels.lanes).map { tile in
      let firsts = runs.map { run in
        let first = weights.count
        for tap in problem.parts[0].taps {
          weights += tile.weights(
            inputs: run.channel..<(run.channel + run.count), tap: tap, lanes: kernels.lanes)
        }
        return first
      }
      defer { sums += Self.itemPixels * tile.vectors * kernels.lanes }
      return Tile(
        vectors: tile.vectors, weights: firsts,
        finish: OutputFinish(
          problem, channels: tile.channels, phase: tile.phase, bias: tile.bias, kernels: kernels), sums: sums)
    }
    self.weights = AlignedFloats(weights)
    sumCount = sums
    offsets = problem.parts[0].taps.indices.map { $0 * Self.itemPixels * MapLayout.blockChannels }
    rectangles = OutputRectangles(
      Extent(height: problem.outputSize.height, width: problem.outputSize.width),
      pixels: min(Self.itemPixels, problem.outputSize.width))
  }

  var label: String { "mapped convolution, \(rectangles.count) stretches" }

  var itemCount: Int { rectangles.count }

  var scratchCount: Int {
    // A vector more, as bias and activation read whole vectors.
    sumCount + kernels.lanes + offsets.count * Self.itemPixels * MapLayout.blockChannels
  }

  func run(item: Int, in memory: StepMemory) {
    let (rows, columns) = rectangles[item]
    let gathered = memory.scratch + sumCount + kernels.lanes
    for row in rows {
      for (block, run) in runs.enumerated() {
        gather(run, row: row, columns: columns, from: memory.arena, to: gathered)
        for tile in tiles { multiply(tile, block: block, channels: run.count, pixels: columns.count, gathered, memory) }
      }
      for tile in tiles {
        tile.finish.run(
          rows: row..<(row + 1), columns: columns, sums: memory.scratch + tile.sums,
          sumStep: tile.vectors * kernels.lanes, sumRowLength: columns.count, arena: memory.arena)
      }
    }
  }

  private func multiply(
    _ tile: Tile, block: Int, channels: Int, pixels: Int, _ gathered: UnsafePointer<Float>, _ memory: StepMemory
  ) {
    // Bound: `gathered` holds itemPixels pixels of a block for each tap, and the sums of a tile as many pixels.
    offsets.withUnsafeBufferPointer { offsets in
      guard let base = offsets.baseAddress else { return }
      kernels.multiply(
        RowProduct(
          source: gathered, step: MapLayout.blockChannels, offsets: base, terms: offsets.count, channels: channels,
          weights: weights.base + tile.weights[block], sums: memory.scratch + tile.sums, pixels: pixels,
          vectors: tile.vectors, accumulates: block > 0))
    }
  }

  /// Interpolates what all taps of a stretch read: `[taps][itemPixels][16]`.
  private func gather(
    _ run: MapView.Run, row: Int, columns: Range<Int>, from arena: UnsafeMutablePointer<Float>,
    to gathered: UnsafeMutablePointer<Float>
  ) {
    let kernel = convolution.kernel
    for i in 0..<kernel.height {
      let sourceRow = row * convolution.stride + i * convolution.dilation - convolution.reachY
      for j in 0..<kernel.width {
        let tap = gathered + offsets[i * kernel.width + j]
        guard 0..<source.height ~= sourceRow else {
          tap.update(repeating: 0, count: columns.count * MapLayout.blockChannels)
          continue
        }
        let place = SphereTap(
          steps: j * convolution.dilation - convolution.reachX, row: sourceRow, of: source.size)
        let fraction = Float(place.fraction)
        for (index, column) in columns.enumerated() {
          let (left, right) = place.columns(around: column * convolution.stride, width: source.width)
          // Bound: row and columns lie in the source.
          let first = arena.channels(at: run.offset(row: sourceRow, column: left), count: run.count)
          let second = arena.channels(at: run.offset(row: sourceRow, column: right), count: run.count)
          tap.write(
            first + (second - first) * fraction, at: index * MapLayout.blockChannels, count: MapLayout.blockChannels)
        }
      }
    }
  }
}
