// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  #if canImport(Darwin)
    import Darwin
  #else
    import Glibc
  #endif

  import RotundaTorch

  /// N: unit surface normals of maps of ray distances, facing the camera, `[N, 3, H, W]`.
  ///
  /// With points P = distance * direction of the four neighbours, columns around the seam and rows across the poles,
  ///
  ///     n = a x b / |a x b|,   a = P[right] - P[left],   b = P[below] - P[above]
  ///
  /// Components are along the pixel's own east, north and outward directions, in which a and b have few terms. With
  /// s_x, d_x the sum and the difference of the distances right and left, s_y, d_y of those below and above, and delta,
  /// epsilon the angles of a column and of a row,
  ///
  ///     a / (cos lat sin delta) = (s_x,  d_x sin lat tan(delta / 2),  d_x (1 / cos lat - cos lat (1 - cos delta)) / sin delta)
  ///     b / sin epsilon         = (0,  -s_y,  d_y / tan epsilon)
  ///
  /// so that nothing vanishes at the poles. Exact on planes away from edges, and the same for a map in any unit.
  struct SurfaceNormals {
    /// Of d_x in a's outward component.
    private let outward: Tensor
    /// Of d_x in a's northward component, times `perRow`.
    private let northward: Tensor
    /// 1 / tan epsilon.
    private let perRow: Double

    /// For maps of this map's size, device and type.
    init(of map: Tensor) throws {
      let (delta, epsilon) = (2 * Double.pi / Double(map.shape[3]), Double.pi / Double(map.shape[2]))
      let latitudes = try Latitudes(of: map)
      perRow = 1 / tan(epsilon)
      outward = try latitudes.cosine.reciprocal().adding(latitudes.cosine.multiplied(by: cos(delta) - 1))
        .multiplied(by: 1 / sin(delta))
      northward = try latitudes.sine.multiplied(by: tan(delta / 2) * perRow)
    }

    /// The normals of a map; 0 where the points span no plane.
    func callAsFunction(_ stencil: Stencil) throws -> Tensor {
      let (inRow, inColumn) = (try stencil.inRow(), try stencil.inColumn())
      let slope = try inColumn.multiplied(by: outward).adding(stencil.acrossRows.multiplied(by: northward))
      let product = try Tensor.concatenation(
        [
          stencil.acrossColumns.multiplied(by: slope), inRow.multiplied(by: stencil.acrossRows).multiplied(by: -perRow),
          inRow.multiplied(by: inColumn).multiplied(by: -1),
        ], along: 1)
      // The product faces the camera unless a prediction has distances of both signs.
      let facing = try withoutRecording { try inRow.multiplied(by: inColumn).sign() }
      let squaredLength = try product.multiplied(by: product).sum(along: 1).adding(1e-12)
      return try product.multiplied(by: squaredLength.reciprocalSquareRoot().multiplied(by: facing))
    }
  }

  /// L_normal: the mean squared distance of predicted and true unit normals, 2 - 2 cos(angle), where the truth is smooth.
  ///
  /// - `predicted`, `target`: `[N, 3, H, W]` of `SurfaceNormals`; `region`: M_e M.
  /// - Source: Lee et al. 2020, eq. 4.
  func normalLoss(predicted: Tensor, target: Tensor, over region: Region) throws -> Tensor {
    let difference = try predicted.subtracting(target)
    return try region.mean(difference.multiplied(by: difference).sum(along: 1))
  }

  /// L_normal against the normals of a true map.
  struct NormalSupervision: Supervision {
    private let rule: SurfaceNormals
    private let normals: Tensor
    private let region: Region

    init(_ truth: TrueDepth, region: Region) throws {
      rule = try SurfaceNormals(of: truth.depth)
      normals = try rule(Stencil(of: truth.depth))
      self.region = region
    }

    func loss(of prediction: PredictedDepth) throws -> Tensor {
      try normalLoss(predicted: rule(prediction.stencil()), target: normals, over: region)
    }
  }
#endif
