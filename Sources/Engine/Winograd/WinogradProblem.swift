// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks

/// A convolution problem laid out for tiles of one minimal filter: which inputs and outputs of the products stand for
/// which channels and taps.
struct WinogradProblem: Sendable {
  let filter: MinimalFilter
  let rows: WindowAxis
  let columns: WindowAxis
  /// Stretches of input channels in the order of the products' inputs: whole blocks first.
  let sources: [Source]
  /// Vectors of output channels in the order of the products' outputs.
  let targets: [Target]
  /// Inputs of a product: channels times windows.
  let inputs: Int
  /// Whether an item computes all channels of its tiles, as a 1x1 convolution reads them.
  let keepsChannelsTogether: Bool
  /// Where tiles are few, output channels are shared out until there are so many items.
  let fewestItems: Int

  /// Channels of one block as one window sees them.
  struct Source: Sendable {
    let run: MapView.Run
    /// The window's first tap, from the tile's first input.
    let row: Int
    let column: Int
    /// Position in `rows.windows` and `columns.windows`.
    let window: (row: Int, column: Int)
    /// The first input of the products.
    let input: Int
  }

  /// At most a vector of output channels of parts that share phase and shift.
  struct Target: Sendable {
    let channels: Range<Int>
    /// Parts of the problem.
    let parts: [Int]
    let phase: ConvolutionProblem.Offset
    /// Outputs by which these lag behind the tile.
    let shift: ConvolutionProblem.Offset
  }

  /// Lays a problem out.
  ///
  /// - Returns: nil where its taps do not lie on a common grid, or channels do not start a block.
  init?(_ problem: ConvolutionProblem, filter: MinimalFilter, lanes: Int) {
    let size = problem.outputSize
    guard problem.source.startsBlock,
      let rows = WindowAxis(
        tapsOfParts: problem.parts.map { $0.taps.map(\.row) }, stride: problem.stride, outputs: size.height,
        filter: filter),
      let columns = WindowAxis(
        tapsOfParts: problem.parts.map { $0.taps.map(\.column) }, stride: problem.stride, outputs: size.width,
        filter: filter)
    else { return nil }
    self.filter = filter
    keepsChannelsTogether = problem.pointwise != nil
    fewestItems = problem.fewestItems
    self.rows = rows
    self.columns = columns
    sources = Self.sources(problem.source, rows: rows, columns: columns)
    inputs = sources.map(\.run.count).reduce(0, +)
    targets = Self.targets(problem, rows: rows, columns: columns, lanes: lanes)
  }

  private static func sources(_ view: MapView, rows: WindowAxis, columns: WindowAxis) -> [Source] {
    let runs = view.runs
    let whole = runs.filter { $0.count == MapLayout.blockChannels }
    let partial = runs.filter { $0.count < MapLayout.blockChannels }
    var input = 0
    // A shorter stretch is written as a whole block of which the next one overwrites the rest: it comes last.
    return [whole, partial].flatMap { runs in
      rows.windows.indices.flatMap { row in
        columns.windows.indices.flatMap { column in
          runs.map { run in
            defer { input += run.count }
            return Source(
              run: run, row: rows.windows[row], column: columns.windows[column], window: (row, column), input: input)
          }
        }
      }
    }
  }

  private static func targets(
    _ problem: ConvolutionProblem, rows: WindowAxis, columns: WindowAxis, lanes: Int
  ) -> [Target] {
    struct Key: Hashable {
      let phase: ConvolutionProblem.Offset
      let shift: ConvolutionProblem.Offset
    }
    let keys = problem.parts.indices.map { part in
      Key(phase: problem.parts[part].phase, shift: .init(row: rows.shifts[part], column: columns.shifts[part]))
    }
    var order: [Key] = []
    for key in keys where !order.contains(key) { order.append(key) }
    return order.flatMap { key in
      let parts = keys.indices.filter { keys[$0] == key }
      let first = parts.map { problem.parts[$0].channels.lowerBound }.min() ?? 0
      let end = parts.map { problem.parts[$0].channels.upperBound }.max() ?? 0
      return stride(from: first, to: end, by: lanes).map { channel in
        Target(
          channels: channel..<min(channel + lanes, end), parts: parts, phase: key.phase, shift: key.shift)
      }
    }
  }

  /// Products of a tile: one for each pair of points.
  var points: Int { filter.inputs * filter.inputs }
  /// Tiles.
  var tileCount: Int { rows.tiles.count * columns.tiles.count }
}
