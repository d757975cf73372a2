// SPDX-License-Identifier: Apache-2.0

/// What can keep a panorama from becoming depth, beyond its file and the network's weights.
public enum EstimatorError: Error, Sendable, Hashable {
  /// The program's own weights are not where they should be.
  case builtInWeightsMissing
  /// The floor cannot be found, so `cameraHeight` has nothing to scale by.
  case noFloor(reason: String)
  /// The device needs LibTorch, which this build lacks.
  case builtWithoutLibTorch(device: String)
}

extension EstimatorError: CustomStringConvertible {
  /// What happened and what to do.
  public var description: String {
    switch self {
    case .builtInWeightsMissing:
      return "the program's own weights are missing; install the folder rotunda_Rotunda.resources beside the program"
    case .noFloor(let reason):
      return "the depth cannot be scaled to the camera's height: \(reason)"
    case .builtWithoutLibTorch(let device):
      return "the device \(device) needs LibTorch, which this program was built without; build it with `make libtorch` "
        + "and `swift build -c release --traits LibTorch`, or use --device cpu"
    }
  }
}
