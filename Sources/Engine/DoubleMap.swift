// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaNetworks

/// One map `[C, H, W]` in double precision, with the plainest form of what networks do to it.
struct DoubleMap {
  let shape: Network.MapShape
  var values: [Double]

  init(shape: Network.MapShape, values: [Double]) {
    self.shape = shape
    self.values = values
  }

  init(shape: Network.MapShape) {
    self.init(shape: shape, values: Array(repeating: 0, count: shape.count))
  }

  /// A map of what `value` says of channel, row and column.
  init(shape: Network.MapShape, value: (_ channel: Int, _ row: Int, _ column: Int) -> Double) {
    self.init(shape: shape)
    for channel in 0..<shape.channels {
      for row in 0..<shape.height {
        for column in 0..<shape.width { self[channel, row, column] = value(channel, row, column) }
      }
    }
  }

  func index(_ channel: Int, _ row: Int, _ column: Int) -> Int {
    (channel * shape.height + row) * shape.width + column
  }

  subscript(channel: Int, row: Int, column: Int) -> Double {
    get { values[index(channel, row, column)] }
    set { values[index(channel, row, column)] = newValue }
  }

  /// The pixels of a channel.
  func channel(_ channel: Int) -> ArraySlice<Double> { values[index(channel, 0, 0)..<index(channel + 1, 0, 0)] }

  mutating func fill(channel: Int, with value: Double) {
    for index in index(channel, 0, 0)..<index(channel + 1, 0, 0) { values[index] = value }
  }

  /// Adds a channel of another map of the same rows and columns, times a factor, to a channel.
  mutating func add(_ other: DoubleMap, channel: Int, times factor: Double, to output: Int) {
    let from = other.index(channel, 0, 0)
    let to = index(output, 0, 0)
    for pixel in 0..<(shape.height * shape.width) { values[to + pixel] += factor * other.values[from + pixel] }
  }

  /// Every number replaced by what `body` says of it and its channel.
  func mapped(_ body: (_ value: Double, _ channel: Int) -> Double) -> DoubleMap {
    let plane = shape.height * shape.width
    return DoubleMap(shape: shape, values: values.enumerated().map { body($1, $0 / plane) })
  }

  /// Every pixel's channels replaced by what `body` says of them.
  func mappedPixels(shape result: Network.MapShape, _ body: ([Double]) -> [Double]) -> DoubleMap {
    var mapped = DoubleMap(shape: result)
    for row in 0..<shape.height {
      for column in 0..<shape.width {
        let pixel = body((0..<shape.channels).map { self[$0, row, column] })
        for (channel, value) in pixel.enumerated() { mapped[channel, row, column] = value }
      }
    }
    return mapped
  }

  /// This map with a border of `reach` rows and columns on each side.
  func bordered(by reach: Extent, _ padding: Padding) -> DoubleMap {
    let size = Extent(height: shape.height, width: shape.width)
    var result = DoubleMap(
      shape: .init(
        channels: shape.channels, height: shape.height + 2 * reach.height, width: shape.width + 2 * reach.width))
    for row in 0..<result.shape.height {
      for column in 0..<result.shape.width {
        guard let origin = padding.pixel(row: row - reach.height, column: column - reach.width, of: size)
        else { continue }
        for channel in 0..<shape.channels { result[channel, row, column] = self[channel, origin.row, origin.column] }
      }
    }
    return result
  }

  /// What tap (i, j) of a convolution reads for each output pixel.
  func tap(_ i: Int, _ j: Int, of convolution: Network.Convolution, shape output: Network.MapShape) -> DoubleMap {
    let shape = Network.MapShape(channels: shape.channels, height: output.height, width: output.width)
    let down = i * convolution.dilation - convolution.reachY
    let across = j * convolution.dilation - convolution.reachX
    return DoubleMap(shape: shape) { channel, row, column in
      switch convolution.sampling {
      case .grid:
        let pixel = convolution.padding.pixel(
          row: row * convolution.stride + down, column: column * convolution.stride + across, of: self.shape.extent)
        return pixel.map { self[channel, $0.row, $0.column] } ?? 0
      case .inverseEquirectangular:
        let row = row * convolution.stride + down
        guard 0..<self.shape.height ~= row else { return 0 }
        let place = SphereTap(steps: across, row: row, of: self.shape.extent)
        let (left, right) = place.columns(around: column * convolution.stride, width: self.shape.width)
        return (1 - place.fraction) * self[channel, row, left] + place.fraction * self[channel, row, right]
      }
    }
  }

  func resized(to shape: Network.MapShape) -> DoubleMap {
    let rows = (0..<shape.height).map { LinearPlace($0, from: self.shape.height, to: shape.height) }
    let columns = (0..<shape.width).map { LinearPlace($0, from: self.shape.width, to: shape.width) }
    return DoubleMap(shape: shape) { channel, row, column in
      let (y, x) = (rows[row], columns[column])
      func between(_ row: Int) -> Double {
        (1 - x.fraction) * self[channel, row, x.first] + x.fraction * self[channel, row, x.second]
      }
      return (1 - y.fraction) * between(y.first) + y.fraction * between(y.second)
    }
  }

  func pooled(_ pooling: Network.Pooling, shape output: Network.MapShape) -> DoubleMap {
    let top = pooling.leadingPixels(of: shape.height)
    let left = pooling.leadingPixels(of: shape.width)
    return DoubleMap(shape: output) { channel, row, column in
      let rows = (row * pooling.stride - top)..<(row * pooling.stride - top + pooling.window)
      let columns = (column * pooling.stride - left)..<(column * pooling.stride - left + pooling.window)
      let window = rows.clamped(to: 0..<shape.height).flatMap { row in
        columns.clamped(to: 0..<shape.width).map { self[channel, row, $0] }
      }
      switch pooling.kind {
      case .maximum: return window.max() ?? 0
      case .average: return window.reduce(0, +) / Double(window.count)
      }
    }
  }

  func pooled(_ pooling: Network.SuperpixelPooling, picture: DoubleMap, shape output: Network.MapShape) -> DoubleMap {
    var result = DoubleMap(shape: output)
    var counts = [Double](repeating: 0, count: output.height)
    for row in 0..<picture.shape.height {
      for column in 0..<picture.shape.width {
        let label = picture[pooling.labelChannel, row, column]
        guard label >= 0, label < Double(output.height) else { continue }
        counts[Int(label)] += 1
        for channel in 0..<shape.channels {
          result[channel, Int(label), 0] +=
            self[channel, row * shape.height / picture.shape.height, column * shape.width / picture.shape.width]
        }
      }
    }
    for channel in 0..<shape.channels {
      for (superpixel, count) in counts.enumerated() where count > 0 { result[channel, superpixel, 0] /= count }
    }
    return result
  }
}

/// The two pixels of a smaller side between which a pixel of a larger one lies, where their ends lie on each other.
struct LinearPlace: Sendable {
  /// The pixel before.
  let first: Int
  /// The pixel after, or the same at the end.
  let second: Int
  /// How far towards `second`.
  let fraction: Double

  init(_ index: Int, from old: Int, to new: Int) {
    let place = new > 1 ? Double(index) * Double(old - 1) / Double(new - 1) : 0
    first = min(Int(place), old - 1)
    second = min(first + 1, old - 1)
    fraction = place - Double(first)
  }
}
