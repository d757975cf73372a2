// SPDX-License-Identifier: Apache-2.0

public import RotundaNetworks

/// What can keep a panorama from becoming depth, beyond its file and the network's weights.
public enum EstimatorError: Error, Sendable, Hashable {
  /// Weights that are not of the network that they should be of.
  case unusableWeights(name: String, NetworkError)
  /// Weights of a network that sees pinhole pictures instead of panoramas.
  case perspectiveWeights(name: String, network: String)
  /// Weights of a network that cannot be asked for the depth of pinhole pictures.
  case noPerspectiveDepth(name: String, network: String)
  /// The program's own weights are not where they should be.
  case builtInWeightsMissing
  /// Nothing of the sphere is seen: every pixel is transparent or outside the photo.
  case nothingVisible
  /// The floor cannot be found, so `cameraHeight` has nothing to scale by.
  case noFloor(reason: String)
  /// The device needs LibTorch, which this build lacks.
  case builtWithoutLibTorch(device: String)
}

extension EstimatorError: CustomStringConvertible {
  /// What happened and what to do.
  public var description: String {
    switch self {
    case .unusableWeights(let name, let error):
      return "\(name): \(error)"
    case .perspectiveWeights(let name, let network):
      return
        "\(name): \(network) sees pictures of pinhole cameras, not panoramas; `rotunda evaluate` asks it through the "
        + "faces of a cube"
    case .noPerspectiveDepth(let name, let network):
      return "\(name): \(network) does not say how far away things in a pinhole camera's picture are"
    case .builtInWeightsMissing:
      return "the program's own weights are missing; install the folder rotunda_Rotunda.resources beside the program"
    case .nothingVisible:
      return "the picture shows nothing: every pixel is transparent, not a number, or outside the photo"
    case .noFloor(let reason):
      return "the depth cannot be scaled to the camera's height: \(reason)"
    case .builtWithoutLibTorch(let device):
      return "the device \(device) needs LibTorch, which this program was built without; build it with `make libtorch` "
        + "and `swift build -c release --traits LibTorch`, or use --device cpu"
    }
  }
}
