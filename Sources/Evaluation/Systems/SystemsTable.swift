// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Systems under one protocol beside what a paper prints of them: for people (Markdown), papers (LaTeX) and programs
/// (CSV, JSON).
public struct SystemsTable: Sendable {
  /// One system.
  public struct System: Sendable {
    /// What it is called, with its authors and year.
    public let title: String
    /// Its network, as `rectnet-w8`; nil of rules.
    public let network: String?
    /// Remarks, as that parts are our reconstruction.
    public let remarks: [String]
    /// What it costs; nil of rules, and of networks that another program runs.
    public let cost: Cost?
    /// What it achieves, or why that is not known.
    public let outcome: Result<SystemScores, Failure>
    /// What the paper prints, by metric; those that are not known are left out.
    public let printed: [Metric: Double]

    /// A system; the properties say what each argument is.
    public init(
      title: String, network: String?, remarks: [String] = [], cost: Cost? = nil,
      outcome: Result<SystemScores, Failure>, printed: [Metric: Double] = [:]
    ) {
      (self.title, self.network, self.remarks, self.cost) = (title, network, remarks, cost)
      (self.outcome, self.printed) = (outcome, printed)
    }
  }

  /// What a network costs for one panorama.
  public struct Cost: Sendable, Hashable, Codable {
    /// Numbers learnt.
    public let parameters: Int
    /// Floating-point operations of its convolutions, all views of a panorama together.
    public let operations: Int
    /// Bytes that its maps take while it runs, beside its weights; nil where another program keeps them.
    public let bytes: Int?

    /// A cost; the properties say what each argument is.
    public init(parameters: Int, operations: Int, bytes: Int?) {
      (self.parameters, self.operations, self.bytes) = (parameters, operations, bytes)
    }
  }

  /// Why a system has no row of numbers.
  public struct Failure: Error, Sendable, Hashable {
    /// In words.
    public let reason: String

    /// A failure for a reason.
    public init(reason: String) { self.reason = reason }
  }

  private let title: String
  private let settings: String
  private let evaluationProtocol: EvaluationProtocol
  private let systems: [System]
  /// Worked out once, as intervals take a thousand draws.
  private let rows: [Row]

  /// A table of systems; `settings` says in a paragraph how they learnt and what they are judged on.
  public init(title: String, settings: String, evaluationProtocol: EvaluationProtocol, systems: [System]) {
    (self.title, self.settings, self.systems) = (title, settings, systems)
    self.evaluationProtocol = evaluationProtocol
    rows = systems.flatMap { system -> [Row] in
      guard case .success(let scores) = system.outcome else { return [] }
      return scores.variants.map { variant in
        Row(
          system: system, scaling: variant.scaling?.rawValue ?? "raw", region: variant.region.rawValue,
          estimates: scores.estimates(of: variant, under: evaluationProtocol))
      }
    }
  }

  // MARK: - Rows

  /// One line of numbers.
  private struct Row {
    let system: System
    let scaling: String
    let region: String
    let estimates: [Estimate]
  }

  /// Networks that did not come to the end, with the reason.
  private var failures: [(title: String, reason: String)] {
    systems.compactMap { system in
      guard case .failure(let failure) = system.outcome else { return nil }
      return (system.title, failure.reason)
    }
  }

  private static let unknown = "-"

  private static func number(_ value: Double?) -> String { value.map { String(format: "%.4f", $0) } ?? unknown }

  // MARK: - Markdown

  /// The tables, with all rules of the protocol.
  public var markdown: String {
    var parts = [
      "# \(title)\n\n\(settings)\n",
      "In brackets: 95 % intervals over viewpoints, of which turned copies count once. \(evaluationProtocol)\n",
      errorTable.markdown, "## What each costs\n", costTable.markdown, "## What the paper prints\n",
      "As far as it is at hand; a dash is a number that is not. Other data, other protocols: see docs/table-1.md.\n",
      printedTable.markdown,
    ]
    if !failures.isEmpty {
      parts += ["## Rows that are missing\n", failures.map { "- \($0.title): \($0.reason)\n" }.joined()]
    }
    let remarks = systems.flatMap { system in system.remarks.map { "- \(system.title): \($0)\n" } }
    if !remarks.isEmpty { parts += ["## Remarks\n", remarks.joined()] }
    return parts.joined(separator: "\n")
  }

