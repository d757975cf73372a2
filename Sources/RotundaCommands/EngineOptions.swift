// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Rotunda
public import RotundaEngine

/// What runs a network, and how: the options of every command that predicts.
struct EngineOptions: ParsableArguments {
  @Option(help: "What runs the network: cpu, or with LibTorch torch-cpu, cuda, cuda:1, mps.")
  var device = "cpu"

  @Option(help: "Threads of the engine; all cores by default.")
  var threads: Int?

  @Option(
    help: "Largest error of the engine, of the largest depth: exact (1e-5), high (1e-4), fast (1e-3); fast is fastest.")
  var accuracy = Accuracy.high

  @Flag(
    help:
      "Choose the engine's algorithms by times measured on this machine: a minute the first time, kept for the next.")
  var autotune = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be above zero, not \(threads)") }
  }

  /// The estimator of some weights, for so many pictures at a time.
  ///
  /// - Throws: what `DepthEstimator` throws.
  func estimator(of weights: WeightsSource, pictures: Int) throws -> DepthEstimator {
    try DepthEstimator(
      weights: weights, device: ComputeDevice(named: device), threads: threads, accuracy: accuracy,
      tuning: autotune ? .standard : nil, pictures: pictures)
  }
}

extension Accuracy: ExpressibleByArgument {}
