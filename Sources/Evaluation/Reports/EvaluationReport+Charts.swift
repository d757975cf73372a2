// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging

extension EvaluationReport {
  /// Abs Rel of every predictor by true distance, with intervals.
  public var errorByDistance: Chart {
    let centres = ErrorProfile().byDistance.indices.map { (Double($0) + 0.5) * ErrorProfile.distanceStep }
    return chart("Error by true distance", axis: "true distance (m)", at: centres, \.byDistance)
  }

  /// Abs Rel of every predictor by latitude, with intervals.
  public var errorByLatitude: Chart {
    let centres = ErrorProfile().byLatitude.indices.map { 90 - (Double($0) + 0.5) * ErrorProfile.latitudeStep }
    return chart("Error by latitude", axis: "latitude (degrees; 90 is the zenith)", at: centres, \.byLatitude)
  }

  private func chart(
    _ title: String, axis: String, at centres: [Double], _ errors: KeyPath<EvaluationSummary.Judged, [Estimate]>
  ) -> Chart {
    Chart(
      title, horizontal: Chart.Axis(axis), vertical: Chart.Axis("Abs Rel"),
      series: zip(summary.plan.predictors, summary.predictors).map { name, judged in
        let points = zip(centres, judged[keyPath: errors]).filter { $0.1.value.isFinite }.map { centre, error in
          Chart.Point(centre, error.value, interval: error.low <= error.high ? error.low...error.high : nil)
        }
        return Chart.Series(name, points, hasMarkers: true)
      })
  }
}
