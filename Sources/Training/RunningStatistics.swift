// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaNetworks
  import RotundaTorch

  /// The means and variances that a network's normalisations keep while it learns, and their exponential averages, which go
  /// with the averaged parameters.
  ///
  /// No gradient moves them: the network's own passes do.
  struct RunningStatistics {
    /// Names, in the order of both arrays.
    let names: [String]
    let current: [Tensor]
    let averages: [Tensor]

    /// - `numbers`: as they are now; `averages`: nil at the start.
    init(_ numbers: [String: Tensor], averages: [String: Tensor]? = nil) throws {
      let sorted = numbers.sorted { $0.key < $1.key }
      names = sorted.map(\.key)
      current = sorted.map(\.value)
      self.averages = try sorted.map { name, tensor in try averages?[name] ?? tensor.detached().copy() }
    }

    /// Moves the averages a share of the way.
    func follow(share: Double) throws {
      guard !current.isEmpty else { return }
      try withoutRecording { try moveTowards(averages, targets: current, share: share) }
    }

    /// The averages by name.
    var averagedNumbers: [String: Tensor] { Dictionary(uniqueKeysWithValues: zip(names, averages)) }
    /// The numbers by name.
    var numbers: [String: Tensor] { Dictionary(uniqueKeysWithValues: zip(names, current)) }
  }

  extension Network {
    /// What an optimiser moves: names and shapes.
    var learntParameters: [(name: String, shape: [Int])] {
      parameters.filter(\.role.isLearnt).map { ($0.name, $0.shape) }
    }

    /// What normalisations keep.
    var runningParameters: [(name: String, shape: [Int])] {
      parameters.filter { !$0.role.isLearnt }.map { ($0.name, $0.shape) }
    }
  }
#endif
