// SPDX-License-Identifier: Apache-2.0

/// Antialiased resampling of 8-bit interleaved pictures, separable, one axis' filter chosen by its own ratio:
///
/// - to fewer pixels, the mean over the area that the output pixel covers (box filter, fractional at its borders);
/// - to more pixels, linear interpolation, which wraps at the seam and crosses the poles.
///
/// Values are averaged as they are stored (sRGB), as networks are trained on. Beside input and output it needs one row
/// of the input a core.
extension EquirectangularGrid {
  /// A picture of this grid on another grid; rounded to nearest.
  public func areaResampled(_ pixels: [UInt8], channels: Int, to target: EquirectangularGrid) -> [UInt8] {
    guard target != self else { return pixels }
    return filledByBands(rows: target.height, rowLength: target.width * channels, with: UInt8(0)) { rows, band in
      var filter = AreaFilter(from: self, to: target, channels: channels)
      for row in rows {
        filter.read(row, of: pixels)
        let start = (row - rows.lowerBound) * filter.output.count
        for index in filter.output.indices {
          band[start + index] = UInt8(min(max(filter.output[index] + 0.5, 0), 255))
        }
      }
    }
  }

  /// A picture of this grid as a network's input: planar `[channels, height, width]` of the target grid, in [0, 1].
  public func networkInput(_ pixels: [UInt8], channels: Int = 3, on target: EquirectangularGrid) -> [Float] {
    let interleaved = areaMeans(of: pixels, channels: channels, on: target)
    let plane = target.width * target.height
    var planar = [Float](repeating: 0, count: channels * plane)
    for channel in 0..<channels {
      for pixel in 0..<plane {
        planar[channel * plane + pixel] = interleaved[pixel * channels + channel] * (1 / 255)
      }
    }
    return planar
  }

  /// A picture of this grid on another grid, interleaved, unrounded, in [0, 255].
  public func areaMeans(of pixels: [UInt8], channels: Int, on target: EquirectangularGrid) -> [Float] {
    filledByBands(rows: target.height, rowLength: target.width * channels, with: Float(0)) { rows, band in
      var filter = AreaFilter(from: self, to: target, channels: channels)
      for row in rows {
        filter.read(row, of: pixels)
        let start = (row - rows.lowerBound) * filter.output.count
        for index in filter.output.indices { band[start + index] = filter.output[index] }
      }
    }
  }
}

/// Which source pixels an output pixel takes along one axis, and how much of each; the weights add up to 1.
struct AxisTaps: Sendable {
  /// First source pixel; may lie outside the picture.
  let first: Int
  /// Weights of that pixel and the following.
  let weights: [Float]

  /// The taps of output pixel `index` where `source` pixels become `target`.
  init(index: Int, source: Int, target: Int) {
    let ratio = Double(source) / Double(target)
    guard ratio > 1 else {
      let position = (Double(index) + 0.5) * ratio - 0.5
      let below = position.rounded(.down)
      let fraction = Float(position - below)
      first = Int(below)
      weights = fraction == 0 ? [1] : [1 - fraction, fraction]
      return
    }
    // Integers keep the borders exact: pixel `index` covers [index * source, (index + 1) * source) / target.
    let start = index * source
    let end = start + source
    let firstPixel = start / target
    first = firstPixel
    weights = (firstPixel..<((end + target - 1) / target)).map { pixel in
      Float(min(end, (pixel + 1) * target) - max(start, pixel * target)) / Float(source)
    }
  }
}

/// One band's worker: reads output rows one after the other, with its own scratch rows.
private struct AreaFilter {
  private let source: EquirectangularGrid
  private let target: EquirectangularGrid
  private let channels: Int
  private let columns: [AxisTaps]
  /// Weight of a source row that an output row covers entirely.
  private let wholeRowWeight: Float
  /// Whole rows are added up as integers: exact, and several times as fast.
  private var sums: [UInt16]
  private var mean: [Float]
  /// The output row read last: `target.width * channels`.
  private(set) var output: [Float]

  init(from source: EquirectangularGrid, to target: EquirectangularGrid, channels: Int) {
    self.source = source
    self.target = target
    self.channels = channels
    columns = (0..<target.width).map { AxisTaps(index: $0, source: source.width, target: target.width) }
    wholeRowWeight = Float(target.height) / Float(source.height)
    sums = [UInt16](repeating: 0, count: source.width * channels)
    mean = [Float](repeating: 0, count: source.width * channels)
    output = [Float](repeating: 0, count: target.width * channels)
  }

  mutating func read(_ row: Int, of pixels: [UInt8]) {
    average(AxisTaps(index: row, source: source.height, target: target.height), of: pixels)
    averageColumns()
  }

  /// The weighted mean of source rows, into `mean`.
  private mutating func average(_ taps: AxisTaps, of pixels: [UInt8]) {
    for index in mean.indices { mean[index] = 0 }
    var pending = 0
    for (offset, weight) in taps.weights.enumerated() {
      let shiftedRow = source.wrapped(column: 0, row: taps.first + offset)
      // Only a box filter has whole rows, and it never leaves the picture.
      if weight == wholeRowWeight {
        addWhole(shiftedRow.row, of: pixels)
        pending += 1
        // 257 rows of 255 fill a UInt16.
        if pending == 257 { flush(&pending) }
      } else {
        add(shiftedRow.row, from: shiftedRow.column, weight: weight, of: pixels)
      }
    }
    flush(&pending)
  }

  private mutating func addWhole(_ row: Int, of pixels: [UInt8]) {
    let count = source.width * channels
    let line = pixels.span.extracting((row * count)..<((row + 1) * count))
    var sums = self.sums.mutableSpan
    // Bound: `line` was cut to `count` elements, and `sums` was made with `count`.
    for index in 0..<count { sums[unchecked: index] &+= UInt16(line[unchecked: index]) }
  }

  private mutating func flush(_ pending: inout Int) {
    guard pending > 0 else { return }
    for index in mean.indices {
      mean[index] += wholeRowWeight * Float(sums[index])
      sums[index] = 0
    }
    pending = 0
  }

  /// Adds a row whose column `shift` comes first: beyond a pole the picture continues on the opposite meridian.
  private mutating func add(_ row: Int, from shift: Int, weight: Float, of pixels: [UInt8]) {
    let count = source.width * channels
    let line = pixels.span.extracting((row * count)..<((row + 1) * count))
    let split = count - shift * channels
    for index in 0..<split { mean[index] += weight * Float(line[index + count - split]) }
    for index in split..<count { mean[index] += weight * Float(line[index - split]) }
  }

  private mutating func averageColumns() {
    for (column, taps) in columns.enumerated() {
      for channel in 0..<channels {
        var sum: Float = 0
        var sourceColumn = modulo(taps.first, source.width)
        for weight in taps.weights {
          sum += weight * mean[sourceColumn * channels + channel]
          sourceColumn = sourceColumn + 1 == source.width ? 0 : sourceColumn + 1
        }
        output[column * channels + channel] = sum
      }
    }
  }
}
