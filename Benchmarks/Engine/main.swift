// SPDX-License-Identifier: Apache-2.0

// Times the engine for Benchmarks/peers/compare.py:
// `EngineBenchmark NETWORK WIDTHxHEIGHT THREADS [--weights FILE] [--image FILE] [--accuracy high]`.
// The image is raw: 3 x HEIGHT x WIDTH floats of this machine. What no file is named for is random.
// Prints one JSON line when ready, with the most memory that preparing took. For each line of standard input it runs a
// forward pass and prints its seconds and the most memory since it was ready, in bytes above the process without a
// network; where the line names a file, the outputs are written there, raw, one after another.

import Foundation
import RotundaEngine
import RotundaNetworks

/// Pairs `--option VALUE`; nil where they are not that.
func options(_ words: some Collection<String>, known: Set<String>) -> [String: String]? {
  var options: [String: String] = [:]
  var rest = words[...]
  while let name = rest.popFirst() {
    guard known.contains(name), let value = rest.popFirst() else { return nil }
    options[name] = value
  }
  return options
}

/// Floats of a raw file.
func floats(ofFile path: String) throws -> [Float] {
  let data = try Data(contentsOf: URL(filePath: path))
  return [Float](unsafeUninitializedCapacity: data.count / 4) { buffer, count in
    // Bound: the buffer has room for `data.count / 4` floats, and no more bytes than that are copied.
    count = data.copyBytes(to: buffer, from: 0..<data.count / 4 * 4) / 4
  }
}

/// The network, ready; its weights as they were in the file live no longer than this function.
func prepare(_ network: Network, size: Extent, weights file: String?, on runtime: CPURuntime) throws
  -> any PreparedNetwork
{
  let weights =
    try file.map { try Weights(contentsOf: URL(filePath: $0)) }
    ?? .initialised(for: network, seed: 1, scheme: .variancePreserving)
  return try runtime.prepare(network, weights: weights, size: size)
}

/// Writes a line at once: the driver waits for it.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

let words = CommandLine.arguments.dropFirst()
let sizes = words.dropFirst().first?.split(separator: "x").compactMap { Int($0) } ?? []
guard words.count >= 3, sizes.count == 2, let architecture = Architecture(words[1]), let threads = Int(words[3]),
  let files = options(words.dropFirst(3), known: ["--weights", "--image", "--accuracy"]),
  let accuracy = Accuracy(rawValue: files["--accuracy"] ?? Accuracy.high.rawValue)
else {
  say(
    "usage: EngineBenchmark NETWORK WIDTHxHEIGHT THREADS [--weights FILE] [--image FILE] [--accuracy exact|high|fast]")
  say("NETWORK is one of \(Architecture.allNames.joined(separator: ", "))")
  exit(64)
}
let size = Extent(height: sizes[1], width: sizes[0])
let network = architecture.network
let shape = Network.MapShape(channels: network.imageChannels, height: size.height, width: size.width)
let values =
  try files["--image"].map { try floats(ofFile: $0) } ?? (0..<shape.count).map { _ in Float.random(in: 0..<1) }
guard values.count == shape.count else {
  say("the image has \(values.count) numbers instead of \(shape.count)")
  exit(65)
}
let image = FeatureMap(shape: shape, values: values)

let memory = ResidentMemory()
let runtime = CPURuntime(threads: threads, accuracy: accuracy)
let prepared = try prepare(network, size: size, weights: files["--weights"], on: runtime)
// Memory that the first prediction sets up is part of being ready.
_ = try prepared.predict(image)
say(#"{"name": "rotunda, \#(runtime.name), \#(accuracy)", "memory": \#(memory.peak)}"#)
memory.forgetPeak()
while let path = readLine() {
  let start = ContinuousClock.now
  let outputs = try prepared.predict(image)
  let seconds = (ContinuousClock.now - start) / .seconds(1)
  let peak = memory.peak
  if !path.isEmpty {
    let bytes = outputs.map { $0.values.withUnsafeBytes { Data($0) } }
    try Data(bytes.joined()).write(to: URL(filePath: path))
  }
  say(#"{"seconds": \#(seconds), "memory": \#(peak)}"#)
}
