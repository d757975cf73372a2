// SPDX-License-Identifier: Apache-2.0

/// What many images say about predictors, with intervals.
public struct EvaluationSummary: Sendable {
  /// What one predictor achieves.
  public struct Judged: Sendable {
    /// By protocol in the plan's order, then by metric in the order of `Metric.allCases`.
    public let errors: [[Estimate]]
    /// In the order of `GeometryMetric.allCases`.
    public let geometry: [Estimate]
    /// Errors of all pixels by distance and latitude.
    public let profile: ErrorProfile
    /// Abs Rel by true distance, in the order of the profile's bins.
    public let byDistance: [Estimate]
    /// Abs Rel by latitude, in the order of the profile's bands.
    public let byLatitude: [Estimate]
  }

  /// What was asked for.
  public let plan: EvaluationPlan
  /// The images, in the source's order.
  public let records: [EvaluationRecord]
  /// By predictor, in the plan's order.
  public let predictors: [Judged]
  /// How often images were drawn for the intervals.
  let draws: Int

  /// The summary of images in any order.
  public init(_ records: [EvaluationRecord], of plan: EvaluationPlan, bootstrap: Bootstrap = Bootstrap()) {
    let records = records.sorted { $0.index < $1.index }
    let groups = records.map(\.viewpoint)
    self.plan = plan
    self.records = records
    draws = bootstrap.count
    predictors = plan.predictors.indices.map { predictor in
      let judged = records.map { $0.predictors[predictor] }
      return Judged(
        errors: plan.protocols.enumerated().map { number, evaluationProtocol in
          bootstrap.estimates(of: judged.map { $0.errors[number] }, under: evaluationProtocol, groups: groups)
        },
        geometry: bootstrap.means(
          of: GeometryMetric.allCases.map { metric in judged.map { $0.geometry[metric] } }, groups: groups),
        profile: judged.reduce(into: ErrorProfile()) { $0 += $1.profile },
        byDistance: bootstrap.absoluteRelative(of: judged.map(\.profile.byDistance), groups: groups),
        byLatitude: bootstrap.absoluteRelative(of: judged.map(\.profile.byLatitude), groups: groups))
    }
  }

  /// Viewpoints that the images were taken from.
  public var viewpointCount: Int { Set(records.map(\.viewpoint)).count }

  /// Images that a protocol's mask leaves nothing of.
  func emptyImages(protocol number: Int) -> Int { records.count { $0.predictors.first?.errors[number].pixels == 0 } }

  /// The images on which a predictor is worst, the worst first, by Abs Rel under the plan's first protocol.
  public func worst(_ count: Int, predictor: Int) -> [EvaluationRecord] {
    let judged = records.filter { $0.predictors[predictor].errors[0].pixels > 0 }
    return Array(
      judged.sorted {
        let (a, b) = ($0.predictors[predictor].errors[0], $1.predictors[predictor].errors[0])
        return (b[.absoluteRelative], $0.index) < (a[.absoluteRelative], $1.index)
      }.prefix(count))
  }
}
