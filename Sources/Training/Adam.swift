// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaTorch

  /// Adam over parameters by name, with an exponential average of the parameters.
  ///
  /// - Source: Kingma and Ba, "Adam", ICLR 2015; beta1 0.9, beta2 0.999, epsilon 1e-8.
  public struct Adam {
    /// Names, in the order of all arrays here.
    public let names: [String]
    let parameters: [Tensor]
    let firstMoments: [Tensor]
    let secondMoments: [Tensor]
    let averages: [Tensor]
    private let counters: [Tensor]
    /// Steps taken.
    public private(set) var steps: Int

    /// How slowly the average follows; it follows faster in the first steps.
    static let averageDecay = 0.999

    /// An optimiser at its start: no moments, the average equal to the parameters.
    public init(_ parameters: [String: Tensor]) throws {
      try self.init(
        parameters, firstMoment: { try $1.zeros() }, secondMoment: { try $1.zeros() },
        average: { try $1.detached().copy() }, steps: 0)
    }

    /// An optimiser that goes on from stored state.
    init(
      _ parameters: [String: Tensor], firstMoment: (String, Tensor) throws -> Tensor,
      secondMoment: (String, Tensor) throws -> Tensor, average: (String, Tensor) throws -> Tensor, steps: Int
    ) throws {
      let sorted = parameters.sorted { $0.key < $1.key }
      names = sorted.map(\.key)
      self.parameters = sorted.map(\.value)
      (firstMoments, secondMoments, averages) = try withoutRecording {
        (
          try sorted.map { try firstMoment($0.key, $0.value) }, try sorted.map { try secondMoment($0.key, $0.value) },
          try sorted.map { try average($0.key, $0.value) }
        )
      }
      // On the parameters' device, as the fused step wants them.
      counters = try sorted.map { try $0.value.detached().zeros().sum().adding(Double(steps)) }
      self.steps = steps
      for parameter in self.parameters { try parameter.track() }
    }

    /// One step with the gradients that were collected, which are then forgotten.
    public mutating func step(rate: Double) throws {
      try withoutRecording {
        let gradients = try parameters.map { try $0.gradient() ?? $0.zeros() }
        try fusedAdamStep(
          parameters: parameters, gradients: gradients, firstMoments: firstMoments, secondMoments: secondMoments,
          steps: counters, rate: rate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8)
        let share = max(1 - Self.averageDecay, 9 / (10 + Double(steps)))
        try moveTowards(averages, targets: parameters, share: share)
        for parameter in parameters { try parameter.clearGradient() }
      }
      steps += 1
    }

    /// The averaged parameters, by name.
    public var averagedParameters: [String: Tensor] { Dictionary(uniqueKeysWithValues: zip(names, averages)) }
  }
#endif
