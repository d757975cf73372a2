// SPDX-License-Identifier: Apache-2.0

import RotundaImaging

/// The charts of one run, or of several side by side.
struct RunPlots {
  private let runs: [RunTables]
  private let smoothing: Double

  /// Charts of `runs`, whose metrics are smoothed.
  init(_ runs: [RunTables], smoothing: Double) {
    self.runs = runs
    self.smoothing = smoothing
  }

  /// File names without ending, and what to draw there.
  var charts: [(name: String, chart: Chart)] { metricsCharts + validationCharts }

  // MARK: - What belongs together

  /// Numbers that share an axis.
  private struct Group {
    let file: String
    let title: String
    let label: String
    let columns: [String]
  }

  /// Columns of `metrics.csv` that are no term of the loss; `seconds` is the time of day.
  private static let otherMetrics = [
    Group(file: "rate", title: "Learning rate", label: "learning rate", columns: ["rate"]),
    Group(
      file: "gradient", title: "Norm of the gradient", label: "norm",
      columns: ["gradientNorm", "discriminatorGradientNorm"]),
    Group(file: "discriminator", title: "Loss of the discriminator", label: "loss", columns: ["discriminator"]),
    Group(
      file: "accuracy", title: "Maps that the discriminator tells apart", label: "share of maps",
      columns: ["accuracyRendered", "accuracyReal"]),
    Group(file: "speed", title: "Speed", label: "samples per second", columns: ["samplesPerSecond"]),
  ]
  private static let knownErrors = [
    Group(
      file: "errors", title: "Errors on validation data", label: "error",
      columns: ["absRel", "absRelLatitude", "rmsLog"]),
    Group(
      file: "distances", title: "Errors on validation data, in metres", label: "error (m)", columns: ["rms", "sqRel"]),
    Group(
      file: "deltas", title: "Pixels within 1.25, 1.25^2, 1.25^3 times the truth", label: "share of pixels",
      columns: ["delta1", "delta2", "delta3"]),
  ]

  private var metricsCharts: [(name: String, chart: Chart)] {
    let others = Set(Self.otherMetrics.flatMap(\.columns) + ["seconds"])
    let terms = columns(\.metrics).filter { !others.contains($0) }
    let loss = Group(file: "loss", title: "Training loss and its terms", label: "loss", columns: terms)
    return ([loss] + Self.otherMetrics).flatMap { charts(of: $0, in: \.metrics, smoothing: smoothing) }
  }

  private var validationCharts: [(name: String, chart: Chart)] {
    let known = Set(Self.knownErrors.flatMap(\.columns))
    let unknown = columns(\.validation).filter { !known.contains($0) }.map { name in
      Group(file: name, title: "\(name) on validation data", label: name, columns: [name])
    }
    return (Self.knownErrors + unknown).flatMap { charts(of: $0, in: \.validation, smoothing: nil) }
  }

  /// The names of all runs' columns, each once.
  private func columns(_ table: KeyPath<RunTables, RunTable>) -> [String] {
    var names: [String] = []
    for column in runs.flatMap({ $0[keyPath: table].columns }) where !names.contains(column.name) {
      names.append(column.name)
    }
    return names
  }

  // MARK: - Charts

  /// One chart of a run's numbers, or for several runs one of each number.
  private func charts(
    of group: Group, in table: KeyPath<RunTables, RunTable>, smoothing: Double?
  ) -> [(name: String, chart: Chart)] {
    let present = columns(table).filter(group.columns.contains)
    guard !present.isEmpty else { return [] }
    guard runs.count > 1 else {
      let names = present.count > 1 ? present : [""]
      let series = zip(names, present).flatMap { name, column in
        curves(of: column, in: table, smoothing: smoothing) { _ in name }
      }
      return [(group.file, chart(group.title, label: group.label, series))]
    }
    return present.map { column in
      let title = present.count > 1 ? "\(group.title): \(column)" : group.title
      let series = curves(of: column, in: table, smoothing: smoothing, name: \.name)
      return (present.count > 1 ? "\(group.file)-\(column)" : group.file, chart(title, label: group.label, series))
    }
  }

  private func curves(
    of column: String, in table: KeyPath<RunTables, RunTable>, smoothing: Double?, name: (RunTables) -> String
  ) -> [Chart.Series] {
    runs.compactMap { run in
      let numbers = run[keyPath: table]
      guard let values = numbers.columns.first(where: { $0.name == column })?.values else { return nil }
      let points = zip(numbers.steps, values).map { Chart.Point($0, $1) }
      guard let smoothing else { return Chart.Series(name(run), points, hasMarkers: points.count <= 40) }
      guard smoothing > 0 else { return Chart.Series(name(run), points) }
      return Chart.Series(name(run), Self.smoothed(points, keeping: smoothing), smoothedFrom: points)
    }
  }

  /// Losses fall through decades; what is positive throughout is drawn so.
  private func chart(_ title: String, label: String, _ series: [Chart.Series]) -> Chart {
    let isLoss = label == "loss" || label == "norm"
    let heights = series.flatMap(\.points).map(\.y).filter(\.isFinite)
    let scale: Chart.Scale = isLoss && heights.allSatisfy { $0 > 0 } ? .logarithmic : .linear
    return Chart(title, horizontal: Chart.Axis("step"), vertical: Chart.Axis(label, scale: scale), series: series)
  }

  /// Means of a point and those before it, each counting `share` of its successor; gaps stay gaps and count for nothing.
  ///
  /// m = sum share^(n - i) y_i / sum share^(n - i): from the first point on a true mean, with no start to forget.
  static func smoothed(_ points: [Chart.Point], keeping share: Double) -> [Chart.Point] {
    var (sum, weight) = (0.0, 0.0)
    return points.map { point in
      guard point.y.isFinite else { return point }
      sum = share * sum + point.y
      weight = share * weight + 1
      return Chart.Point(point.x, sum / weight)
    }
  }
}
