// SPDX-License-Identifier: Apache-2.0

extension EquirectangularGrid {
  /// A depth map of this grid on another grid.
  ///
  /// 0 is invalid and never mixes. To fewer pixels on both axes, a pixel is invalid where most of the area it covers is;
  /// else it is the mean of the valid distances on that area, with `.sameSurface` of those near their median only.
  /// Otherwise it is bilinear.
  public func depthResampled(
    _ depth: [Float], to target: EquirectangularGrid, mixing: DepthMixing = .sameSurface
  ) -> [Float] {
    guard target != self else { return depth }
    guard target.width <= width, target.height <= height else {
      return enlarged(depth, to: target, mixing: mixing)
    }
    let columns = (0..<target.width).map { AxisTaps(index: $0, source: width, target: target.width) }
    return filledByBands(rows: target.height, rowLength: target.width, with: Float(0)) { rows, band in
      var area = AreaDistance(mixing: mixing)
      var index = 0
      for row in rows {
        let rowTaps = AxisTaps(index: row, source: height, target: target.height)
        for taps in columns {
          band[index] = area.distance(in: depth, width: width, columns: taps, rows: rowTaps)
          index += 1
        }
      }
    }
  }

  private func enlarged(_ depth: [Float], to target: EquirectangularGrid, mixing: DepthMixing) -> [Float] {
    let (across, down) = (Double(width) / Double(target.width), Double(height) / Double(target.height))
    return filledByBands(rows: target.height, rowLength: target.width, with: Float(0)) { rows, band in
      var index = 0
      for row in rows {
        for column in 0..<target.width {
          band[index] = bilinear(
            depth: depth, mixing: mixing, column: (Double(column) + 0.5) * across - 0.5,
            row: (Double(row) + 0.5) * down - 0.5)
          index += 1
        }
      }
    }
  }
}

/// The distance that stands for the area of one pixel of a coarser grid, with room to sort in.
private struct AreaDistance {
  private let mixing: DepthMixing
  private var samples: [WeightedDistance] = []

  /// A distance and how much of the pixel it covers.
  private struct WeightedDistance {
    let distance: Float
    let weight: Float
  }

  init(mixing: DepthMixing) { self.mixing = mixing }

  mutating func distance(in depth: [Float], width: Int, columns: AxisTaps, rows: AxisTaps) -> Float {
    // As differences to one of them, equal distances stay the same to the last bit.
    var anchor: Float = 0
    var (sum, validWeight) = (Float(0), Float(0))
    var (nearest, farthest) = (Float.infinity, Float(0))
    for y in rows.weights.indices {
      let start = (rows.first + y) * width + columns.first
      for x in columns.weights.indices {
        let distance = depth[start + x]
        guard distance > 0 else { continue }
        if anchor == 0 { anchor = distance }
        let weight = rows.weights[y] * columns.weights[x]
        sum += weight * (distance - anchor)
        validWeight += weight
        nearest = min(nearest, distance)
        farthest = max(farthest, distance)
      }
    }
    guard validWeight >= 0.5 else { return 0 }
    // Where the nearest may be mixed with the farthest, the median may be mixed with all: most pixels end here.
    if mixing.allows(nearest, with: farthest) { return anchor + sum / validWeight }
    gather(depth, width: width, columns: columns, rows: rows)
    return meanNearMedian(totalWeight: validWeight)
  }

  private mutating func gather(_ depth: [Float], width: Int, columns: AxisTaps, rows: AxisTaps) {
    samples.removeAll(keepingCapacity: true)
    for y in rows.weights.indices {
      for x in columns.weights.indices {
        let distance = depth[(rows.first + y) * width + columns.first + x]
        guard distance > 0 else { continue }
        samples.append(WeightedDistance(distance: distance, weight: rows.weights[y] * columns.weights[x]))
      }
    }
  }

  /// The mean of the distances that may be mixed with the weighted median, the surface that the pixel shows.
  private mutating func meanNearMedian(totalWeight: Float) -> Float {
    samples.sort { $0.distance < $1.distance }
    var below: Float = 0
    let median =
      samples.first { sample in
        below += sample.weight
        return below >= totalWeight / 2
      }?.distance ?? samples[samples.count - 1].distance
    var (sum, total) = (Float(0), Float(0))
    for sample in samples where mixing.allows(sample.distance, with: median) {
      sum += sample.weight * (sample.distance - median)
      total += sample.weight
    }
    return median + sum / total
  }
}
