// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaTorch

  /// L_data: what predictions are worth against the truth, over all sizes that the network predicts.
  ///
  /// - Source: Lee et al. 2020, eq. 1; the weights of the sizes are OmniDepth's.
  public struct DataLoss: Sendable {
    /// Which terms there are and what they weigh.
    public let settings: LossSettings
    private let scope: any LossScope

    /// The value of each term, and their weighted sum over terms and sizes.
    public struct Terms {
      /// What is minimised: a scalar.
      public private(set) var total: Tensor
      /// Each term that counts, by its name, at full resolution and before it is weighted: scalars.
      public private(set) var terms: [(name: String, value: Tensor)]

      fileprivate init(total: Tensor, terms: [(name: String, value: Tensor)]) {
        (self.total, self.terms) = (total, terms)
      }

      /// Terms with what each weighs in the total; at least one.
      init(_ weighted: [(name: String, value: Tensor, weight: Double)]) throws {
        guard let first = weighted.first else { throw TrainingError.nothingPredicted }
        self.init(total: try first.value.multiplied(by: first.weight), terms: [(first.name, first.value)])
        for term in weighted.dropFirst() { try add(term.name, term.value, weight: term.weight) }
      }

      /// Adds a term that another loss gives.
      mutating func add(_ name: String, _ value: Tensor, weight: Double) throws {
        total = try total.adding(value.multiplied(by: weight))
        terms.append((name, value))
      }
    }

    /// A loss.
    ///
    /// - `scope`: over which batch means are taken.
    public init(_ settings: LossSettings, scope: any LossScope = .batch) {
      self.settings = settings
      self.scope = scope
    }

    /// Compares predictions with the true depth.
    ///
    /// - `predictions`: `[N, 1, H, W]`, metres; full resolution first and each half the size of the one before.
    /// - `depth`: `[N, 1, H, W]`, metres; 0 is invalid.
    /// - `step`: terms that draw points draw them as this number says.
    /// - Throws: `TrainingError.nothingPredicted` where no prediction counts; `TorchError`.
    public func callAsFunction(predictions: [Tensor], depth: Tensor, step: Int) throws -> Terms {
      let full = try withoutRecording { try TrueDepth(depth, maximumDepth: settings.maximumDepth) }
      var truth = full
      var total: Tensor?
      var reported: [(name: String, value: Tensor)] = []
      for (prediction, scaleWeight) in zip(predictions, settings.scaleWeights) {
        if !reported.isEmpty { truth = try withoutRecording { try truth.halved() } }
        let predicted = PredictedDepth(prediction)
        var values: [(name: String, value: Tensor)] = []
        for term in settings.terms {
          let supervision = try withoutRecording { try self.supervision(of: term, by: truth, step: step) }
          let value = try supervision.loss(of: predicted)
          let weighted = try value.multiplied(by: scaleWeight * settings.weight(of: term))
          total = try total?.adding(weighted) ?? weighted
          values.append((term.rawValue, value))
        }
        if reported.isEmpty { reported = values }
      }
      guard let total else { throw TrainingError.nothingPredicted }
      return Terms(total: total, terms: reported)
    }

    private func supervision(
      of term: LossSettings.Term, by truth: TrueDepth, step: Int
    ) throws -> any Supervision {
      switch term {
      case .depth:
        try DepthSupervision(truth, settings, scope)
      case .smooth:
        SmoothnessSupervision(region: try Region(truth.smooth(), latitudes: latitudes(truth, .all), scope))
      case .normal:
        try NormalSupervision(truth, region: Region(truth.smooth(), latitudes: latitudes(truth, .normal, .all), scope))
      case .gradient:
        GradientMatchingSupervision(
          target: truth.depth, weights: try Region(truth.valid, latitudes: latitudes(truth, .all), scope).weights,
          scope: scope)
      case .virtualNormal:
        try VirtualNormalSupervision(
          truth, step: step, bySolidAngle: settings.latitudeWeights == .all, scope: scope)
      }
    }

    /// The latitudes to weight pixels by, where the settings name one of `choices`.
    private func latitudes(_ truth: TrueDepth, _ choices: LatitudeWeights...) throws -> Latitudes? {
      choices.contains(settings.latitudeWeights) ? try Latitudes(of: truth.depth) : nil
    }
  }
#endif
