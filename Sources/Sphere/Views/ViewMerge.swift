// SPDX-License-Identifier: Apache-2.0

/// How the distances that several views give for a ray become one.
public enum ViewMerge: String, Sendable, Hashable, CaseIterable {
  /// That of the view whose centre is nearest to the ray.
  case hard
  /// The mean over the views that see the ray, weighted by what falls linearly from 1 at a view's centre to 0 at its
  /// border. Views that only meet, as faces of 90 degrees, are not mixed.
  case crossFaded = "cross-faded"
  /// The distances whose logarithm has the gradients that the views show: see `PanoramaViews.gradientMerged`.
  case gradientDomain = "gradient-domain"
}

extension PanoramaViews {
  /// Views whose pixels lie this close to a border count as inside, against rounding.
  private static let rounding = 1e-9

  /// The distances of a panorama from those of the views, one map a view; 0 is invalid.
  public func merged(_ distances: [ViewDistances], by merge: ViewMerge, on grid: EquirectangularGrid) -> [Float] {
    precondition(distances.count == views.count, "one map a view")
    return switch merge {
    case .hard: merged(on: grid) { hard(distances, along: $0) }
    case .crossFaded: merged(on: grid) { crossFaded(distances, along: $0) }
    case .gradientDomain: gradientMerged(distances, on: grid)
    }
  }

  private func merged(
    on grid: EquirectangularGrid, _ distance: @Sendable (SIMD3<Double>) -> Float
  ) -> [Float] {
    filledByBands(rows: grid.height, rowLength: grid.width, with: Float(0)) { rows, band in
      var index = 0
      for row in rows {
        for column in 0..<grid.width {
          band[index] = distance(grid.direction(column: Double(column), row: Double(row)))
          index += 1
        }
      }
    }
  }

  private func hard(_ distances: [ViewDistances], along direction: SIMD3<Double>) -> Float {
    let nearest = nearestView(to: direction)
    guard let point = views[nearest].projection(of: direction) else { return 0 }
    return distances[nearest].distance(right: point.right, above: point.above)
  }

  private func crossFaded(_ distances: [ViewDistances], along direction: SIMD3<Double>) -> Float {
    var anchor: Float = 0
    var (sum, total) = (Float(0), Float(0))
    for (view, map) in zip(views, distances) {
      guard let point = view.projection(of: direction) else { continue }
      let fromBorder = 1 - max(abs(point.right), abs(point.above))
      guard fromBorder > -Self.rounding else { continue }
      let distance = map.distance(right: point.right, above: point.above)
      guard distance > 0 else { continue }
      if anchor == 0 { anchor = distance }
      // On a border that two views share, both count alike.
      let weight = Float(max(fromBorder, Self.rounding))
      sum += weight * (distance - anchor)
      total += weight
    }
    return total > 0 ? anchor + sum / total : 0
  }
}
