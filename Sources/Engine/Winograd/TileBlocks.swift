// SPDX-License-Identifier: Apache-2.0

/// How the tiles and output channels of a convolution are divided into items, and where an item's numbers lie.
///
/// More tiles in a block share one reading of the weights, fewer leave more of the block in the caches. Between 24 and 144
/// tiles and 2 and 16 pairs at once RectNet's time differs by a tenth. Where other work on the machine leaves little of the
/// shared cache, blocks of up to `inputBytes` gain 3 percent over blocks of 48 tiles; more pairs at once lose as much.
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
  /// Tiles of a block, but for the last.
  let tilesPerBlock: Int
  private let pairCount: Int
  private let pairsPerShare: Int

  private let arithmetic: ProductArithmetic

  private static let fewestTiles = 48
  /// Bytes that a block's transformed inputs may take where more tiles would fit.
  private static let inputBytes = 5 << 20
  /// Where all outputs of an item are held at once they take as much memory as what is multiplied.
  private static let tilesWantedTogether = 24
  private static let pairsWanted = 4

  init(_ layout: WinogradProblem, arithmetic: ProductArithmetic, lanes: Int) {
    self.arithmetic = arithmetic
    tileCount = layout.tileCount
    pairCount = (layout.targets.count + 1) / 2
    // A line more than a power of two keeps rows and points out of each other's cache sets.
    inputStep = (arithmetic.length(inputs: layout.inputs) + 15) / 16 * 16 + 16
    let fitting = Self.inputBytes / (layout.points * inputStep * MemoryLayout<Float>.stride)
    let wanted =
      layout.keepsChannelsTogether
      ? Self.tilesWantedTogether : max(Self.fewestTiles, min(fitting, tileCount / layout.fewestItems))
    let blocks = max(1, (tileCount + wanted - 1) / wanted)
    // An even number of blocks: two threads, or four of which two are faster, end together.
    let even = blocks > 1 ? blocks + blocks % 2 : 1
    tilesPerBlock = Self.rounded((tileCount + even - 1) / even, arithmetic)
    count = (tileCount + tilesPerBlock - 1) / tilesPerBlock
    let wantedShares =
      layout.keepsChannelsTogether ? 1 : min(pairCount, (layout.fewestItems + count - 1) / count)
    pairsPerShare = (pairCount + wantedShares - 1) / wantedShares
    shares = (pairCount + pairsPerShare - 1) / pairsPerShare
    pairsAtOnce = min(pairsPerShare, Self.pairsWanted)

    inputPointStep = tilesPerBlock * inputStep + 16
    pointStep = tilesPerBlock * 2 * lanes + 16
    pairStep = layout.points * pointStep
    let patches = (2 * layout.points + layout.filter.outputs) * MapLayout.blockChannels
    scratchCount = layout.points * inputPointStep + pairsAtOnce * pairStep + patches
  }

  /// Tiles that are multiplied for a block of so many: the rest of the last registers' worth is there and ignored.
  func rounded(_ tiles: Int) -> Int { Self.rounded(tiles, arithmetic) }

  private static func rounded(_ tiles: Int, _ arithmetic: ProductArithmetic) -> Int {
    let multiple = arithmetic.pixelMultiple
    return (tiles + multiple - 1) / multiple * multiple
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
