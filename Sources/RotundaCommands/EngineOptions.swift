// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Rotunda
public import RotundaEngine

#if LibTorch
  import RotundaTorch
#endif

/// What runs a network, and how: the options of every command that predicts.
struct EngineOptions: ParsableArguments {
  @Option(help: "What runs the network: cpu, or with LibTorch torch-cpu, cuda, cuda:1, mps.")
  var device = "cpu"

  @OptionGroup var processor: ProcessorOptions

  /// The estimator of some weights, for so many pictures at a time.
  ///
  /// - Throws: what `DepthEstimator` throws.
  func estimator(of weights: WeightsSource, pictures: Int) throws -> DepthEstimator {
    try DepthEstimator(
      weights: weights, device: ComputeDevice(named: device), threads: processor.threads,
      accuracy: processor.accuracy, tuning: processor.tuning, pictures: pictures)
  }
}

extension EngineOptions {
  /// A network of perspective pictures of `size`, its own where nil.
  ///
  /// - Throws: what `PerspectiveNetwork` throws.
  func perspectiveNetwork(of weights: WeightsSource, size: Int?) throws -> PerspectiveNetwork {
    try PerspectiveNetwork(
      weights: weights, size: size, device: ComputeDevice(named: device), threads: processor.threads,
      accuracy: processor.accuracy, tuning: processor.tuning)
  }

  #if LibTorch
    /// Where LibTorch computes: on the processor too where Rotunda's own engine runs the other networks.
    ///
    /// - Throws: `TorchError.noSuchDevice`.
    var torchDevice: TorchDevice {
      get throws { try TorchDevice(named: device == "torch-cpu" ? "cpu" : device) }
    }
  #endif
}

extension Accuracy: ExpressibleByArgument {}
