// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaNetworks
  import RotundaTorch

  /// The state of a run between two steps, as one safetensors file.
  ///
  /// Arrays are named `weights/NAME`, `average/NAME`, `first/NAME`, `second/NAME`; the metadata holds the step and the
  /// best validation so far. The rate, the order of samples and their augmentation are functions of the step, so nothing
  /// else is needed to go on bit by bit.
  struct Checkpoint {
    let parameters: [String: Tensor]
    let optimiser: Adam
    /// Abs Rel of the best validation so far; nil before the first one.
    let best: Double?

    fileprivate enum Part: String, CaseIterable {
      case weights, average, first, second
    }

    init(parameters: [String: Tensor], optimiser: Adam, best: Double?) {
      (self.parameters, self.optimiser, self.best) = (parameters, optimiser, best)
    }

    func write(to url: URL) throws {
      var arrays: [String: Weights.Array] = [:]
      for part in Part.allCases {
        for (name, tensor) in zip(optimiser.names, optimiser.tensors(of: part)) {
          arrays["\(part.rawValue)/\(name)"] = Weights.Array(shape: tensor.shape, values: try tensor.floats())
        }
      }
      var metadata = ["step": String(optimiser.steps)]
      metadata["best"] = best.map { String($0) }
      try Weights(arrays: arrays, metadata: metadata).write(to: url)
    }

    init(contentsOf url: URL, for network: Network, device: TorchDevice, settings: TrainingSettings) throws {
      let stored = try Weights(contentsOf: url)
      guard let step = stored.metadata["step"].flatMap({ Int($0) }) else {
        throw TrainingError.notARun(url, reason: "it does not say how far the run had come")
      }
      func array(_ part: Part, _ name: String, _ shape: [Int]) throws -> Tensor {
        guard let array = stored.arrays["\(part.rawValue)/\(name)"], array.shape == shape else {
          throw TrainingError.notARun(url, reason: "it lacks \(part.rawValue)/\(name) of the network's shape")
        }
        let tensor = try Tensor(array.values, shape: array.shape, device: device)
        return settings.channelsLast && shape.count == 4 ? try tensor.channelsLast() : tensor
      }
      var parameters: [String: Tensor] = [:]
      for parameter in network.parameters {
        parameters[parameter.name] = try array(.weights, parameter.name, parameter.shape)
      }
      self.parameters = parameters
      optimiser = try Adam(
        parameters, settings: settings.optimiser, firstMoment: { try array(.first, $0, $1.shape) },
        secondMoment: { try array(.second, $0, $1.shape) }, average: { try array(.average, $0, $1.shape) },
        steps: step)
      best = stored.metadata["best"].flatMap { Double($0) }
    }
  }

  extension Adam {
    fileprivate func tensors(of part: Checkpoint.Part) -> [Tensor] {
      switch part {
      case .weights: parameters
      case .average: averages
      case .first: firstMoments
      case .second: secondMoments
      }
    }
  }
#endif
