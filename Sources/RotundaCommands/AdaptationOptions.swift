// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

#if LibTorch
  import RotundaTraining
#endif

/// What a network is adapted to.
struct PhotographOptions: ParsableArguments {
  @Option(
    help:
      "Photographs to adapt to, without depth: a folder, or an address as sun360:FOLDER; may be given several times.",
    completion: .directory)
  var real: [String] = []

  /// Their addresses.
  var addresses: [String] { real.map(SampleSources.photographs(at:)) }
}

/// How a discriminator helps, where each option changes what the paper has.
struct DiscriminatorOptions: ParsableArguments {
  @Option(help: "Weight of the adversarial loss, alpha.")
  var adversarialWeight: Double?

  @Option(help: "What the discriminator's loss is multiplied by, gamma.")
  var discriminatorWeight: Double?

  @Option(help: "What the discriminator sees: depth (the predicted maps), or features (gradients are reversed).")
  var discriminatorSees: String?

  @Option(help: "How the discriminator ends: pooled, or flattened (the paper's words taken literally).")
  var discriminatorHead: String?

  @Option(help: "Steps in which the discriminator learns alone.")
  var headStart: Int?

  @Option(help: "How far the label of rendered panoramas is from 1, as 0.1; not the paper's.")
  var labelSmoothing: Double?

  @Option(help: "Weight of the discriminator's squared gradient (R1), as 1; not the paper's.")
  var gradientPenalty: Double?

  @Flag(help: "Divide each layer of the discriminator by its largest singular value; not the paper's.")
  var spectralNorm = false

  @Option(help: "Noise on what the discriminator sees, falling to 0, as 0.05; not the paper's.")
  var noise: Double?
}

/// The second stage of `rotunda train --real`, where it is not half and a third of the first.
struct SecondStageOptions: ParsableArguments {
  @Option(help: "Steps of the second stage; 21 for 65 of the first by default.")
  var adaptIterations: Int?

  @Option(help: "Rendered panoramas a step of the second stage, beside as many photographs; half as many by default.")
  var adaptBatch: Int?

  @Option(help: "Learning rate of the second stage; 1e-4 by default.")
  var adaptRate: Double?
}

#if LibTorch
  extension DiscriminatorOptions {
    /// Changes the discriminator of a run that has one.
    func apply(to settings: inout TrainingSettings) throws {
      guard var adversarial = settings.adversarial else { return }
      try apply(to: &adversarial)
      settings.adversarial = adversarial
    }

    func apply(to settings: inout AdversarialSettings) throws {
      set(&settings.weight, adversarialWeight)
      set(&settings.discriminatorWeight, discriminatorWeight)
      set(&settings.level, try discriminatorSees.map { try choice("--discriminator-sees", $0) })
      set(&settings.head, try discriminatorHead.map { try choice("--discriminator-head", $0) })
      set(&settings.headStart, headStart)
      set(&settings.labelSmoothing, labelSmoothing)
      set(&settings.gradientPenalty, gradientPenalty)
      if spectralNorm { settings.spectralNorm = true }
      set(&settings.noise, noise)
    }
  }

  extension SecondStageOptions {
    func apply(to settings: inout TrainingSettings) {
      set(&settings.iterations, adaptIterations)
      set(&settings.batch, adaptBatch)
      set(&settings.optimiser.rate, adaptRate)
    }
  }
#endif
