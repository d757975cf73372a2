// SPDX-License-Identifier: Apache-2.0

// The engine on small shapes against the reference, for builds with the address or the thread sanitizer
// (`make sanitize`): `EngineCheck SHAPES`, the number of random convolutions. One line a group; exit status 1 where a
// result is wrong. What a sanitizer finds it reports itself.

import Foundation

/// Writes at once: what came before a sanitizer's report belongs before it.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

guard CommandLine.arguments.count == 2, let shapes = Int(CommandLine.arguments[1]), shapes > 0 else {
  say("usage: EngineCheck SHAPES, as `EngineCheck 60`: how many random convolutions are tried")
  exit(64)
}
let convolutions = ConvolutionGroups(shapes: shapes)
let groups: [(name: String, run: () throws -> [String])] = [
  ("single convolutions", convolutions.single),
  ("transposed convolutions", convolutions.transposed),
  ("convolutions side by side", convolutions.sideBySide),
  ("convolutions that a 1x1 convolution uses up", convolutions.thenPointwise),
  ("the same beside another map", convolutions.thenPointwiseBesideImage),
  ("maps of several items", convolutions.severalItems),
  ("networks at every accuracy", NetworkGroups.alone),
  ("predictions at once", NetworkGroups.atOnce),
]

var faultCount = 0
for group in groups {
  var faults: [String] = []
  let seconds = try ContinuousClock().measure { faults = try group.run() } / .seconds(1)
  say("engine check: \(group.name), \(String(format: "%.1f", seconds)) s, \(faults.count) wrong")
  for fault in faults { say("  \(fault)") }
  faultCount += faults.count
}
if faultCount > 0 {
  say("engine check: \(faultCount) results are wrong; each line above names the shape and the algorithm")
  exit(1)
}
