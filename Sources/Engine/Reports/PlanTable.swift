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
        network.layers[entry.layer].name, estimate.name, decimals(2e-9 * estimate.products, 2),
        decimals(100 * estimate.cycles / cycles, 1) + " %", decimals(estimate.amplification, 1),
        megabytes(estimate.weightBytes),
      ])
    }
    let error = entries.map { $0.1.amplification * $0.1.amplification }.reduce(0, +).squareRoot()
    rows.append([
      "total", "direct \(decimals(1e-9 * Double(direct.reduce(0, +)), 1)) GFLOP",
      decimals(entries.map { 2e-9 * $0.1.products }.reduce(0, +), 2), "", decimals(error, 1),
      megabytes(entries.map(\.1.weightBytes).reduce(0, +)),
    ])
    lines =
      alignedColumns(rows) + [
        "error: expected rounding error, root mean square, in units of a plain sum's in single precision"
      ]
  }
}

/// Bytes in whole megabytes, rounded up.
func megabytes(_ bytes: Int) -> String { "\((bytes + 999_999) / 1_000_000) MB" }
