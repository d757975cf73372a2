// SPDX-License-Identifier: Apache-2.0

extension EquirectangularGrid {
  /// A depth map of this grid on another grid.
  ///
  /// 0 is invalid and never mixes. To fewer pixels on both axes, a pixel is invalid where most of the area it covers is; else it is the mean of the
  /// valid distances on that area, with `.sameSurface` of those near their median only. Otherwise it is bilinear.
  public func depthResampled(
    _ depth: [Float], to target: EquirectangularGrid, mixing: DepthMixing = .sameSurface
  ) -> [Float] {
    guard target != self else { return depth }
    let shrinks = target.width <= width && target.height <= height
    return filledByBands(rows: target.height, rowLength: target.width, with: Float(0)) { rows, band in
      var index = 0
      for row in rows {
        for column in 0..<target.width {
          band[index] =
            shrinks
            ? areaDistance(depth, column: column, row: row, of: target, mixing: mixing)
            : bilinear(
              depth: depth, mixing: mixing, column: (Double(column) + 0.5) * Double(width) / Double(target.width) - 0.5,
              row: (Double(row) + 0.5) * Double(height) / Double(target.height) - 0.5)
          index += 1
        }
      }
    }
  }

  /// The distance that stands for the area of one pixel of a coarser grid.
  private func areaDistance(
    _ depth: [Float], column: Int, row: Int, of target: EquirectangularGrid, mixing: DepthMixing
  ) -> Float {
    let columns = AxisTaps(index: column, source: width, target: target.width)
    let rows = AxisTaps(index: row, source: height, target: target.height)
    var samples: [WeightedDistance] = []
    var validWeight: Float = 0
    for (y, rowWeight) in rows.weights.enumerated() {
      for (x, columnWeight) in columns.weights.enumerated() {
        let distance = depth[(rows.first + y) * width + columns.first + x]
        guard distance > 0 else { continue }
        samples.append(WeightedDistance(distance: distance, weight: rowWeight * columnWeight))
        validWeight += rowWeight * columnWeight
      }
    }
    guard validWeight >= 0.5 else { return 0 }
    return mean(of: samples, around: anchor(of: &samples, totalWeight: validWeight, mixing: mixing), mixing: mixing)
  }

  /// The distance whose surface the pixel shows: any for a plain mean, else the weighted median.
  private func anchor(of samples: inout [WeightedDistance], totalWeight: Float, mixing: DepthMixing) -> Float {
    switch mixing {
    case .allValid: return samples[0].distance
    case .sameSurface:
      samples.sort { $0.distance < $1.distance }
      var weight: Float = 0
      for sample in samples {
        weight += sample.weight
        if weight >= totalWeight / 2 { return sample.distance }
      }
      return samples[samples.count - 1].distance
    }
  }

  private func mean(of samples: [WeightedDistance], around anchor: Float, mixing: DepthMixing) -> Float {
    var sum: Float = 0
    var total: Float = 0
    for sample in samples where mixing.allows(sample.distance, with: anchor) {
      sum += sample.weight * (sample.distance - anchor)
      total += sample.weight
    }
    return anchor + sum / total
  }
}

/// A distance and how much of the pixel it covers.
private struct WeightedDistance {
  let distance: Float
  let weight: Float
}
