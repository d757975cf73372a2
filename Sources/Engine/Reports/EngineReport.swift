// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks

/// How fast a network runs beside what the machine could do: a table for people.
struct EngineReport {
  /// The lines, columns aligned.
  let lines: [String]

  /// - `direct`: floating-point operations of the network, computed directly.
  /// - `profiles`: for each round, seconds of each entry of the plan.
  init(_ plan: Plan, network: Network, peaks: MachinePeaks, direct: Int, profiles: [[Double]]) {
    let totals = profiles.map { $0.reduce(0, +) }.sorted()
    let median = totals[totals.count / 2]
    let seconds = plan.entries.indices.map { entry in profiles.map { $0[entry] }.min() ?? 0 }
    let planned = plan.entries.compactMap { $0.estimate.map { 2 * $0.products } }.reduce(0, +)

    var rows = [["layer", "algorithm", "ms", "share", "GFLOP", "GFLOP/s", "of peak"]]
    let sum = seconds.reduce(0, +)
    func share(_ value: Double) -> String { decimals(100 * value / sum, 1) + " %" }
    var others = 0.0
    for (entry, time) in zip(plan.entries, seconds) {
      guard let estimate = entry.estimate else {
        others += time
        continue
      }
      let rate = 2 * estimate.products / time
      rows.append([
        network.layers[entry.layer].name, estimate.name, decimals(1e3 * time, 2), share(time),
        decimals(2e-9 * estimate.products, 2), decimals(1e-9 * rate, 1),
        decimals(100 * rate / peaks.operations, 0) + " %",
      ])
    }
    rows.append(["other layers", "borders, copies, sums", decimals(1e3 * others, 2), share(others), "", "", ""])
    lines =
      [
        "peak: \(decimals(1e-9 * peaks.operations, 1)) GFLOP/s in registers, "
          + (peaks.splitOperations.map { "\(decimals(1e-9 * $0, 1)) split in two on the matrix unit, " } ?? "")
          + "\(decimals(1e-9 * peaks.bandwidth, 1)) GB/s of memory",
        "directly: \(decimals(1e-9 * Double(direct), 1)) GFLOP, no less than "
          + "\(decimals(1e3 * Double(direct) / peaks.operations, 1)) ms at that peak",
        "as planned: \(decimals(1e-9 * planned, 1)) GFLOP, no less than \(decimals(1e3 * planned / peaks.operations, 1)) ms",
        "reached: \(decimals(1e3 * median, 1)) ms (median of \(profiles.count); least \(decimals(1e3 * totals[0], 1))), "
          + "\(decimals(100 * planned / median / peaks.operations, 0)) % of the peak, "
          + "\(decimals(Double(direct) / median / peaks.operations, 2)) times the speed of a direct computation at peak",
        "",
      ] + alignedColumns(rows) + ["the layers' times are the least of all rounds"]
  }
}

/// Digits after the point.
func decimals(_ value: Double, _ places: Int) -> String {
  var factor = 1.0
  for _ in 0..<places { factor *= 10 }
  let rounded = Int((value * factor).rounded())
  guard places > 0 else { return String(rounded) }
  let fraction = String(rounded % Int(factor))
  return "\(rounded / Int(factor))." + String(repeating: "0", count: places - fraction.count) + fraction
}
