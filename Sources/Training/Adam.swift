// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaTorch

  /// How parameters follow gradients; the defaults are the paper's, as far as it says.
  public struct OptimiserSettings: Sendable, Hashable, Codable {
    /// Peak learning rate.
    public var rate = 1e-4
    /// How the rate changes over a run.
    public var schedule = RateSchedule()
    /// Decay of the gradients' mean.
    public var beta1 = 0.9
    /// Decay of the squared gradients' mean.
    public var beta2 = 0.999
    /// What keeps a division from zero.
    public var epsilon = 1e-8
    /// Gradients whose joint Euclidean norm is larger are shortened to it; nil leaves them.
    public var maximumGradientNorm: Double?
    /// How slowly the averaged parameters follow, from 0 (they are the last ones) to below 1.
    public var averageDecay = 0.0

    /// Settings with the defaults of this type.
    public init() {}
  }

  /// Adam over parameters by name, with an exponential average of the parameters.
  ///
  /// - Source: Kingma and Ba, "Adam", ICLR 2015.
  public struct Adam {
    /// Names, in the order of all arrays here.
    public let names: [String]
    let parameters: [Tensor]
    let firstMoments: [Tensor]
    let secondMoments: [Tensor]
    let averages: [Tensor]
    private let counters: [Tensor]
    private let settings: OptimiserSettings
    /// Steps taken.
    public private(set) var steps: Int

    /// An optimiser at its start: no moments, the average equal to the parameters.
    public init(_ parameters: [String: Tensor], settings: OptimiserSettings = OptimiserSettings()) throws {
      try self.init(
        parameters, settings: settings, firstMoment: { try $1.zeros() }, secondMoment: { try $1.zeros() },
        average: { try $1.detached().copy() }, steps: 0)
    }

    /// An optimiser that goes on from stored state.
    init(
      _ parameters: [String: Tensor], settings: OptimiserSettings, firstMoment: (String, Tensor) throws -> Tensor,
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
      self.settings = settings
      self.steps = steps
      for parameter in self.parameters { try parameter.track() }
    }

    /// One step with the gradients that were collected, which are then forgotten; nothing waits for the device.
    ///
    /// - Returns: the joint norm of the gradients, before they were shortened.
    @discardableResult
    public mutating func step(rate: Double) throws -> Tensor {
      defer { steps += 1 }
      return try withoutRecording {
        let gradients = try parameters.map { try $0.gradient() ?? $0.zeros() }
        let norm = try jointNorm(gradients)
        if let bound = settings.maximumGradientNorm { try shorten(gradients, norm: norm, bound: bound) }
        try fusedAdamStep(
          parameters: parameters, gradients: gradients, firstMoments: firstMoments, secondMoments: secondMoments,
          steps: counters, rate: rate, beta1: settings.beta1, beta2: settings.beta2, epsilon: settings.epsilon)
        // The average follows faster in the first steps, which it would remember too long.
        let share = max(1 - settings.averageDecay, 9 / (10 + Double(steps)))
        try moveTowards(averages, targets: parameters, share: share)
        for parameter in parameters { try parameter.clearGradient() }
        return norm
      }
    }

    /// The averaged parameters, by name.
    public var averagedParameters: [String: Tensor] { Dictionary(uniqueKeysWithValues: zip(names, averages)) }
  }
#endif