  private var errorTable: TextTable {
    TextTable(
      heading: ["system", "scale", "pixels"] + Metric.table.map(\.title),
      rows: rows.map { row in
        [row.system.title, row.scaling, row.region] + Metric.table.map { row.estimates[$0.rawValue].text }
      })
  }

  private var costTable: TextTable {
    TextTable(
      heading: ["system", "network", "parameters", "GFLOP", "seconds", "MiB"],
      rows: systems.compactMap { system in
        guard case .success(let scores) = system.outcome else { return nil }
        return [system.title, system.network ?? Self.unknown] + costs(of: system, scores)
      })
  }

  private func costs(of system: System, _ scores: SystemScores) -> [String] {
    [
      system.cost.map { String($0.parameters) } ?? Self.unknown,
      system.cost.map { String(format: "%.3f", Double($0.operations) / 1e9) } ?? Self.unknown,
      String(format: "%.4f", scores.medianSeconds),
      (system.cost?.bytes).map { String(format: "%.1f", Double($0) / 1_048_576) } ?? Self.unknown,
    ]
  }

  private var printedTable: TextTable {
    TextTable(
      heading: ["system"] + Metric.table.map(\.title),
      rows: systems.filter { !$0.printed.isEmpty }.map { system in
        [system.title] + Metric.table.map { Self.number(system.printed[$0]) }
      })
  }

  // MARK: - LaTeX

  /// A row a system in metres as it says them, with what the paper prints below it.
  public var latex: String {
    let lines = rows.filter { $0.scaling == "raw" && $0.region == CubeMapResult.Region.sphere.rawValue }
      .flatMap { row -> [[String]] in
        let own =
          [row.system.title.escapedForLaTeX]
          + Metric.table.map { String(format: "%.4f", row.estimates[$0.rawValue].value) }
        guard !row.system.printed.isEmpty else { return [own] }
        return [own, ["\\quad as printed"] + Metric.table.map { Self.number(row.system.printed[$0]) }]
      }
    let table = TextTable(heading: ["Method"] + Metric.table.map(\.latexTitle), rows: lines)
    return "\\begin{table}\n\\centering\n\(table.latex)\\caption{\(settings.escapedForLaTeX) "
      + "\(evaluationProtocol.description.escapedForLaTeX)}\n\\end{table}\n"
  }

  // MARK: - CSV, JSON

  /// A row a system, scaling and region, with intervals, costs and what the paper prints.
  public var csv: String {
    let metrics = Metric.table.flatMap { [$0.key, "\($0.key)_low", "\($0.key)_high", "\($0.key)_printed"] }
    let table = TextTable(
      heading: ["system", "network", "scale", "pixels"] + metrics + ["parameters", "gflop", "seconds", "mib"],
      rows: rows.map { row in
        let errors = Metric.table.flatMap { metric in
          row.estimates[metric.rawValue].fields + [row.system.printed[metric].map(\.field) ?? ""]
        }
        let scores = try? row.system.outcome.get()
        return [row.system.title, row.system.network ?? "", row.scaling, row.region] + errors
          + (scores.map { costs(of: row.system, $0) } ?? [])
      })
    return table.csv
  }

  /// All of it for programs.
  ///
  /// - Throws: `EncodingError`.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(
      Document(
        title: title, settings: settings, protocolName: evaluationProtocol.name,
        rules: evaluationProtocol.description, systems: systems.map { described($0) }))
  }

  private struct Document: Encodable {
    let title: String
    let settings: String
    let protocolName: String
    let rules: String
    let systems: [Described]
  }

  private struct Described: Encodable {
    struct Errors: Encodable {
      let scale: String
      let pixels: String
      let metrics: [String: Estimate]
    }

    let title: String
    let network: String?
    let remarks: [String]
    let cost: Cost?
    let secondsPerPanorama: Double?
    let failure: String?
    let errors: [Errors]
    let printed: [String: Double]
  }

  private func described(_ system: System) -> Described {
    let scores = try? system.outcome.get()
    return Described(
      title: system.title, network: system.network, remarks: system.remarks, cost: system.cost,
      secondsPerPanorama: scores?.medianSeconds, failure: failures.first { $0.title == system.title }?.reason,
      errors: rows.filter { $0.system.title == system.title }.map { row in
        Described.Errors(
          scale: row.scaling, pixels: row.region,
          metrics: Dictionary(uniqueKeysWithValues: zip(Metric.allCases.map(\.key), row.estimates)))
      },
      printed: Dictionary(uniqueKeysWithValues: system.printed.map { ($0.key.key, $0.value) }))
  }
}
