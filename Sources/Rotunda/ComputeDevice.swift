// SPDX-License-Identifier: Apache-2.0

import RotundaEngine
import RotundaNetworks

#if LibTorch
  import RotundaTorch
#endif

/// What runs the network.
public enum ComputeDevice: Sendable, Hashable {
  /// Rotunda's own engine on this machine's processor.
  case cpu
  /// LibTorch on a device that it knows: `torch-cpu`, `cuda`, `cuda:1`, `mps`.
  case libTorch(String)

  /// A device by the name that the command line uses.
  public init(named name: String) {
    self = name == "cpu" ? .cpu : .libTorch(name)
  }

  /// The machine; `threads` (nil for all cores), `accuracy` and `tuning` apply to the engine.
  ///
  /// - Throws: `EstimatorError.builtWithoutLibTorch`; `TorchError.noSuchDevice`.
  func runtime(threads: Int?, accuracy: Accuracy, tuning: TuningCache?) throws -> any Runtime {
    switch self {
    case .cpu:
      return CPURuntime(threads: threads, accuracy: accuracy, tuning: tuning)
    case .libTorch(let name):
      #if LibTorch
        return TorchRuntime(device: try TorchDevice(named: name == "torch-cpu" ? "cpu" : name))
      #else
        throw EstimatorError.builtWithoutLibTorch(device: name)
      #endif
    }
  }
}
