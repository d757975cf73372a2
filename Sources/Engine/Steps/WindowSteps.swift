// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks

/// Up to 16 channels of a pixel.
typealias PixelChannels = SIMD16<Float>

/// Stretches of channels that lie within one block in both of two maps.
struct PairedRuns: Sendable {
  let source: MapView.Run
  let target: MapView.Run

  static func pairs(_ source: MapView, _ target: MapView) -> [PairedRuns] {
    let cuts = Set((source.runs + target.runs).map(\.channel)).sorted() + [target.channels.count]
    return zip(cuts, cuts.dropFirst()).flatMap { from, to in
      zip(source.runs(covering: from..<to), target.runs(covering: from..<to)).map { PairedRuns(source: $0, target: $1) }
    }
  }
}

extension UnsafeMutablePointer<Float> {
  /// `count` channels from an offset, at most 16; the other lanes are 0.
  ///
  /// Bound: they are channels of one pixel in one block of the arena.
  @inline(__always)
  func channels(at offset: Int, count: Int) -> PixelChannels {
    let pixel = self + offset
    if count == PixelChannels.scalarCount { return UnsafeRawPointer(pixel).loadUnaligned(as: PixelChannels.self) }
    var result = PixelChannels()
    for channel in 0..<count { result[channel] = pixel[channel] }
    return result
  }

  /// Writes `count` channels to an offset.
  ///
  /// Bound: as `channels`.
  @inline(__always)
  func write(_ channels: PixelChannels, at offset: Int, count: Int) {
    let pixel = self + offset
    if count == PixelChannels.scalarCount {
      UnsafeMutableRawPointer(pixel).storeBytes(of: channels, as: PixelChannels.self)
    } else {
      for channel in 0..<count { pixel[channel] = channels[channel] }
    }
  }
}

/// The largest or the mean of windows, a row of the destination an item.
struct PoolingStep: Step {
  private let pooling: Network.Pooling
  private let source: MapView
  private let destination: MapView
  private let pairs: [PairedRuns]

  init(_ pooling: Network.Pooling, source: MapView, destination: MapView) {
    self.pooling = pooling
    self.source = source
    self.destination = destination
    pairs = PairedRuns.pairs(source, destination)
  }

  var label: String { "\(pooling.kind.rawValue) pooling" }

  var itemCount: Int { destination.height }

  func run(item row: Int, in memory: StepMemory) {
    let rows = window(row, side: source.height)
    for pair in pairs {
      for column in 0..<destination.width {
        let value = value(of: pair.source, rows: rows, columns: window(column, side: source.width), memory.arena)
        memory.arena.write(value, at: pair.target.offset(row: row, column: column), count: pair.target.count)
      }
    }
  }

  /// The source's rows or columns of a window, those beyond the map left out.
  private func window(_ index: Int, side: Int) -> Range<Int> {
    let first = index * pooling.stride - pooling.leadingPixels(of: side)
    return (first..<(first + pooling.window)).clamped(to: 0..<side)
  }

  private func value(
    of run: MapView.Run, rows: Range<Int>, columns: Range<Int>, _ arena: UnsafeMutablePointer<Float>
  ) -> PixelChannels {
    var result = PixelChannels(repeating: pooling.kind == .maximum ? -.infinity : 0)
    for row in rows {
      for column in columns {
        let pixel = arena.channels(at: run.offset(row: row, column: column), count: run.count)
        switch pooling.kind {
        case .maximum: result.replace(with: pixel, where: pixel .> result)
        case .average: result += pixel
        }
      }
    }
    return pooling.kind == .average ? result / Float(rows.count * columns.count) : result
  }
}

/// Linear interpolation to another size, corners on corners, a row of the destination an item.
struct ResizingStep: Step {
  private let rows: [LinearPlace]
  private let columns: [LinearPlace]
  private let pairs: [PairedRuns]

  init(_ source: MapView, destination: MapView) {
    rows = (0..<destination.height).map { LinearPlace($0, from: source.height, to: destination.height) }
    columns = (0..<destination.width).map { LinearPlace($0, from: source.width, to: destination.width) }
    pairs = PairedRuns.pairs(source, destination)
  }

  var label: String { "bilinear resizing" }

  var itemCount: Int { rows.count }

  func run(item row: Int, in memory: StepMemory) {
    let place = rows[row]
    let down = Float(place.fraction)
    for pair in pairs {
      for (column, across) in columns.enumerated() {
        let right = Float(across.fraction)
        func between(_ row: Int) -> PixelChannels {
          let first = memory.arena.channels(
            at: pair.source.offset(row: row, column: across.first), count: pair.source.count)
          let second = memory.arena.channels(
            at: pair.source.offset(row: row, column: across.second), count: pair.source.count)
          return first + (second - first) * right
        }
        let above = between(place.first)
        let value = above + (between(place.second) - above) * down
        memory.arena.write(value, at: pair.target.offset(row: row, column: column), count: pair.target.count)
      }
    }
  }
}

/// The mean over all pixels, a block of channels an item.
struct GlobalAverageStep: Step {
  private let source: MapView
  private let pairs: [PairedRuns]

  init(_ source: MapView, destination: MapView) {
    self.source = source
    pairs = PairedRuns.pairs(source, destination)
  }

  var label: String { "mean over pixels" }

  var itemCount: Int { pairs.count }

  func run(item: Int, in memory: StepMemory) {
    let pair = pairs[item]
    // Rows are summed alone first: thousands of numbers in one sum would lose digits.
    var sum = PixelChannels()
    for row in 0..<source.height {
      var rowSum = PixelChannels()
      for column in 0..<source.width {
        rowSum += memory.arena.channels(at: pair.source.offset(row: row, column: column), count: pair.source.count)
      }
      sum += rowSum
    }
    memory.arena.write(
      sum / Float(source.height * source.width), at: pair.target.offset(row: 0, column: 0), count: pair.target.count)
  }
}
