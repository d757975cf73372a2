// SPDX-License-Identifier: Apache-2.0

/// Which sample of a source each draw takes: a pure function of the seed and the draw's number.
///
/// A source that ends is walked through epoch after epoch, each time in another order; one that never ends is taken as it
/// comes. That gives an endless list of items. Without replay draw `n` takes item `n`. With replay draws come in blocks
/// of `pool`: a block is a random order of `pool` items in a row, and from block to block `pool / reuse` of them leave
/// and as many enter, so that an item is drawn in `reuse` blocks and new ones are asked for at an even pace.
struct DrawOrder: Sendable {
  private let count: Int?
  private let pool: Int
  private let entering: Int
  private let seed: UInt64

  /// Streams of the seed; augmentation has those with the highest bit.
  private enum Stream {
    static let epochs: UInt64 = 1 << 62
    static let blocks: UInt64 = 1 << 61
  }

  /// How many other samples are tried in place of one of a source that never ends.
  private static let endlessSubstitutes = 100

  /// The order of a source of `count` samples, or without end.
  init(count: Int?, replay: SampleLoader.Replay?, seed: UInt64) {
    self.count = count
    self.seed = seed
    let reuse = max(1, replay?.reuse ?? 1)
    entering = max(1, ((replay?.pool ?? 1) + reuse - 1) / reuse)
    pool = reuse == 1 ? 1 : entering * reuse
  }

  /// Whether items are drawn more than once.
  var replays: Bool { pool > 1 }

  /// The item of a draw.
  func item(draw: Int) -> Int {
    guard replays else { return draw }
    let block = draw / pool
    let order = RandomOrder(count: pool, seed: seed, stream: Stream.blocks | UInt64(block))
    return block * entering + order[draw % pool]
  }

  /// The first item that this draw or a later one can take.
  func firstItem(from draw: Int) -> Int { replays ? draw / pool * entering : draw }

  /// The index in the source of an item.
  func index(item: Int) -> Int {
    guard let count else { return item }
    return order(epoch: item / count)[item % count]
  }

  /// Indices to take, in this order, where the item's own sample cannot be read.
  ///
  /// They begin half an epoch away, so that a batch does not get its neighbour twice, and end when all were tried.
  func substitutes(item: Int) -> any Sequence<Int> {
    guard let count else { return (1...Self.endlessSubstitutes).lazy.map { item + $0 } }
    let order = order(epoch: item / count)
    return (0..<count).lazy.map { order[(item % count + count / 2 + $0) % count] }
  }

  private func order(epoch: Int) -> RandomOrder {
    RandomOrder(count: count ?? 1, seed: seed, stream: Stream.epochs | UInt64(epoch))
  }
}
