// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// An evaluation in words and numbers: for people (Markdown), papers (LaTeX) and programs (CSV, JSON).
public struct EvaluationReport: Sendable {
  let summary: EvaluationSummary
  private let version: String

  /// A report of a summary; `version` is the program's.
  public init(_ summary: EvaluationSummary, version: String) {
    (self.summary, self.version) = (summary, version)
  }

  private var plan: EvaluationPlan { summary.plan }

  // MARK: - Markdown

  /// What was judged, every protocol with all of its rules, and the tables.
  ///
  /// - `withDetails`: also geometry and the errors by distance and latitude.
  public func markdown(withDetails: Bool = true) -> String {
    let protocols = plan.protocols.indices.map(section(protocol:))
    return ([heading] + protocols + (withDetails ? [geometry, profiles] : [])).joined(separator: "\n")
  }

  private var heading: String {
    let (count, viewpoints) = (summary.records.count, summary.viewpointCount)
    var images = "\(count) of \(plan.count) images"
    if viewpoints < count { images += " from \(viewpoints) viewpoints" }
    return """
      # Evaluation on \(plan.data)

      \(images), compared at \(plan.size.map(String.init).joined(separator: "x")); rotunda \(version). \
      In brackets: 95 % intervals, from \(summary.draws) draws of \(viewpoints < count ? "viewpoints" : "images") \
      with replacement.

      """
  }

  private func section(protocol number: Int) -> String {
    let evaluationProtocol = plan.protocols[number]
    let empty = summary.emptyImages(protocol: number)
    let note = empty > 0 ? "\nImages without a pixel that counts, left out: \(empty).\n" : ""
    let rows = Metric.allCases.map { metric in
      [metric.title] + summary.predictors.map { $0.errors[number][metric.rawValue].text }
    }
    return "## Protocol \(evaluationProtocol.name)\n\n\(evaluationProtocol)\n\(note)\n"
      + TextTable(heading: ["metric"] + plan.predictors, rows: rows).markdown
  }

  private var geometry: String {
    let rows = GeometryMetric.allCases.map { metric in
      [metric.title] + summary.predictors.map { $0.geometry[metric.rawValue].text }
    }
    return """
      ## Edges, normals, seam

      Over pixels with 0 < truth <= 10 m, metres as they are, an image, then averaged over images. Edges: 3x3 Sobel \
      gradient above the contrast. Normals of both depth maps by central differences on the sphere, weighted by \
      cos(latitude). Seam error: mean over rows of the step between the last and the first column, less the truth's.


      """ + TextTable(heading: ["metric"] + plan.predictors, rows: rows).markdown
  }

  private var profiles: String {
    "## By true distance\n\nAbs Rel, and bias (mean of prediction - truth), over all pixels of the set with 0 < truth "
      + "<= 10 m, metres as they are.\n\n" + profile(\.byDistance, names: Self.distances).markdown
      + "\n## By latitude\n\nThe same pixels; 90 degrees is the zenith.\n\n"
      + profile(\.byLatitude, names: Self.latitudes).markdown
  }

  private func profile(_ bins: KeyPath<ErrorProfile, [ErrorProfile.Bin]>, names: [String]) -> TextTable {
    let rows = names.indices.compactMap { index -> [String]? in
      let judged = summary.predictors.map { $0.profile[keyPath: bins][index] }
      guard let pixels = judged.first?.pixels, pixels > 0 else { return nil }
      return [names[index], String(pixels)]
        + judged.map { String(format: "%.4f, %+.3f m", $0.absoluteRelative, $0.bias) }
    }
    return TextTable(heading: ["", "pixels"] + plan.predictors, rows: rows)
  }

  private static let distances = ErrorProfile().byDistance.indices.map { bin in
    String(
      format: "%.1f to %.1f m", Double(bin) * ErrorProfile.distanceStep, Double(bin + 1) * ErrorProfile.distanceStep)
  }

  private static let latitudes = ErrorProfile().byLatitude.indices.map { band in
    String(
      format: "%.0f to %.0f", 90 - Double(band) * ErrorProfile.latitudeStep,
      90 - Double(band + 1) * ErrorProfile.latitudeStep)
  }

  // MARK: - LaTeX

  /// A table a protocol: a row a predictor, a column a metric of the tables of papers, the rules as its caption.
  public var latex: String {
    plan.protocols.enumerated().map { number, evaluationProtocol in
      let rows = summary.predictors.enumerated().map { index, judged in
        [plan.predictors[index].escapedForLaTeX]
          + Metric.table.map { String(format: "%.4f", judged.errors[number][$0.rawValue].value) }
      }
      let table = TextTable(heading: ["Method"] + Metric.table.map(\.latexTitle), rows: rows)
      return "\\begin{table}\n\\centering\n\(table.latex)"
        + "\\caption{\(summary.records.count) images of \(plan.data.escapedForLaTeX). Protocol "
        + "\(evaluationProtocol.description.escapedForLaTeX)}\n\\end{table}\n"
    }.joined(separator: "\n")
  }

