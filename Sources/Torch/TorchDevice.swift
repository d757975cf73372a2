// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  internal import CRotundaTorch
#endif

/// Where LibTorch computes.
public struct TorchDevice: Sendable, Hashable {
  /// LibTorch's name of it: `cpu`, `cuda:0`, `mps`.
  public let name: String

  /// This machine's processor.
  public static let cpu = TorchDevice(name: "cpu")

  private init(name: String) { self.name = name }
}

#if LibTorch
  extension TorchDevice {
    /// What LibTorch can use on this machine now.
    public static var available: [TorchDevice] {
      let cuda = (0..<ct_cuda_devices()).map { TorchDevice(name: "cuda:\($0)") }
      return [cpu] + cuda + (ct_has_mps() ? [TorchDevice(name: "mps")] : [])
    }

    /// A device by its name; `cuda` is the first one.
    ///
    /// - Throws: `TorchError.noSuchDevice` where this machine lacks it.
    public init(named name: String) throws(TorchError) {
      let wanted = name == "cuda" ? "cuda:0" : name
      let available = wanted == "cpu" ? [Self.cpu] : Self.available
      guard let device = available.first(where: { $0.name == wanted }) else {
        throw .noSuchDevice(name, available: available.map(\.name))
      }
      self = device
    }
  }
#endif

#if LibTorch
  /// LibTorch itself: its version and how many threads it uses.
  public enum LibTorch {
    /// The version of the library, as `2.11.0`.
    public static var version: String { String(cString: ct_version()) }

    /// Threads within one operator, for the whole process; at least one.
    public static func setThreads(_ count: Int) throws(TorchError) {
      try check("threads", ct_set_threads(Int64(count)))
    }
  }
#endif
