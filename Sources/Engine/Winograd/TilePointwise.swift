// SPDX-License-Identifier: Apache-2.0

import RotundaKernels
import RotundaNetworks

/// A 1x1 convolution of tiles that lie in scratch memory, as another convolution has just written them.
///
/// The memory holds blocks of 16 channels, `[blocks][tiles][outputs²][16]`: first the other convolution's, then those that
/// are copied from a map.
struct TilePointwise: Sendable {
  /// Channels of one block that are read.
  private struct Block: Sendable {
    let channels: Range<Int>
    let rest: MapView.Run?
  }

  /// One or two vectors of output channels.
  private struct Outputs: Sendable {
    let vectors: Int
    let weights: Int
    let finish: OutputFinish
  }

  /// Floats of the tiles that are multiplied at once: they stay in the second-level cache for all outputs.
  private static let floatsAtOnce = 48 << 10

  private let layout: WinogradProblem
  private let size: Extent
  private let blocks: [Block]
  /// Blocks of 16 channels, which come first.
  private let wholeBlocks: Int
  private let offsets: [Int]
  private let blockStep: Int
  private let tilesAtOnce: Int
  private let outputs: [Outputs]
  private let weights: AlignedFloats
  private let kernels: KernelTable

  /// - `tiles`: of an item, at most.
  /// - Returns: nil where no 1x1 convolution follows the problem's.
  init?(_ problem: ConvolutionProblem, layout: WinogradProblem, tiles: Int, kernels: KernelTable) {
    guard let pointwise = problem.pointwise else { return nil }
    self.layout = layout
    self.kernels = kernels
    size = problem.outputSize
    blocks = Self.blocks(problem.destination.channels.count, rest: pointwise.rest)
    wholeBlocks = blocks.prefix { $0.channels.count == MapLayout.blockChannels }.count
    let pixels = layout.filter.outputs * layout.filter.outputs
    let step = (tiles * pixels + 1) * MapLayout.blockChannels
    blockStep = step
    offsets = blocks.indices.map { $0 * step }
    tilesAtOnce = max(1, min(tiles, Self.floatsAtOnce / (pixels * blocks.count * MapLayout.blockChannels)))
    (outputs, weights) = Self.outputs(pointwise, blocks: blocks, kernels: kernels)
  }

  private static func blocks(_ channels: Int, rest: MapView?) -> [Block] {
    let length = MapLayout.blockChannels
    let first = stride(from: 0, to: channels, by: length).map {
      Block(channels: $0..<min($0 + length, channels), rest: nil)
    }
    return first
      + (rest?.runs ?? []).map {
        Block(channels: (channels + $0.channel)..<(channels + $0.channel + $0.count), rest: $0)
      }
  }

  private static func outputs(
    _ pointwise: ConvolutionProblem.Pointwise, blocks: [Block], kernels: KernelTable
  ) -> ([Outputs], AlignedFloats) {
    // Only the destination's side of a problem is asked of this one.
    let problem = ConvolutionProblem(
      source: pointwise.destination, destination: pointwise.destination, stride: 1, spacing: 1, parts: pointwise.parts,
      activation: pointwise.activation)
    var weights: [Float] = []
    let outputs = OutputTile.tiles(of: problem, lanes: kernels.lanes).map { tile in
      let first = weights.count
      for block in blocks {
        weights += tile.weights(inputs: block.channels, tap: .init(row: 0, column: 0), lanes: kernels.lanes)
      }
      return Outputs(
        vectors: tile.vectors, weights: first,
        finish: OutputFinish(problem, channels: tile.channels, phase: tile.phase, bias: tile.bias, kernels: kernels))
    }
    return (outputs, AlignedFloats(weights))
  }

  /// Multiply-accumulates of the 1x1 convolution that follows a problem's, idle lanes counted.
  static func products(_ problem: ConvolutionProblem, lanes: Int) -> Double {
    guard let pointwise = problem.pointwise else { return 0 }
    let outputs = (pointwise.destination.channels.count + lanes - 1) / lanes * lanes
    let inputs = problem.destination.channels.count + (pointwise.rest?.channels.count ?? 0)
    return Double(problem.outputPixels) * Double(inputs) * Double(outputs)
  }

  private var tilePixels: Int { layout.filter.outputs * layout.filter.outputs }

  private var sumsCount: Int { (tilesAtOnce * tilePixels * 2 + 1) * kernels.lanes }

  /// Floats that an item needs.
  var scratchCount: Int { blocks.count * blockStep + sumsCount }

