// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTorch

  /// A batch of which every process holds a part: divisors are those of the whole batch, so that the mean over processes of
  /// their losses is the loss of the whole.
  struct ProcessScope: LossScope {
    let processes: Processes

    func mean(_ count: Tensor) throws -> Tensor {
      try replaced(count) { try processes.sum($0).map { $0 / Double(processes.count) } }
    }

    func maximum(_ value: Tensor) throws -> Tensor { try replaced(value) { try processes.maximum($0) } }

    /// A scalar of the same device and type with another number.
    private func replaced(_ scalar: Tensor, by reduce: ([Double]) throws -> [Double]) throws -> Tensor {
      let reduced = try reduce(scalar.doubles())
      return try scalar.detached().zeros().adding(reduced[0])
    }
  }
#endif
