// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTorch

  /// L_smooth: the mean squared gradient of the predicted distance where the true depth is smooth.
  ///
  /// Central differences on the sphere, in metres a pixel. `region` is M_e M: where there is no edge of the truth.
  /// - Source: Lee et al. 2020, eq. 3.
  func smoothnessLoss(predicted: Stencil, over region: Region) throws -> Tensor {
    let (columns, rows) = (predicted.acrossColumns, predicted.acrossRows)
    // A central difference is half of that of the neighbours, hence a quarter of its square.
    return try region.mean(columns.multiplied(by: columns).adding(rows.multiplied(by: rows))).multiplied(by: 0.25)
  }

  /// L_smooth away from the edges of a true map.
  struct SmoothnessSupervision: Supervision {
    let region: Region

    func loss(of prediction: PredictedDepth) throws -> Tensor {
      try smoothnessLoss(predicted: prediction.stencil(), over: region)
    }
  }
#endif
