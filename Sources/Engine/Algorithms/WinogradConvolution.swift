// SPDX-License-Identifier: Apache-2.0

import CRotundaProcessor
import RotundaKernels
import RotundaNetworks

/// Convolutions by minimal filters in two dimensions: tiles of pixels are transformed, multiplied with transformed
/// weights in one product a point, and transformed back.
///
/// An item is a block of tiles and a share of the output channels. Its transformed tiles lie as `[points][tiles][inputs]`,
/// its products as `[pairs of vectors][points][tiles][2 lanes]`.
struct WinogradConvolution: ConvolutionAlgorithm {
  private let layout: WinogradProblem
  private let arithmetic: ProductArithmetic
  private let weights: FilterWeights
  private let writers: [TileWriter]
  private let reader: TileReader
  private let blocks: TileBlocks
  private let pointwise: TilePointwise?
  private let transformOutput: @Sendable (TileOutput) -> Void
  private let groupOffsets: [Int]
  private let kernels: KernelTable

  static func candidates(for problem: ConvolutionProblem, kernels: KernelTable) -> [Candidate] {
    guard problem.parts.contains(where: { $0.taps.count > 1 }) else { return [] }
    let shapes = kernels.tileOutputs.keys.sorted { ($0.inputs, $0.outputs) < ($1.inputs, $1.outputs) }
    return shapes.flatMap { shape -> [Candidate] in
      guard let filter = MinimalFilter(outputs: shape.outputs, taps: shape.inputs + 1 - shape.outputs) else {
        return []
      }
      return ProductArithmetic.available(in: kernels).compactMap {
        candidate(for: problem, filter: filter, arithmetic: $0, kernels: kernels)
      }
    }
  }

  private static func candidate(
    for problem: ConvolutionProblem, filter: MinimalFilter, arithmetic: ProductArithmetic, kernels: KernelTable
  ) -> Candidate? {
    let lanes = kernels.lanes
    let shape = TileShape(inputs: filter.inputs, outputs: filter.outputs)
    guard let layout = WinogradProblem(problem, filter: filter, lanes: lanes),
      let input = kernels.tileInputs[filter.inputs], let output = kernels.tileOutputs[shape]
    else { return nil }
    let cost = WinogradCost(layout, arithmetic: arithmetic, lanes: lanes)
    let pointwise = TilePointwise.products(problem, lanes: lanes)
    return Candidate(
      Estimate(
        name: name(of: filter) + arithmetic.suffix + (pointwise > 0 ? ", then 1x1" : ""),
        cycles: cost.cycles + ImplicitGEMM.cycles(ofProducts: pointwise, lanes: lanes),
        products: cost.products + pointwise,
        weightBytes: cost.weightBytes,
        amplification: arithmetic.amplification * filter.amplification * filter.amplification),
      make: {
        WinogradConvolution(
          problem, layout: layout, arithmetic: arithmetic, input: input, output: output, kernels: kernels)
      })
  }

  private static func name(of filter: MinimalFilter) -> String {
    let (m, r) = (filter.outputs, filter.taps)
    return "Winograd F(\(m)x\(m), \(r)x\(r))"
  }

  private init(
    _ problem: ConvolutionProblem, layout: WinogradProblem, arithmetic: ProductArithmetic,
    input: @escaping @Sendable (TileInput) -> Void,
    output: @escaping @Sendable (TileOutput) -> Void, kernels: KernelTable
  ) {
    self.layout = layout
    self.arithmetic = arithmetic
    self.kernels = kernels
    transformOutput = output
    let groups = arithmetic.padded(inputs: layout.inputs) / ProductArithmetic.splitGroup
    if case .split(let parts) = arithmetic {
      groupOffsets = (0..<groups).map { $0 * ProductArithmetic.groupLength(parts: parts) }
    } else {
      groupOffsets = []
    }
    weights = FilterWeights(problem, layout: layout, arithmetic: arithmetic, lanes: kernels.lanes)
    reader = TileReader(problem, layout: layout, transform: input, lanes: kernels.lanes)
    writers = layout.targets.map { TileWriter(problem, layout: layout, target: $0, lanes: kernels.lanes) }
    blocks = TileBlocks(layout, arithmetic: arithmetic, lanes: kernels.lanes)
    pointwise = TilePointwise(problem, layout: layout, tiles: blocks.tilesPerBlock, kernels: kernels)
  }

  var label: String { "\(Self.name(of: layout.filter))\(arithmetic.suffix), \(layout.tileCount) tiles" }

  var itemCount: Int { blocks.count * blocks.shares }

  var scratchCount: Int { blocks.scratchCount + (pointwise?.scratchCount ?? 0) }

