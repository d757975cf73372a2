// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaNetworks
  import RotundaTorch

  /// The state of a run between two steps, as one safetensors file.
  ///
  /// Arrays are named `weights/NAME`, `average/NAME`, `first/NAME`, `second/NAME`; the metadata holds the step. The order
  /// of samples and their augmentation are functions of the step, so nothing else is needed to go on bit by bit.
  struct Checkpoint {
    let parameters: [String: Tensor]
    let optimiser: Adam

    fileprivate enum Part: String, CaseIterable {
      case weights, average, first, second
    }

    static func write(_ optimiser: Adam, to url: URL) throws {
      var arrays: [String: Weights.Array] = [:]
      for part in Part.allCases {
        for (name, tensor) in zip(optimiser.names, optimiser.tensors(of: part)) {
          arrays["\(part.rawValue)/\(name)"] = Weights.Array(shape: tensor.shape, values: try tensor.floats())
        }
      }
      try Weights(arrays: arrays, metadata: ["step": String(optimiser.steps)]).write(to: url)
    }

    init(contentsOf url: URL, for network: Network, device: TorchDevice) throws {
      let stored = try Weights(contentsOf: url)
      guard let step = stored.metadata["step"].flatMap({ Int($0) }) else {
        throw TrainingError.notARun(url, reason: "it does not say how far the run had come")
      }
      func array(_ part: Part, _ name: String) throws -> Tensor {
        guard let array = stored.arrays["\(part.rawValue)/\(name)"] else {
          throw TrainingError.notARun(url, reason: "it lacks \(part.rawValue)/\(name)")
        }
        return try Tensor(array.values, shape: array.shape, device: device)
      }
      var parameters: [String: Tensor] = [:]
      for parameter in network.parameters { parameters[parameter.name] = try array(.weights, parameter.name) }
      self.parameters = parameters
      optimiser = try Adam(
        parameters, firstMoment: { name, _ in try array(.first, name) },
        secondMoment: { name, _ in try array(.second, name) }, average: { name, _ in try array(.average, name) },
        steps: step)
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