  // MARK: - For programs

  /// A row a predictor, protocol and metric, geometry among them, with intervals.
  public var csv: String {
    let rows = plan.predictors.enumerated().flatMap { index, predictor in
      let judged = summary.predictors[index]
      let errors = plan.protocols.enumerated().flatMap { number, evaluationProtocol in
        Metric.allCases.map {
          [predictor, evaluationProtocol.name, $0.key] + judged.errors[number][$0.rawValue].fields
        }
      }
      return errors
        + GeometryMetric.allCases.map { [predictor, "geometry", $0.key] + judged.geometry[$0.rawValue].fields }
    }
    return TextTable(heading: ["predictor", "protocol", "metric", "value", "low", "high"], rows: rows).csv
  }

  /// A row an image, predictor and protocol, with all metrics of that image alone.
  public var imagesCSV: String {
    let heading =
      ["image", "predictor", "protocol", "pixels"] + Metric.allCases.map(\.key) + GeometryMetric.allCases.map(\.key)
    let rows = summary.records.flatMap { record in
      plan.predictors.enumerated().flatMap { index, predictor in
        plan.protocols.enumerated().map { number, evaluationProtocol in
          let judged = record.predictors[index]
          let errors = judged.errors[number]
          return [record.image, predictor, evaluationProtocol.name, String(errors.pixels)]
            + Metric.allCases.map { errors[$0].field }
            + GeometryMetric.allCases.map { judged.geometry[$0]?.field ?? "" }
        }
      }
    }
    return TextTable(heading: heading, rows: rows).csv
  }

  /// Everything but the single images, as JSON; numbers that are none are the words nan, inf and -inf.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(document)
  }

  private var document: ReportDocument {
    ReportDocument(
      version: version, data: plan.data, width: plan.size[0], height: plan.size[1], images: summary.records.count,
      viewpoints: summary.viewpointCount, draws: summary.draws,
      protocols: Dictionary(plan.protocols.map { ($0.name, $0.rules) }, uniquingKeysWith: { first, _ in first }),
      predictors: plan.predictors.enumerated().map { index, name in
        let judged = summary.predictors[index]
        return ReportDocument.Predictor(
          name: name, fingerprint: plan.fingerprints[index],
          errors: Dictionary(
            zip(plan.protocols, judged.errors).map { ($0.name, Self.byKey(Metric.allCases.map(\.key), $1)) },
            uniquingKeysWith: { first, _ in first }),
          geometry: Self.byKey(GeometryMetric.allCases.map(\.key), judged.geometry),
          byDistance: ReportDocument.bins(judged.profile.byDistance, Self.distances),
          byLatitude: ReportDocument.bins(judged.profile.byLatitude, Self.latitudes))
      })
  }

  private static func byKey(_ keys: [String], _ estimates: [Estimate]) -> [String: Estimate] {
    Dictionary(zip(keys, estimates), uniquingKeysWith: { first, _ in first })
  }
}

/// What the JSON file holds.
private struct ReportDocument: Encodable {
  struct Predictor: Encodable {
    let name: String
    let fingerprint: String
    let errors: [String: [String: Estimate]]
    let geometry: [String: Estimate]
    let byDistance: [Bin]
    let byLatitude: [Bin]
  }

  struct Bin: Encodable {
    let range: String
    let pixels: Int
    let absoluteRelative: Double
    let rootMeanSquare: Double
    let bias: Double
  }

  let version: String
  let data: String
  let width: Int
  let height: Int
  let images: Int
  let viewpoints: Int
  let draws: Int
  let protocols: [String: [String]]
  let predictors: [Predictor]

  static func bins(_ bins: [ErrorProfile.Bin], _ names: [String]) -> [Bin] {
    zip(bins, names).filter { $0.0.pixels > 0 }.map { bin, name in
      Bin(
        range: name, pixels: bin.pixels, absoluteRelative: bin.absoluteRelative, rootMeanSquare: bin.rootMeanSquare,
        bias: bin.bias)
    }
  }
}

extension Metric {
  var latexTitle: String {
    switch self {
    case .delta1: "$\\delta_{1.25}$"
    case .delta2: "$\\delta_{1.25^2}$"
    case .delta3: "$\\delta_{1.25^3}$"
    case .absoluteRelative, .squaredRelative, .rootMeanSquare, .rootMeanSquareLog, .meanAbsolute, .meanAbsoluteLog10,
      .within5Percent, .within10Percent:
      title.escapedForLaTeX
    }
  }
}