  /// Where a vector of the other convolution's outputs begins for the tile at a place in its item.
  func offset(ofVector vector: Int, place: Int) -> Int {
    let channel = vector * kernels.lanes
    return channel / MapLayout.blockChannels * blockStep + place * tilePixels * MapLayout.blockChannels
      + channel % MapLayout.blockChannels
  }

  /// Convolves the item's tiles, which `memory` holds, into the destination.
  func run(tiles: Range<Int>, memory: UnsafeMutablePointer<Float>, arena: UnsafeMutablePointer<Float>) {
    let sums = memory + blocks.count * blockStep
    for first in stride(from: tiles.lowerBound, to: tiles.upperBound, by: tilesAtOnce) {
      let some = first..<min(first + tilesAtOnce, tiles.upperBound)
      let maps = memory + (first - tiles.lowerBound) * tilePixels * MapLayout.blockChannels
      for (index, block) in blocks.enumerated() {
        if let run = block.rest { copy(run, tiles: some, arena: arena, to: maps + index * blockStep) }
      }
      for output in outputs {
        multiply(output, maps: maps, pixels: some.count * tilePixels, sums: sums)
        finish(output, tiles: some, sums: sums, arena: arena)
      }
    }
  }

  private func copy(
    _ run: MapView.Run, tiles: Range<Int>, arena: UnsafePointer<Float>, to block: UnsafeMutablePointer<Float>
  ) {
    for (place, tile) in tiles.enumerated() {
      forPixels(of: tile) { index, row, column in
        // Bound: the pixel lies in the map, and the block holds every tile's.
        (block + (place * tilePixels + index) * MapLayout.blockChannels)
          .update(from: arena + run.offset(row: row, column: column), count: run.count)
      }
    }
  }

  private func multiply(
    _ output: Outputs, maps: UnsafePointer<Float>, pixels: Int, sums: UnsafeMutablePointer<Float>
  ) {
    // Bound: the blocks hold all pixels of the tiles, and sums as many of two vectors.
    offsets.withUnsafeBufferPointer { offsets in
      guard let base = offsets.baseAddress else { return }
      let width = output.vectors * kernels.lanes
      func product(_ blocks: Range<Int>, channels: Int, accumulates: Bool) {
        kernels.multiply(
          RowProduct(
            source: maps, step: MapLayout.blockChannels, offsets: base + blocks.lowerBound, terms: blocks.count,
            channels: channels,
            weights: weights.base + output.weights + self.blocks[blocks.lowerBound].channels.lowerBound * width,
            sums: sums,
            pixels: pixels, vectors: output.vectors, accumulates: accumulates))
      }
      if wholeBlocks > 0 {
        product(0..<wholeBlocks, channels: MapLayout.blockChannels, accumulates: false)
      }
      for block in wholeBlocks..<blocks.count {
        product(block..<(block + 1), channels: blocks[block].channels.count, accumulates: block > 0)
      }
    }
  }

  private func finish(
    _ output: Outputs, tiles: Range<Int>, sums: UnsafePointer<Float>, arena: UnsafeMutablePointer<Float>
  ) {
    let width = output.vectors * kernels.lanes
    let side = layout.filter.outputs
    for (place, tile) in tiles.enumerated() {
      let tileSums = sums + place * tilePixels * width
      if layout.rows.outputStep == 1, layout.columns.outputStep == 1 {
        let row = layout.rows.tiles[tile / layout.columns.tiles.count].target
        let column = layout.columns.tiles[tile % layout.columns.tiles.count].target
        output.finish.run(
          rows: row..<min(row + side, size.height), columns: column..<min(column + side, size.width), sums: tileSums,
          sumStep: width, sumRowLength: side, arena: arena)
      } else {
        forPixels(of: tile) { index, row, column in
          output.finish.run(
            rows: row..<(row + 1), columns: column..<(column + 1), sums: tileSums + index * width, sumStep: width,
            sumRowLength: 1, arena: arena)
        }
      }
    }
  }

  /// The pixels of a tile that lie in the map.
  private func forPixels(of tile: Int, _ body: (_ index: Int, _ row: Int, _ column: Int) -> Void) {
    let top = layout.rows.tiles[tile / layout.columns.tiles.count].target
    let left = layout.columns.tiles[tile % layout.columns.tiles.count].target
    let side = layout.filter.outputs
    for line in 0..<side {
      let row = top + line * layout.rows.outputStep
      guard row < size.height else { return }
      for index in 0..<side {
        let column = left + index * layout.columns.outputStep
        guard column < size.width else { break }
        body(line * side + index, row, column)
      }
    }
  }
}
