// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging
public import RotundaSphere

/// The ray distances that a network gives in the views of one panorama, and how they are merged.
public struct ViewPredictions: Sendable, Hashable {
  /// The views.
  public let views: PanoramaViews
  /// One map a view, metres.
  public let distances: [ViewDistances]
  /// How they are merged.
  public let merge: ViewMerge

  /// The distances of views, one map a view.
  public init(views: PanoramaViews, distances: [ViewDistances], merge: ViewMerge) {
    precondition(views.views.count == distances.count, "one map a view")
    (self.views, self.distances, self.merge) = (views, distances, merge)
  }

  /// The panorama as the network means it, metres.
  public func merged(width: Int, height: Int) -> DepthMap {
    let grid = EquirectangularGrid(width: width, height: height)
    return DepthMap(width: width, height: height, values: views.merged(distances, by: merge, on: grid))
  }

  /// The panorama under every scaling, of the truth's size.
  ///
  /// - `maximumDepth`: farther pixels do not count for scales, metres.
  public func result(against truth: DepthMap, maximumDepth: Float = 10) -> CubeMapResult {
    let raw = merged(width: truth.width, height: truth.height)
    let measure = ScaleTruth(truth, maximumDepth: maximumDepth)
    let scale = measure.scale(of: raw.values) ?? 1
    return CubeMapResult(truth: truth) { scaling in
      switch scaling {
      case .raw: return raw
      case .perPanorama:
        let values = raw.values.map { Float(Double($0) * scale) }
        return DepthMap(width: raw.width, height: raw.height, values: values)
      case .perView:
        return scaledByView(measure, otherwise: scale, width: raw.width, height: raw.height)
      }
    }
  }

  private func scaledByView(
    _ measure: ScaleTruth, otherwise scale: Double, width: Int, height: Int
  ) -> DepthMap {
    let grid = EquirectangularGrid(width: width, height: height)
    let scales = measure.scales(
      of: views.merged(distances, by: .hard, on: grid), groups: views.nearestViews(on: grid), count: distances.count)
    let scaled = zip(distances, scales).map { $0.scaled(by: Float($1 ?? scale)) }
    return ViewPredictions(views: views, distances: scaled, merge: merge).merged(width: width, height: height)
  }
}
