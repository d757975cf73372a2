// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks

/// A plan's convolutions as a table for people.
struct PlanTable {
  /// The lines, columns aligned.
  let lines: [String]

  /// - `direct`: floating-point operations of each layer, computed directly.
  init(_ plan: Plan, network: Network, direct: [Int]) {
    let entries = plan.entries.compactMap { entry in entry.estimate.map { (entry, $0) } }
    let cycles = entries.map(\.1.cycles).reduce(0, +)
    var rows = [["layer", "algorithm", "GFLOP", "share of time", "error", "weights"]]
    for (entry, estimate) in entries {
      rows.append([
        network.layers[entry.layer].name, estimate.name, Self.decimals(2e-9 * estimate.products, 2),
        "\(Self.decimals(100 * estimate.cycles / cycles, 1)) %", Self.decimals(estimate.amplification, 1),
        megabytes(estimate.weightBytes),
      ])
    }
    let error = entries.map { $0.1.amplification * $0.1.amplification }.reduce(0, +).squareRoot()
    rows.append([
      "total", "direct \(Self.decimals(1e-9 * Double(direct.reduce(0, +)), 1)) GFLOP",
      Self.decimals(entries.map { 2e-9 * $0.1.products }.reduce(0, +), 2), "", Self.decimals(error, 1),
      megabytes(entries.map(\.1.weightBytes).reduce(0, +)),
    ])
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    lines =
      rows.map { cells in
        zip(cells, widths).enumerated().map { column, cell in
          let space = String(repeating: " ", count: cell.1 - cell.0.count)
          return column < 2 ? cell.0 + space : space + cell.0
        }.joined(separator: "  ")
      } + [
        "error: expected rounding error, root mean square, in units of a plain sum's in single precision"
      ]
  }

  private static func decimals(_ value: Double, _ places: Int) -> String {
    let factor = places == 1 ? 10.0 : 100
    let rounded = Int((value * factor).rounded())
    let fraction = String(rounded % Int(factor))
    let zeros = String(repeating: "0", count: places - fraction.count)
    return "\(rounded / Int(factor)).\(zeros)\(fraction)"
  }
}

/// Bytes in whole megabytes, rounded up.
func megabytes(_ bytes: Int) -> String { "\((bytes + 999_999) / 1_000_000) MB" }
