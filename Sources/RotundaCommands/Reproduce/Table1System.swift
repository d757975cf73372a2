// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaDatasets
  import RotundaEvaluation
  import RotundaNetworks
  import RotundaTraining

  /// A row of the paper's Table 1, or one that belongs beside it: a network, and how it learns.
  struct Table1System: Sendable {
    /// Names its folder, `--systems` and `--weights`.
    let name: String
    /// What the table calls it.
    let title: String
    let family: Architecture.Family
    /// What the paper prints of it, as far as that is at hand.
    var printed: [Metric: Double] = [:]
    /// How it learns, from settings that are the same for all.
    var teach: @Sendable (inout TrainingSettings) -> Void = { _ in }

    var isPerspective: Bool { family.convention != .panorama }

    /// What is to be known of the row.
    var remarks: [String] {
      family.isReconstruction ? ["parts of this network are our reconstruction; no public source tells them"] : []
    }

    private static let withoutNormals: @Sendable (inout TrainingSettings) -> Void = { $0.loss.normalWeight = 0 }

    private static func synthesis(
      _ evidence: SystemSettings.Evidence, upShare: Double = 1
    ) -> @Sendable (inout TrainingSettings) -> Void {
      { settings in
        var system = settings.system ?? SystemSettings()
        (system.evidence, system.upShare) = (evidence, upShare)
        settings.system = system
      }
    }

    /// All rows, perspective ones first as in the paper.
    static let all = [
      Table1System(
        name: "godard-vgg", title: "Godard et al. 2017, VGG", family: .monodepthvgg,
        printed: [.squaredRelative: 0.9864, .rootMeanSquare: 4.4524]),
      Table1System(name: "godard-resnet", title: "Godard et al. 2017, ResNet-50", family: .monodepthresnet50),
      Table1System(name: "laina", title: "Laina et al. 2016, FCRN", family: .fcrn),
      Table1System(name: "liu", title: "Liu et al. 2016, DCNF-FCSP", family: .dcnf),
      Table1System(name: "bts", title: "Lee et al. 2019, BTS", family: .bts, printed: [.absoluteRelative: 0.32]),
      Table1System(name: "vnl", title: "Yin et al. 2019, VNL", family: .vnl, printed: [.absoluteRelative: 0.38]),
      Table1System(
        name: "uresnet", title: "Zioulis et al. 2018, UResNet", family: .uresnet, teach: withoutNormals),
      Table1System(
        name: "rectnet", title: "Zioulis et al. 2018, RectNet", family: .rectnet,
        printed: [.absoluteRelative: 0.0702], teach: withoutNormals),
      Table1System(
        name: "svs-supervised", title: "Zioulis et al. 2019, supervised", family: .svs,
        teach: synthesis(.supervised)),
      Table1System(
        name: "svs-0.6", title: "Zioulis et al. 2019, lambda 0.6", family: .svs,
        teach: synthesis(.trinocular, upShare: 0.6)),
      Table1System(
        name: "svs-0.8", title: "Zioulis et al. 2019, lambda 0.8", family: .svs,
        teach: synthesis(.trinocular, upShare: 0.8)),
      Table1System(
        name: "svs-1", title: "Zioulis et al. 2019, lambda 1", family: .svs,
        teach: synthesis(.trinocular, upShare: 1)),
      Table1System(name: "popups", title: "Eder et al. 2019, Pano Popups", family: .popups),
      Table1System(
        name: "mapped", title: "Eder et al. 2019, mapped convolutions", family: .mappedrectnet,
        teach: withoutNormals),
      Table1System(
        name: "lee", title: "Lee et al. 2020, first stage", family: .rectnet,
        printed: [.absoluteRelative: 0.0708]),
    ]
  }

  /// What every row of a table may cost.
  enum Table1Budget: String, CaseIterable {
    /// Narrow networks and small pictures: a night on two cores.
    case small
    /// The paper's: full widths at 512x256, 65,000 steps of 10; for a GPU.
    case paper

    /// Panoramas to learn from, where the data do not end.
    var samples: Int { self == .small ? 400 : 30_000 }
    /// Panoramas that choose the best step, where the data do not end.
    var validationSamples: Int { self == .small ? 16 : 200 }
    /// Panoramas to judge by, where the data do not end.
    var testSamples: Int { self == .small ? 100 : 1000 }

    /// How a system learns.
    func settings(for system: Table1System) -> TrainingSettings {
      var settings = TrainingSettings.paper
      let divisor = self == .small ? 8 : 1
      settings.architecture = Architecture(system.family, widthDivisor: divisor).description
      settings.loss.maximumDepth = 10
      settings.augmentation = .geometric
      switch self {
      case .small:
        (settings.width, settings.height) = (256, 128)
        settings.initialisation = .variancePreserving
        settings.iterations = 2000
        settings.batch = 4
        settings.optimiser.rate = 1e-3
        settings.optimiser.schedule.shape = .cosine
        settings.optimiser.averageDecay = 0.99
      case .paper:
        break
      }
      settings.optimiser.maximumGradientNorm = 10
      if case .perspective(let convention) = system.family.convention {
        var perspective = SystemSettings()
        switch self {
        case .small:
          // A cube's face: what the panorama's pixels are worth, and no correction of the focal length.
          perspective.focalLength = 0.5
          perspective.panoramaWidth = settings.width
          // Superpixels are 20 pixels wide whatever the picture.
          settings.width = system.family == .dcnf ? 192 : 128
        case .paper:
          perspective.panoramaWidth = 1024
          settings.width = convention.size
        }
        settings.height = settings.width
        settings.system = perspective
      }
      system.teach(&settings)
      return settings
    }
  }
#endif
