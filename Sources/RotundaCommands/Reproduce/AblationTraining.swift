// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaDatasets
  import RotundaTraining

  /// Trains the networks of an ablation.
  struct AblationTraining: Sendable {
    let plan: AblationPlan
    let pool: TrainingPool

    /// Trains what is not trained yet; returns whether all is.
    func run() throws -> Bool {
      let stages = [plan.firstStages, plan.secondStages]
      let isAllDone = stages.joined().allSatisfy(\.folder.isFinished)
      for uri in isAllDone ? [] : [plan.source, plan.target] {
        try pool.cache.fill(uri, width: plan.first.width, height: plan.first.height) { pool.interruption.isRequested }
      }
      return try stages.allSatisfy { try train($0) }
    }

    private func train(_ units: [TrainingUnit]) throws -> Bool {
      try pool.train(units).allSatisfy { try $0.get() }
    }
  }
#endif
