// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Memory of pictures that are done, for those that come next.
///
/// A panorama takes and leaves some thirty megabytes: fresh from the system, each page of them would be cleared and
/// mapped again for every picture, a twentieth of its time.
enum PictureMemory {
  private struct Block: @unchecked Sendable {
    var start: UnsafeMutableRawPointer
    var byteCount: Int
  }

  /// Lines of the processor's cache, so that elements of that size lie in one.
  private static let alignment = 64
  /// What is kept at most: a picture of 512 by 256 for each of eight threads.
  private static let limit = 256 << 20

  private static let blocks = Mutex<[Block]>([])

  /// Room for `count` elements, not initialised; `giveBack` ends its use.
  static func take<Element>(_ count: Int, of type: Element.Type) -> UnsafeMutablePointer<Element> {
    let byteCount = count * MemoryLayout<Element>.stride
    let block = blocks.withLock { blocks in
      blocks.lastIndex { $0.byteCount == byteCount }.map { blocks.remove(at: $0) }
    }
    let start = block?.start ?? .allocate(byteCount: byteCount, alignment: alignment)
    // A block is as long as what is asked for.
    return start.bindMemory(to: type, capacity: count)
  }

  /// Takes back what `take` gave for as many elements, which must be deinitialised.
  static func giveBack<Element>(_ memory: UnsafeMutablePointer<Element>, _ count: Int) {
    let block = Block(start: UnsafeMutableRawPointer(memory), byteCount: count * MemoryLayout<Element>.stride)
    let surplus = blocks.withLock { blocks in
      blocks.append(block)
      var (surplus, total) = ([Block](), blocks.reduce(0) { $0 + $1.byteCount })
      while total > limit {
        total -= blocks[0].byteCount
        surplus.append(blocks.removeFirst())
      }
      return surplus
    }
    for block in surplus { block.start.deallocate() }
  }
}
