// SPDX-License-Identifier: Apache-2.0

// Times the engine for Benchmarks/peers/compare.py: `EngineBenchmark NETWORK WIDTHxHEIGHT THREADS`.
// Prints one JSON line when ready, then one with the seconds of a forward pass for each line of standard input.

import Foundation
import RotundaEngine
import RotundaNetworks

/// Weights that keep the signal's variance, from a fixed seed.
func randomWeights(of network: Network) -> Weights {
  var generator = SystemRandomNumberGenerator()
  var arrays: [String: Weights.Array] = [:]
  for parameter in network.parameters {
    let limit = parameter.isBias ? 0.01 : (3 / Float(parameter.fan.in)).squareRoot()
    let values = (0..<parameter.count).map { _ in Float.random(in: -limit...limit, using: &generator) }
    arrays[parameter.name] = Weights.Array(shape: parameter.shape, values: values)
  }
  return Weights(arrays: arrays)
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
  let duration = try ContinuousClock().measure(body)
  return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}

/// Writes a line at once: the driver waits for it.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

let arguments = CommandLine.arguments
let sizes = arguments.count == 4 ? arguments[2].split(separator: "x").compactMap { Int($0) } : []
guard sizes.count == 2, let architecture = Architecture(arguments[1]), let threads = Int(arguments[3]) else {
  say("usage: EngineBenchmark NETWORK WIDTHxHEIGHT THREADS")
  say("NETWORK is one of \(Architecture.allNames.joined(separator: ", "))")
  exit(64)
}
let size = Extent(height: sizes[1], width: sizes[0])
let runtime = CPURuntime(threads: threads)
let network = architecture.network
let prepared = try runtime.prepare(network, weights: randomWeights(of: network), size: size)
let shape = Network.MapShape(channels: network.imageChannels, height: size.height, width: size.width)
let image = FeatureMap(shape: shape, values: (0..<shape.count).map { _ in Float.random(in: 0..<1) })
say(#"{"name": "rotunda, \#(runtime.name)"}"#)
while readLine() != nil {
  let time = try seconds { _ = try prepared.predict(image) }
  say(#"{"seconds": \#(time)}"#)
}
