// SPDX-License-Identifier: Apache-2.0

import Rotunda
import RotundaDatasets
import RotundaEvaluation
import RotundaImaging
import RotundaNetworks
import RotundaSphere

/// A perspective network as evaluation asks it.
struct AskedNetwork: PerspectiveDepth {
  private let network: PerspectiveNetwork

  init(_ network: PerspectiveNetwork) { self.network = network }

  var name: String { network.weightsName }

  var fingerprint: String { "\(network.architecture) \(network.weightsSHA256 ?? "") at \(network.size)" }

  var kind: PerspectiveDepthKind {
    switch network.convention.quantity {
    case .depth, .unaryOfSuperpixels: .zDepth
    case .disparity: .disparity
    }
  }

  var trainingFocalLength: Double? { network.trainingFocalLength }

  func map(of picture: PerspectivePicture) async throws -> PerspectiveMap {
    let shape = Network.MapShape(channels: 3, height: picture.size, width: picture.size)
    let map = try await network.map(of: FeatureMap(shape: shape, values: picture.values))
    return PerspectiveMap(width: map.shape.width, height: map.shape.height, values: map.values)
  }
}

/// What a perspective network says of panoramas under every scaling, each a row of the report: the views of a panorama are
/// asked for once.
actor SharedViews<Depth: PerspectiveDepth> {
  private let predictor: CubeMapPredictor<Depth>
  /// By sample: the result, and how many rows have still to ask for it.
  private var results: [String: (result: Task<CubeMapResult, any Error>, rows: Int)] = [:]

  init(_ predictor: CubeMapPredictor<Depth>) { self.predictor = predictor }

  /// - Throws: what the network throws, and `DatasetsError.unlabelled`.
  func result(of sample: Sample) async throws -> CubeMapResult {
    let known = results[sample.name]
    let task = known?.result ?? Task { [predictor] in try await predictor.result(of: sample) }
    let rows = (known?.rows ?? ViewScaling.allCases.count) - 1
    results[sample.name] = rows > 0 ? (task, rows) : nil
    return try await task.value
  }
}

/// One scaling of `SharedViews`.
struct ScaledViews<Depth: PerspectiveDepth>: Predictor {
  let name: String
  let fingerprint: String
  private let scaling: ViewScaling
  private let shared: SharedViews<Depth>

  func depth(of sample: Sample) async throws -> DepthMap { try await shared.result(of: sample)[scaling] }

  /// The rows of what says how far away things are in `views`, one a scaling.
  static func rows(_ depth: Depth, views: PanoramaViews, merge: ViewMerge) -> [ScaledViews] {
    let shared = SharedViews(CubeMapPredictor(depth: depth, views: views, merge: merge))
    return ViewScaling.allCases.map { scaling in
      let row = CubeMapPredictor(depth: depth, views: views, merge: merge, scaling: scaling)
      return ScaledViews(name: row.name, fingerprint: row.fingerprint, scaling: scaling, shared: shared)
    }
  }
}