  func run(item: Int, in memory: StepMemory) {
    let tiles = blocks.tiles(ofBlock: item / blocks.shares)
    let pairs = blocks.pairs(ofShare: item % blocks.shares)
    let inputs = memory.scratch
    let products = inputs + layout.points * blocks.inputPointStep
    let rest = products + blocks.pairsAtOnce * blocks.pairStep
    for (index, tile) in tiles.enumerated() {
      reader.read(
        tile: tile, arena: memory.arena, destination: inputs + index * blocks.inputStep,
        pointStep: blocks.inputPointStep, scratch: rest)
      if case .split(let parts) = arithmetic {
        // Bound: a point's inputs of a tile have room for whole groups.
        rotunda_matrix_unit_split(
          inputs + index * blocks.inputStep, layout.inputs, layout.points, blocks.inputPointStep, Int32(parts))
      }
    }
    for first in stride(from: pairs.lowerBound, to: pairs.upperBound, by: blocks.pairsAtOnce) {
      let some = first..<min(first + blocks.pairsAtOnce, pairs.upperBound)
      switch arithmetic {
      case .single: multiply(inputs, pairs: some, tileCount: tiles.count, products: products)
      case .split(let parts):
        multiply(inputs, parts: parts, pairs: some, tileCount: tiles.count, products: products)
      }
      write(products, pairs: some, tiles: tiles, scratch: rest, memory: memory)
    }
    pointwise?.run(tiles: tiles, memory: memory.scratch + blocks.scratchCount, arena: memory.arena)
  }

  private func multiply(
    _ inputs: UnsafePointer<Float>, pairs: Range<Int>, tileCount: Int, products: UnsafeMutablePointer<Float>
  ) {
    // Bound: a point holds tileCount rows of `inputs` numbers, and each pair's products as many of two vectors.
    let perPair = tileCount * blocks.inputStep / pairs.count
    withUnsafePointer(to: 0) { origin in
      for point in 0..<layout.points {
        for (index, pair) in pairs.enumerated() {
          let block = weights.values.base + weights.offset(point: point, pair: pair)
          kernels.multiply(
            RowProduct(
              source: inputs + point * blocks.inputPointStep, step: blocks.inputStep, offsets: origin, terms: 1,
              channels: layout.inputs, weights: block,
              sums: products + index * blocks.pairStep + point * blocks.pointStep,
              pixels: blocks.rounded(tileCount),
              vectors: 2,
              accumulates: false,
              ahead: .init(
                weights: block + layout.inputs * 2 * kernels.lanes, weightCount: layout.inputs * 2 * kernels.lanes,
                source: inputs + (point + 1) * blocks.inputPointStep + index * perPair, sourceCount: perPair)))
        }
      }
    }
  }

  private func multiply(
    _ inputs: UnsafePointer<Float>, parts: Int, pairs: Range<Int>, tileCount: Int, products: UnsafeMutablePointer<Float>
  ) {
    rotunda_matrix_unit_begin()
    defer { rotunda_matrix_unit_end() }
    // Bound: as above; a point's weights of a pair are as many rows of 32 outputs as its inputs take floats.
    groupOffsets.withUnsafeBufferPointer { offsets in
      for point in 0..<layout.points {
        for (index, pair) in pairs.enumerated() {
          let block = weights.values.base + weights.offset(point: point, pair: pair)
          let blockCount = arithmetic.length(inputs: layout.inputs) * 2 * kernels.lanes
          var product = RotundaMatrixProduct(
            source: inputs + point * blocks.inputPointStep, step: blocks.inputStep, offsets: offsets.baseAddress,
            groups: offsets.count, weights: block,
            sums: products + index * blocks.pairStep + point * blocks.pointStep, pixels: blocks.rounded(tileCount),
            parts: Int32(parts), accumulates: 0, ahead: block + blockCount, ahead_count: blockCount)
          rotunda_matrix_unit_multiply(&product)
        }
      }
    }
  }

  private func write(
    _ products: UnsafePointer<Float>, pairs: Range<Int>, tiles: Range<Int>, scratch: UnsafeMutablePointer<Float>,
    memory: StepMemory
  ) {
    for (index, pair) in pairs.enumerated() {
      for half in 0..<min(2, writers.count - 2 * pair) {
        let vector = 2 * pair + half
        // Taken out of the array once: a copy a tile would count the references of its arrays on all threads.
        let writer = writers[vector]
        for (place, tile) in tiles.enumerated() {
          // Bound: products hold this pair's points of every tile.
          let products = products + index * blocks.pairStep + (2 * place + half) * kernels.lanes
          if let pointwise {
            writer.write(
              products: products, pointStep: blocks.pointStep, scratch: scratch,
              to: memory.scratch + blocks.scratchCount + pointwise.offset(ofVector: vector, place: place),
              pixelStep: MapLayout.blockChannels, transform: transformOutput)
          } else {
            writer.write(
              tile: tile, products: products, pointStep: blocks.pointStep, scratch: scratch, arena: memory.arena,
              transform: transformOutput)
          }
        }
      }
    }
  }
}
