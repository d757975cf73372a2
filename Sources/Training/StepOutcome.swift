// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTorch

  /// What a step gave, still on the device.
  struct StepOutcome {
    let rate: Double
    var total: Tensor?
    var terms: [(name: String, value: Tensor)] = []
    var gradientNorm: Tensor?

    init(rate: Double) { self.rate = rate }

    /// Adds a pass that counts `share`.
    mutating func add(_ pass: DataLoss.Terms, share: Double) throws {
      try withoutRecording {
        let passTotal = try pass.total.detached().multiplied(by: share)
        total = try total?.adding(passTotal) ?? passTotal
        let passTerms = try pass.terms.map { ($0.name, try $0.value.detached().multiplied(by: share)) }
        terms =
          terms.isEmpty ? passTerms : try zip(terms, passTerms).map { ($0.name, try $0.value.adding($1.1)) }
      }
    }

    func report(
      step: Int, samplesPerSecond: Double, processes: Processes, discriminator: DiscriminatorReport?
    ) throws -> Trainer.StepReport {
      let scalars = try ([total].compactMap { $0 } + terms.map(\.value)).map { Double(try $0.floats()[0]) }
      // Each process has its share of the means, whose counts are common.
      let means = try processes.sum(scalars).map { $0 / Double(processes.count) }
      return Trainer.StepReport(
        step: step, rate: rate, loss: means[0],
        terms: zip(terms, means.dropFirst()).map { ($0.name, $1) },
        gradientNorm: try gradientNorm.map { Double(try $0.floats()[0]) } ?? .nan, discriminator: discriminator,
        samplesPerSecond: samplesPerSecond)
    }
  }
#endif
