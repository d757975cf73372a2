// SPDX-License-Identifier: Apache-2.0

public import RotundaNetworks

/// Why the engine cannot prepare a network.
public enum EngineError: Error, Sendable, Hashable {
  /// The maps of a prediction take more bytes than the machine has.
  case beyondMemory(network: String, size: Extent, needed: Int, memory: Int)
  /// Measured times of algorithms cannot be kept.
  case cacheNotWritten(path: String, reason: String)
}

extension EngineError: CustomStringConvertible {
  /// What happened, to what, and what to do.
  public var description: String {
    switch self {
    case .beyondMemory(let network, let size, let needed, let memory):
      return "\(network) needs \(gigabytes(needed)) for a picture of \(size.width)x\(size.height), and this machine "
        + "has \(gigabytes(memory)); choose a smaller size"
    case .cacheNotWritten(let path, let reason):
      return
        "measured times cannot be kept in \(path): \(reason); make the folder writable, or predict without measuring"
    }
  }
}

/// Rounded up, so that nothing is said to need 0 GB.
private func gigabytes(_ bytes: Int) -> String { "\(bytes / 1_000_000_000 + 1) GB" }
