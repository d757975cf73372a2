// SPDX-License-Identifier: Apache-2.0

public import RotundaDatasets
public import RotundaImaging
public import RotundaSphere

/// A perspective network as an estimator of panoramas: it looks at perspective views, and what it says of them is merged.
///
/// - Source: Zioulis et al., "OmniDepth: dense depth estimation for indoors spherical panoramas", ECCV 2018, which judges
///   perspective networks on cube maps.
public struct CubeMapPredictor<Depth: PerspectiveDepth>: Predictor {
  private let depth: Depth
  private let views: PanoramaViews
  private let merge: ViewMerge
  private let scaling: ViewScaling

  /// A predictor that looks at `views`, whose size is that of the network's input.
  ///
  /// - `scaling`: any but `.raw` needs the true depth of what it predicts.
  public init(depth: Depth, views: PanoramaViews, merge: ViewMerge = .hard, scaling: ViewScaling = .raw) {
    (self.depth, self.views, self.merge, self.scaling) = (depth, views, merge, scaling)
  }

  /// The network with its views, as "BTS (cube, hard, raw)".
  public var name: String { "\(depth.name) (\(views.name), \(merge.rawValue), \(scaling.rawValue))" }

  /// What the network's predictions depend on, the focal length that they are corrected by, and the views.
  public var fingerprint: String {
    let focal = depth.trainingFocalLength.map { "trained at \($0) px" } ?? "any focal length"
    let looks = "\(views.name) \(views.views.first?.size ?? 0), \(merge.rawValue), \(scaling.rawValue)"
    return "\(depth.fingerprint), \(depth.kind), \(focal), \(looks)"
  }

  /// The ray distances of the sample's panorama.
  ///
  /// - Throws: what the network throws, and `DatasetsError.unlabelled` where a scale is asked for and nothing is known.
  public func depth(of sample: Sample) async throws -> DepthMap {
    switch scaling {
    case .raw:
      let panorama = sample.panorama
      return try await predictions(of: panorama).merged(width: panorama.width, height: panorama.height)
    case .perPanorama, .perView: return try await result(of: sample)[scaling]
    }
  }

  /// The panorama under every scaling at once.
  ///
  /// - `maximumDepth`: farther pixels do not count for scales, metres.
  /// - Throws: what the network throws, and `DatasetsError.unlabelled` where the sample has no depth.
  public func result(of sample: Sample, maximumDepth: Float = 10) async throws -> CubeMapResult {
    let truth = try sample.label()
    return try await predictions(of: sample.panorama).result(against: truth, maximumDepth: maximumDepth)
  }

  /// What the network says of every view, one after the other.
  public func predictions(of panorama: Panorama) async throws -> ViewPredictions {
    let grid = EquirectangularGrid(width: panorama.width, height: panorama.height)
    let pictures = grid.pictures(of: panorama.pixels, seenBy: views.views)
    var distances: [ViewDistances] = []
    for (view, values) in zip(views.views, pictures) {
      let picture = PerspectivePicture(size: view.size, focalLength: view.focalLength, values: values)
      distances.append(depth.distances(from: try await depth.map(of: picture), in: view))
    }
    return ViewPredictions(views: views, distances: distances, merge: merge)
  }
}
