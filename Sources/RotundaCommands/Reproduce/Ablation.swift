// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Rotunda
import RotundaDatasets
import RotundaEvaluation
import RotundaImaging
import RotundaNetworks

#if LibTorch
  import RotundaTorch
  import RotundaTraining
#endif

/// `rotunda reproduce ablation`.
struct Ablation: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure what each loss and the adaptation do, in both domains.",
    discussion: """
      Needs a build with LibTorch. Trains the three models of Lee et al. 2020, section 3 (L_depth + L_smooth; + L_normal; \
      + L_adv), adaptation without L_normal, rivals of the paper's discriminator, and an oracle that knows the target \
      domain's depth. All take as many steps on as many pictures of the source domain; who may see the target domain sees \
      as many of it. Writes report.md, report.csv and sheets of pictures to \
      OUTPUT. A run that was stopped or killed goes on when it is started again; what is trained is not trained again.
      """)

  @Option(help: "Panoramas with depth to learn from.")
  var source = "rooms:seed=1,count=1200,look=synthetic"

  @Option(help: "Panoramas to adapt to; only the oracle sees their depth.")
  var target = "rooms:seed=3000001,count=1200,look=photo"

  @Option(help: "What to judge by in the source domain.")
  var sourceTest = "rooms:seed=5000001,count=200,look=synthetic"

  @Option(help: "What to judge by in the target domain.")
  var targetTest = "rooms:seed=5000001,count=200,look=photo"

  @Option(help: "Photographs without depth for a sheet of their own: a folder.", completion: .directory)
  var photographs: String?

  @Option(help: "What the settings below begin from: small (for a processor), or paper (Lee et al. 2020).")
  var preset = "small"

  @Option(help: "Models to train, with commas; all by default. Those of the gap, normal and oracle, always are.")
  var models: String?

  @Option(help: "Networks of each model, with seeds 1, 2, ...")
  var seeds = 3

  @Option(help: "The network, as rectnet-w8-sphere.")
  var architecture: String?

  @Option(help: "Size of the pictures, WIDTHxHEIGHT.")
  var size: String?

  @Option(help: "How pictures are varied: none, geometric (turned and mirrored) or standard (in other light, too).")
  var augment: String?

  @OptionGroup(title: "Losses")
  var lossOptions: TrainingLossOptions

  @OptionGroup(title: "Schedule")
  var scheduleOptions: TrainingScheduleOptions

  @OptionGroup(title: "Discriminator of every adaptation, unless the model says otherwise")
  var discriminatorOptions: DiscriminatorOptions

  @OptionGroup(title: "Second stage")
  var secondStageOptions: SecondStageOptions

  @Option(help: "Where to compute: cpu, cuda, mps.")
  var device = "cpu"

  @Option(help: "Networks trained at once, each on one thread; as many as there are cores, one on a GPU.")
  var jobs: Int?

  @Option(name: .shortAndLong, help: "Folder of the ablation.", completion: .directory)
  var output = "runs/ablation"

  func validate() throws {
    if seeds < 1 { throw ValidationError("--seeds must be above zero, not \(seeds)") }
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be above zero, not \(jobs)") }
  }

  func run() async throws {
    #if LibTorch
      let plan = try plan()
      let device = try TorchDevice(named: device)
      let interruption = Interruption()
      let jobs = jobs ?? (device == .cpu ? ProcessInfo.processInfo.activeProcessorCount : 1)
      let training = AblationTraining(
        plan: plan, pool: TrainingPool(jobs: jobs, device: device, interruption: interruption))
      guard try training.run() else {
        Console.current.complain("rotunda: stopped; the same command goes on")
        throw ExitStatus.someFailed
      }
      try await AblationJudgement(plan, sourceTest: sourceTest, targetTest: targetTest, photographs: photographs)
        .report()
    #else
      throw CommandError.builtWithoutLibTorch(wanted: "rotunda reproduce ablation")
    #endif
  }
}

#if LibTorch
  extension Ablation {
    private func plan() throws -> AblationPlan {
      let preset = try TrainingPreset(named: preset)
      var settings = preset.settings
      switch preset {
      case .small:
        // Without the paper's weight there would be no term to leave out.
        settings.loss.normalWeight = LossSettings.paper.normalWeight
        settings.augmentation = .geometric
        settings.replay = nil
      case .paper: break
      }
      settings.validation = sourceTest
      set(&settings.architecture, architecture)
      if let size {
        let extent = try Extent(parsing: size)
        (settings.width, settings.height) = (extent.width, extent.height)
      }
      set(&settings.augmentation, try augment.map { try AugmentationRanges(named: $0) })
      try lossOptions.apply(to: &settings)
      try scheduleOptions.apply(to: &settings)
      (settings.intervals.validation, settings.intervals.preview) = (settings.iterations, settings.iterations)
      var adversarial = AdversarialSettings(real: [target])
      try discriminatorOptions.apply(to: &adversarial)
      return AblationPlan(
        folder: URL(filePath: output), models: try chosenModels(), seeds: (1...UInt64(seeds)).map { $0 },
        source: source, target: target, first: settings, secondStage: secondStageOptions,
        adversarial: adversarial)
    }

    private func chosenModels() throws -> [AblationModel] {
      guard let models else { return AblationModel.all }
      let names = models.split(separator: ",").map(String.init)
      let known = AblationModel.all.map(\.name)
      if let unknown = names.first(where: { !known.contains($0) }) {
        throw ValidationError("--models are \(known.joined(separator: ", ")), not \(unknown)")
      }
      let wanted = Set(names + [AblationModel.sourceOnlyName, AblationModel.oracleName])
      return AblationModel.all.filter { wanted.contains($0.name) }
    }
  }
#endif
