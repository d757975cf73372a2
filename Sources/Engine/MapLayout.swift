// SPDX-License-Identifier: Apache-2.0

package import RotundaNetworks

/// How a feature map lies in memory: blocks of 16 channels, each a plane of pixels with a border around it.
///
/// Element (c, y, x) is at `block(c / 16) + ((y + border.height) rowLength + x + border.width) pixelLength + c % 16`.
/// The border holds what convolutions read beyond the map, so that no kernel asks where the map ends. A last block of
/// fewer channels has shorter pixels.
package struct MapLayout: Sendable, Hashable {
  /// Channels of a full block.
  package static let blockChannels = 16

  /// Channels, rows and columns, without the border.
  package let shape: Network.MapShape
  /// Rows above and below, columns left and right.
  package let border: Extent

  /// A layout; the properties say what each argument is.
  package init(shape: Network.MapShape, border: Extent) {
    self.shape = shape
    self.border = border
  }

  /// Pixels from one row to the next.
  package var rowLength: Int { shape.width + 2 * border.width }
  /// Pixels of one block.
  package var planeLength: Int { (shape.height + 2 * border.height) * rowLength }
  /// Planes.
  package var blockCount: Int { (shape.channels + Self.blockChannels - 1) / Self.blockChannels }

  /// Channels in a block.
  package func channelCount(ofBlock block: Int) -> Int {
    min(Self.blockChannels, shape.channels - block * Self.blockChannels)
  }

  /// Floats from one pixel to the next: the channels of the block, rounded up to a power of two.
  package func pixelLength(ofBlock block: Int) -> Int {
    var length = 1
    while length < channelCount(ofBlock: block) { length *= 2 }
    return length
  }

  /// Pixels from one block to the next: an odd number, so that one pixel's blocks never share a set of the caches.
  private var planeStep: Int { planeLength | 1 }

  /// Floats before the plane of a block.
  package func offset(ofBlock block: Int) -> Int { block * Self.blockChannels * planeStep }

  /// Floats of the whole map.
  package var count: Int {
    guard blockCount > 0 else { return 0 }
    return offset(ofBlock: blockCount - 1) + planeLength * pixelLength(ofBlock: blockCount - 1)
  }
}

/// Some channels of a map in the arena.
package struct MapView: Sendable, Hashable {
  /// Floats before the map in the arena.
  package let base: Int
  /// The map.
  package let layout: MapLayout
  /// Channels of the map that this view shows.
  package let channels: Range<Int>

  /// A view; the properties say what each argument is.
  package init(base: Int, layout: MapLayout, channels: Range<Int>) {
    self.base = base
    self.layout = layout
    self.channels = channels
  }

  /// Rows of the map.
  package var height: Int { layout.shape.height }
  /// Columns of the map.
  package var width: Int { layout.shape.width }
  /// Rows and columns of the map.
  package var size: Extent { Extent(height: height, width: width) }

  /// A stretch of channels within one block, and where the block is.
  package struct Run: Sendable, Hashable {
    /// The first channel, counted from the view's first.
    package let channel: Int
    /// Channels.
    package let count: Int
    /// The arena's offset of the first channel at pixel (0, 0).
    package let origin: Int
    /// Floats from one pixel to the next.
    package let pixelLength: Int
    /// Floats from one row to the next.
    package let rowLength: Int

    /// The arena's offset of the first channel at a pixel.
    package func offset(row: Int, column: Int) -> Int { origin + row * rowLength + column * pixelLength }
  }

  /// The stretches that cover `range`, a range of the view's channels.
  package func runs(covering range: Range<Int>) -> [Run] {
    var runs: [Run] = []
    var channel = range.lowerBound
    while channel < range.upperBound {
      let absolute = channels.lowerBound + channel
      let block = absolute / MapLayout.blockChannels
      let within = absolute % MapLayout.blockChannels
      let count = min(MapLayout.blockChannels - within, range.upperBound - channel)
      let pixelLength = layout.pixelLength(ofBlock: block)
      let first = layout.border.height * layout.rowLength + layout.border.width
      runs.append(
        Run(
          channel: channel, count: count, origin: base + layout.offset(ofBlock: block) + first * pixelLength + within,
          pixelLength: pixelLength, rowLength: layout.rowLength * pixelLength))
      channel += count
    }
    return runs
  }

  /// The stretches that cover the view.
  package var runs: [Run] { runs(covering: 0..<channels.count) }

  /// Whether the view's blocks are the map's: what convolutions can read.
  package var startsBlock: Bool { channels.lowerBound % MapLayout.blockChannels == 0 }
}
