// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaNetworks

  /// Runs networks eagerly through LibTorch, on the processor or a GPU.
  public struct TorchRuntime: Runtime {
    /// Where it computes.
    public let device: TorchDevice

    /// A runtime on a device.
    public init(device: TorchDevice = .cpu) { self.device = device }

    /// LibTorch's version and the device.
    public var name: String { "LibTorch \(LibTorch.version), \(device.name)" }

    /// Copies the weights to the device.
    ///
    /// - Throws: `NetworkError` where weights or size do not fit; `TorchError`.
    public func prepare(_ network: Network, weights: Weights, size: Extent) throws -> any PreparedNetwork {
      _ = try network.shapes(for: size)
      return PreparedTorchNetwork(size: size, torch: try TorchNetwork(network, weights: weights, device: device))
    }
  }

  private struct PreparedTorchNetwork: PreparedNetwork {
    let size: Extent
    let torch: TorchNetwork

    var network: Network { torch.network }

    func predict(_ image: FeatureMap) throws -> [FeatureMap] {
      try check(image)
      return try withoutRecording {
        let shape = [1, image.shape.channels, image.shape.height, image.shape.width]
        let images = try Tensor(image.values, shape: shape, device: torch.device)
        return try torch.predict(images).map { output in
          let shape = output.shape
          return FeatureMap(
            shape: Network.MapShape(channels: shape[1], height: shape[2], width: shape[3]), values: try output.floats())
        }
      }
    }
  }
#endif
