// SPDX-License-Identifier: Apache-2.0

/// What can go wrong between us and LibTorch.
public enum TorchError: Error, Sendable, Hashable {
  /// An operator refused its arguments or failed.
  case operatorFailed(name: String, message: String)
  /// The device is not there.
  case noSuchDevice(String, available: [String])
}

extension TorchError: CustomStringConvertible {
  /// What happened and to what, in one line of LibTorch's own words.
  public var description: String {
    switch self {
    case .operatorFailed(let name, let message):
      let firstLine = message.prefix { $0 != "\n" }
      return "LibTorch could not run \(name): \(firstLine)"
    case .noSuchDevice(let name, let available):
      return "there is no device \(name) here; this machine has \(available.joined(separator: ", "))"
    }
  }
}
