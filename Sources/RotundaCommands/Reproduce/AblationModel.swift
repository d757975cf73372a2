// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaDatasets
  import RotundaTraining

  /// A network of the ablation: which losses it learns from, and what it learns of the target domain.
  struct AblationModel: Sendable {
    /// Names its folder and `--models`.
    let name: String
    /// What tables call it.
    let title: String
    /// Whether L_normal counts in both stages.
    let hasNormalLoss: Bool
    /// What its second stage has of the target domain.
    let knowledge: Knowledge
    /// Whether its second stage sees the pictures in other light: what one does who knows nothing but that light differs.
    var isRelit = false

    /// What a second stage has of the target domain.
    enum Knowledge: Sendable {
      /// Nothing: it goes on with the source domain.
      case nothing
      /// Its pictures, with a discriminator that differs from the paper's as said.
      case pictures(@Sendable (inout AdversarialSettings) -> Void)
      /// Its pictures and their depth.
      case labels
    }

    /// What reversed gradients of features weigh in the end; a tenth of what Ganin and others (JMLR 17, 2016) give them,
    /// whose loss of classes is ten times ours of relative distances.
    private static let featureWeight = 0.1

    /// All models, the source-only one and the oracle among them.
    static let all = [
      AblationModel(
        name: "smooth", title: "L_depth + L_smooth", hasNormalLoss: false, knowledge: .nothing),
      AblationModel(name: "normal", title: "+ L_normal (source only)", hasNormalLoss: true, knowledge: .nothing),
      AblationModel(
        name: "adversarial", title: "+ L_adv (Lee et al. 2020)", hasNormalLoss: true, knowledge: .pictures { _ in }),
      AblationModel(
        name: "adversarial-without-normal", title: "L_adv without L_normal", hasNormalLoss: false,
        knowledge: .pictures { _ in }),
      AblationModel(
        name: "strong", title: "L_adv, alpha 0.1", hasNormalLoss: true, knowledge: .pictures { $0.weight = 0.1 }),
      AblationModel(
        name: "flattened", title: "L_adv, flattened head", hasNormalLoss: true,
        knowledge: .pictures { $0.head = .flattened }),
      AblationModel(
        name: "label-smoothing", title: "L_adv, label smoothing 0.1", hasNormalLoss: true,
        knowledge: .pictures { $0.labelSmoothing = 0.1 }),
      AblationModel(
        name: "gradient-penalty", title: "L_adv, R1", hasNormalLoss: true,
        knowledge: .pictures { $0.gradientPenalty = 1 }),
      AblationModel(
        name: "spectral-norm", title: "L_adv, spectral norm", hasNormalLoss: true,
        knowledge: .pictures { $0.spectralNorm = true }),
      AblationModel(
        name: "noise", title: "L_adv, noise 0.05", hasNormalLoss: true, knowledge: .pictures { $0.noise = 0.05 }),
      AblationModel(
        name: "features", title: "features, reversed gradients", hasNormalLoss: true,
        knowledge: .pictures {
          $0.level = .features
          $0.weight = featureWeight
          $0.discriminatorWeight = 1
        }),
      AblationModel(
        name: "relit", title: "source only, in other light", hasNormalLoss: true, knowledge: .nothing, isRelit: true),
      AblationModel(name: oracleName, title: "oracle (target labels)", hasNormalLoss: true, knowledge: .labels),
    ]

    /// The models between which the gap lies.
    static let sourceOnlyName = "normal"
    static let oracleName = "oracle"
    /// The paper's three, in the order of its figures.
    static let paperNames = ["smooth", sourceOnlyName, "adversarial"]
  }

  /// What an ablation is made of: data, settings and seeds.
  struct AblationPlan: Sendable {
    let folder: URL
    let models: [AblationModel]
    let seeds: [UInt64]
    let source: String
    let target: String
    /// The first stage, but for its seed and L_normal.
    let first: TrainingSettings
    /// Changes of the second stage.
    let secondStage: SecondStageOptions
    /// What every adaptation begins from, before its model's changes.
    let adversarial: AdversarialSettings

    /// The first stages that the models begin from.
    var firstStages: [TrainingUnit] {
      seeds.flatMap { seed in
        Set(models.map(\.hasNormalLoss)).sorted { !$0 && $1 }.map { hasNormalLoss in
          TrainingUnit(
            settings: firstSettings(seed: seed, hasNormalLoss: hasNormalLoss),
            folder: firstFolder(seed: seed, hasNormalLoss: hasNormalLoss))
        }
      }
    }

    /// The second stages, a seed after the other, so that what was done after a stop is whole seeds.
    var secondStages: [TrainingUnit] {
      seeds.flatMap { seed in
        models.map { model in
          TrainingUnit(settings: secondSettings(of: model, seed: seed), folder: folder(of: model, seed: seed))
        }
      }
    }

    func folder(of model: AblationModel, seed: UInt64) -> RunFolder {
      RunFolder(folder.appending(path: "seed-\(seed)/\(model.name)"))
    }

    private func firstFolder(seed: UInt64, hasNormalLoss: Bool) -> RunFolder {
      RunFolder(folder.appending(path: "seed-\(seed)/first-stage" + (hasNormalLoss ? "-normal" : "")))
    }

    private func firstSettings(seed: UInt64, hasNormalLoss: Bool) -> TrainingSettings {
      var settings = first
      settings.seed = seed
      settings.data = [source]
      if !hasNormalLoss { settings.loss.normalWeight = 0 }
      return settings
    }

    private func secondSettings(of model: AblationModel, seed: UInt64) -> TrainingSettings {
      let before = firstFolder(seed: seed, hasNormalLoss: model.hasNormalLoss)
      var settings = firstSettings(seed: seed, hasNormalLoss: model.hasNormalLoss)
        .adaptation(from: before.weightsFile.path(percentEncoded: false), to: [target])
      secondStage.apply(to: &settings)
      if model.isRelit { settings.augmentation = .standard }
      switch model.knowledge {
      case .nothing:
        settings.adversarial = nil
      case .labels:
        // As many of each domain as an adaptation sees, where half come from either.
        settings.adversarial = nil
        settings.batch *= 2
        settings.data.append(target)
      case .pictures(let change):
        var adversarial = adversarial
        change(&adversarial)
        settings.adversarial = adversarial
      }
      let end = settings.iterations
      (settings.intervals.validation, settings.intervals.preview) = (end, end)
      return settings
    }
  }
#endif
