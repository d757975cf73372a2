// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaDatasets
  import RotundaEvaluation
  import RotundaImaging

  /// How a system is asked for its scores.
  enum JudgedSystem: Sendable {
    /// It sees whole panoramas.
    case panoramic(any Predictor)
    /// It sees views, whose results come under every scaling.
    case perspective(fingerprint: String, @Sendable (Sample) async throws -> CubeMapResult)

    /// What its predictions depend on besides the sample.
    var fingerprint: String {
      switch self {
      case .panoramic(let predictor): predictor.fingerprint
      case .perspective(let fingerprint, _): fingerprint
      }
    }

    /// Its errors on every sample of a source that ends, one after the other.
    ///
    /// - Throws: what reading a sample or predicting throws; `CancellationError` where `isStopped` says so.
    func scores(
      on source: any SampleSource, by evaluationProtocol: EvaluationProtocol, isStopped: @Sendable () -> Bool
    ) async throws -> SystemScores {
      var scores = SystemScores()
      for index in 0..<(source.count ?? 0) {
        if isStopped() { throw CancellationError() }
        let sample = try source.sample(at: index)
        let start = ContinuousClock.now
        switch self {
        case .panoramic(let predictor):
          let prediction = try await predictor.depth(of: sample)
          let seconds = start.duration(to: .now) / .seconds(1)
          try scores.add(prediction, of: sample, by: evaluationProtocol, seconds: seconds)
        case .perspective(_, let result):
          let views = try await result(sample)
          let seconds = start.duration(to: .now) / .seconds(1)
          scores.add(views, of: sample, by: evaluationProtocol, seconds: seconds)
        }
      }
      return scores
    }
  }
#endif
