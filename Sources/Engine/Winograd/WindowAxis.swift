// SPDX-License-Identifier: Apache-2.0

/// One dimension of a convolution as windows of r taps on every s-th pixel, and the tiles that cover its outputs.
///
/// A dilated convolution of stride 1 falls apart into one plain convolution for each phase of its dilation. With a
/// stride, taps of one remainder form a window of their own, over every s-th pixel; a kernel of more than r taps is cut.
/// Parts whose taps lie differently, as the phases of a transposed convolution, share their windows: each has a shift,
/// the outputs by which it lags behind the tile.
struct WindowAxis: Sendable, Hashable {
  /// Pixels between the taps of a window, and between the inputs of a tile.
  let sampling: Int
  /// Pixels between the outputs of a tile.
  let outputStep: Int
  /// The first tap of each window, in pixels from the tile's first input.
  let windows: [Int]
  /// Outputs by which each part lags.
  let shifts: [Int]
  /// The tiles, in the order of their inputs.
  let tiles: [Tile]

  /// Inputs and outputs of a tile.
  struct Tile: Sendable, Hashable {
    /// The pixel of the first input.
    let source: Int
    /// The output of a part without shift.
    let target: Int
    /// Whether all that the tile reads is a pixel that some tap reads anyway; others may hold anything.
    let isInside: Bool
  }

  private let stride: Int
  private let taps: Int
  private let origins: [Int]
  private let lengths: [Int: Int]

  /// - `tapsOfParts`: positions of each part's taps, in pixels from an output's own.
  /// - `stride`: pixels between outputs. `outputs`: how many. `filter`: outputs and taps of a tile.
  /// - Returns: nil where the parts' taps do not lie on a common grid.
  init?(tapsOfParts: [[Int]], stride: Int, outputs: Int, filter: MinimalFilter) {
    let all = tapsOfParts.flatMap { $0 }
    guard let first = all.min(), let last = all.max() else { return nil }
    let dilation = Self.dilation(tapsOfParts)
    sampling = stride > 1 ? stride : dilation
    outputStep = stride > 1 ? 1 : dilation
    self.stride = stride
    taps = filter.taps

    let extents = tapsOfParts.map { (last: $0.max() ?? 0, length: ($0.max() ?? 0) - ($0.min() ?? 0)) }
    let longest = extents.map(\.length).max() ?? 0
    // As far left as the others where the window reaches all its taps from there.
    origins = stride > 1 ? extents.map { _ in first } : extents.map { max(first, $0.last - longest) }
    let sampling = sampling
    let origins = origins
    guard origins.allSatisfy({ ($0 - first) % sampling == 0 }),
      stride > 1
        || zip(tapsOfParts, origins).allSatisfy({ taps, origin in taps.allSatisfy { ($0 - origin) % sampling == 0 } })
    else { return nil }
    shifts = origins.map { stride > 1 ? 0 : ($0 - first) / sampling }

    lengths = Self.lengths(tapsOfParts, origins: origins, sampling: sampling)
    windows = lengths.sorted { $0.key < $1.key }.flatMap { remainder, length in
      Self.starts(length, taps: filter.taps).map { remainder + sampling * $0 }
    }
    let furthest = (windows.max() ?? 0) + sampling * (filter.inputs - 1)
    let limit = (outputs - 1) * stride + last
    let lag = shifts.max() ?? 0
    let outputStep = outputStep
    tiles = (0..<min(outputStep, outputs)).flatMap { phase in
      let count = (outputs - phase + outputStep - 1) / outputStep
      return (0..<((count + lag + filter.outputs - 1) / filter.outputs)).map { tile in
        let source = first + phase + sampling * filter.outputs * tile
        return Tile(
          source: source, target: phase + outputStep * filter.outputs * tile, isInside: source + furthest <= limit)
      }
    }
  }

  /// The window that holds a tap of a part, and the tap's place in it.
  func place(ofTap tap: Int, part: Int) -> (window: Int, index: Int) {
    let position = tap - origins[part]
    let remainder = position % sampling
    let index = position / sampling
    var window = 0
    for earlier in lengths.keys.sorted() where earlier < remainder {
      window += Self.starts(lengths[earlier] ?? 0, taps: taps).count
    }
    let starts = Self.starts(lengths[remainder] ?? 0, taps: taps)
    return (window + index / taps, index - starts[index / taps])
  }

  /// The greatest common distance of each part's taps.
  private static func dilation(_ tapsOfParts: [[Int]]) -> Int {
    let distances = tapsOfParts.flatMap { taps in taps.map { $0 - (taps.min() ?? 0) } }
    return max(1, distances.reduce(0, greatestCommonDivisor))
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }

  /// Taps on the grid of every s-th pixel, by the remainder of their position.
  private static func lengths(_ tapsOfParts: [[Int]], origins: [Int], sampling: Int) -> [Int: Int] {
    var lengths: [Int: Int] = [:]
    for (taps, origin) in zip(tapsOfParts, origins) {
      for tap in taps {
        let position = tap - origin
        lengths[position % sampling] = max(lengths[position % sampling] ?? 0, position / sampling + 1)
      }
    }
    return lengths
  }

  /// Where windows of `taps` taps begin that cover `length` of them; the last ends with them.
  private static func starts(_ length: Int, taps: Int) -> [Int] {
    let count = (length + taps - 1) / taps
    return (0..<count).map { min($0 * taps, max(length - taps, 0)) }
  }
}
