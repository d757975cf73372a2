// SPDX-License-Identifier: Apache-2.0

import RotundaSmoothing

/// Smooths light on surfaces without carrying it across edges.
///
/// A cascade of 3 x 3 kernels whose taps lie ever further apart; each tap counts as far as it lies in the same plane,
/// looks the same way and, where a variance is known, is as bright as noise lets it be. Columns wrap around, rows
/// continue beyond the poles, and near the poles taps lie as many columns further apart as these are narrower.
///
/// - Sources: Dammertz et al., "Edge-avoiding a-trous wavelet transform for fast global illumination filtering", HPG
///   2010;
///   Schied et al., "Spatiotemporal variance-guided filtering", HPG 2017, for the weight of brightness.
struct EdgeAvoidingFilter: Sendable {
  /// Places at each pixel.
  let points: Raster
  /// Normals at each pixel; where one is zero, the pixel keeps its light and lends it to nobody.
  var normals: Raster
  /// Where the camera stands.
  let origin: SIMD3<Float>
  /// Radians between pixels.
  let spread: Float
  /// How much narrower each row's pixels are than those of the horizon.
  let narrowness: [Float]
  let threads: Int

  /// Where the taps of a pass lie.
  private struct Pass {
    /// Pixels between them, at the horizon.
    var step: Int
    /// Rows up and down, 0 for none.
    var down: Int
    /// Columns to the left and right.
    var across: Int
    /// Whether light at a different brightness counts less.
    var knowsNoise: Bool
  }

  /// The image after as many passes as there are steps, each the distance of its taps in pixels.
  ///
  /// The image is spent: its memory may be used. One of four planes has the variance of its brightness in the fourth;
  /// the first pass takes no notice of brightness, but evens out the variance: that of a few samples is no better than
  /// a guess.
  func smoothed(_ image: Raster, steps: [Int]) -> Raster {
    // Eight columns are worked on at once.
    guard image.width >= 8 else { return image }
    var (source, result) = (image, Raster(width: image.width, height: image.height, planes: image.planes))
    joinNarrowColumns(source, spare: result)
    for (index, step) in steps.enumerated() {
      let (before, after) = (source, result)
      forRows(image.height, threads: threads) { row in
        let across = min(Int((Float(step) / max(narrowness[row], 1e-3)).rounded()), image.width / 8)
        let pass = Pass(step: step, down: step, across: across, knowsNoise: image.planes > 3 && index > 0)
        smooth(before, into: after, row, pass)
      }
      (source, result) = (after, before)
    }
    return source
  }

  /// Evens out neighbours that lie closer together than rows do, near the poles, where taps would jump over them.
  private func joinNarrowColumns(_ image: Raster, spare: Raster) {
    forRows(image.height, threads: threads) { row in
      let gap = min(0.7 / max(narrowness[row], 1e-3), Float(image.width) / 8)
      var across = 1
      while Float(across) < gap {
        smooth(image, into: spare, row, Pass(step: 1, down: 0, across: across, knowsNoise: false))
        image.copyRow(row, from: spare)
        across *= 2
      }
    }
  }

  private func smooth(_ image: Raster, into result: Raster, _ row: Int, _ pass: Pass) {
    // All maps have the size of the image.
    VectorLoops.table.smooth(
      SmoothedRow(
        source: image.memory, result: result.memory, planes: image.planes, points: points.memory,
        normals: normals.memory, width: image.width, height: image.height, origin: origin,
        reach: Float(pass.step) * spread, row: row, down: pass.down, across: pass.across, knowsNoise: pass.knowsNoise))
  }
}
