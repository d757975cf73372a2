// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaNetworks
  import RotundaTorch

  /// The means and variances that normalisations of a network with averaged weights should have, from pictures.
  ///
  /// Those that a network keeps while it learns are of weights that went by, and of averaged weights they say nothing.
  /// - Source: Izmailov et al., "Averaging weights leads to wider optima and better generalization", UAI 2018, section 3.2.
  struct Calibration {
    /// Pictures of several passes, `[N, C, H, W]` each.
    private let images: [Tensor]

    /// - `exercises`: the passes of a run's first steps.
    init(_ exercises: [Exercise]) { images = exercises.map(\.images) }

    /// How many passes of `batch` pictures make a calibration: enough for means over some dozens of pictures.
    static func passes(batch: Int) -> Int { max(8, (64 + batch - 1) / batch) }

    /// The network with running numbers that are the means over all passes; its other parameters are shared.
    func applied(to network: TorchNetwork) throws -> TorchNetwork {
      try withoutRecording {
        var parameters = network.parameters
        for (name, _) in network.network.runningParameters { parameters[name] = try parameters[name]?.copy() }
        let calibrated = TorchNetwork(network.network, parameters: parameters, device: network.device)
        for (pass, images) in images.enumerated() {
          _ = try calibrated.predict(images, training: true, momentum: 1 / Double(pass + 1))
        }
        return calibrated
      }
    }
  }

  extension Network {
    /// What an optimiser moves: names and shapes.
    var learntParameters: [(name: String, shape: [Int])] {
      parameters.filter(\.role.isLearnt).map { ($0.name, $0.shape) }
    }

    /// What normalisations keep: names and shapes.
    var runningParameters: [(name: String, shape: [Int])] {
      parameters.filter { !$0.role.isLearnt }.map { ($0.name, $0.shape) }
    }
  }
#endif
