// SPDX-License-Identifier: Apache-2.0

/// How the tiles and output channels of a convolution are divided into items, and where an item's numbers lie.
///
/// More tiles in a block share one reading of the weights, fewer leave more of the block in the caches; block sizes are flat
/// around the optimum.
struct TileBlocks: Sendable {
  /// Blocks of tiles.
  let count: Int
  /// Shares of the output channels.
  let shares: Int
  /// Pairs of output vectors whose products are held at once.
  let pairsAtOnce: Int
  /// Floats from one tile's inputs to the next one's at a point.
  let inputStep: Int
  /// Floats between the points of the inputs.
  let inputPointStep: Int
  /// Floats between the points of a pair's products.
  let pointStep: Int
  /// Floats between the products of two pairs.
  let pairStep: Int
  /// Floats that an item needs.
  let scratchCount: Int

  private let tileCount: Int
  private let tilesPerBlock: Int
  private let pairCount: Int
  private let pairsPerShare: Int

  /// Few tiles at least two times as many items as this are made where there is enough work.
  private static let fewestItems = 8

  init(_ layout: WinogradProblem, lanes: Int) {
    tileCount = layout.tileCount
    pairCount = (layout.targets.count + 1) / 2
    let weightBytes = layout.points * pairCount * layout.inputs * 2 * lanes * MemoryLayout<Float>.stride
    let wanted = weightBytes > 8 << 20 ? 48 : 24
    let blocks = max(1, (tileCount + wanted - 1) / wanted)
    let even = blocks > 1 ? blocks + blocks % 2 : 1
    tilesPerBlock = ((tileCount + even - 1) / even + 11) / 12 * 12
    count = (tileCount + tilesPerBlock - 1) / tilesPerBlock
    let wantedShares = min(pairCount, (Self.fewestItems + count - 1) / count)
    pairsPerShare = (pairCount + wantedShares - 1) / wantedShares
    shares = (pairCount + pairsPerShare - 1) / pairsPerShare
    pairsAtOnce = min(pairsPerShare, 16)

    // One line more than a power of two keeps rows and points out of each other's cache sets.
    inputStep = (layout.inputs + 15) / 16 * 16 + 16
    inputPointStep = tilesPerBlock * inputStep + 16
    pointStep = tilesPerBlock * 2 * lanes + 16
    pairStep = layout.points * pointStep
    let patch = (2 * layout.points + layout.filter.outputs) * MapLayout.blockChannels
    scratchCount = layout.points * inputPointStep + pairsAtOnce * pairStep + patch
  }

  /// The tiles of a block.
  func tiles(ofBlock block: Int) -> Range<Int> {
    (block * tilesPerBlock)..<min((block + 1) * tilesPerBlock, tileCount)
  }

  /// The pairs of output vectors of a share.
  func pairs(ofShare share: Int) -> Range<Int> {
    (share * pairsPerShare)..<min((share + 1) * pairsPerShare, pairCount)
  }
}
