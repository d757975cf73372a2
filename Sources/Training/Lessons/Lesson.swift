// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaDatasets
  import RotundaImaging
  import RotundaNetworks
  import RotundaTorch

  /// How a system learns: what its network sees of samples, and what its answers are worth.
  protocol Lesson {
    /// Names and first values of numbers that are learnt beside the network's parameters, one vector each.
    var companions: [(name: String, values: [Float])] { get }
    /// Whether samples must come with what cameras beside and above saw.
    var needsPartners: Bool { get }

    /// What the network is asked, for samples of one size.
    ///
    /// - `draw`: number of the first sample among all that are ever drawn; what is random is a function of it.
    func exercise(_ samples: [Sample], draw: Int) throws -> Exercise

    /// What a network answers to a whole panorama: ray distances, metres, row by row.
    ///
    /// - `companions`: as they are now, by name.
    func distances(in panorama: Panorama, by network: TorchNetwork, companions: [String: Tensor]) throws -> [Float]

    /// The weights with what else is to be known of them.
    func finished(_ weights: Weights, companions: [String: Tensor]) throws -> Weights
  }

  extension Lesson {
    var companions: [(name: String, values: [Float])] { [] }
    var needsPartners: Bool { false }
    func finished(_ weights: Weights, companions: [String: Tensor]) throws -> Weights { weights }
  }

  /// What a network is asked in one pass.
  struct Exercise {
    /// What it sees, `[N, C, H, W]`.
    var images: Tensor
    /// What its outputs are worth; `step` is where terms draw points from.
    let loss: (_ outputs: [Tensor], _ companions: [String: Tensor], _ step: Int) throws -> DataLoss.Terms
  }

  extension Lesson where Self: PanoramaAnswers {
    func distances(in panorama: Panorama, by network: TorchNetwork, companions: [String: Tensor]) throws -> [Float] {
      let sample = Sample(name: "", panorama: panorama, depth: nil)
      let images = try Batch.pictures(of: [sample], centred: centred, device: device)
      return try network.predict(images)[0].floats()
    }
  }

  /// Lessons of networks that see panoramas and whose first output is distances.
  protocol PanoramaAnswers {
    /// Whether pictures are centred as `InputCentring` does.
    var centred: Bool { get }
    /// Where the network is.
    var device: TorchDevice { get }
  }

  extension TrainingSettings {
    /// How a network with these settings learns.
    ///
    /// - Throws: `TrainingError.impossibleSetting`.
    func lesson(for network: Network, device: TorchDevice, scope: any LossScope) throws -> any Lesson {
      let centred = InputCentring.isExact(for: network)
      func camera() throws -> PinholeCamera { try PinholeCamera(self, network: network, device: device) }
      switch network.architecture.family {
      case .rectnet, .uresnet, .svs, .mappedrectnet:
        guard let system, let evidence = system.evidence else {
          return DistanceLesson(loss: loss, scope: scope, centred: centred, device: device)
        }
        return ViewSynthesisLesson(evidence, settings: system, scope: scope, centred: centred, device: device)
      case .popups:
        return PopupLesson(maximumDepth: loss.maximumDepth, scope: scope, centred: centred, device: device)
      case .fcrn:
        return PerspectiveDepthLesson(camera: try camera(), loss: .laina, scale: network.outputs[0].scale, scope: scope)
      case .bts:
        return PerspectiveDepthLesson(camera: try camera(), loss: .bts, scale: network.outputs[0].scale, scope: scope)
      case .vnl:
        return ClassifiedDepthLesson(camera: try camera(), scope: scope)
      case .monodepthvgg, .monodepthresnet50:
        return StereoLesson(camera: try camera(), faithful: system?.faithful ?? false)
      case .dcnf:
        return NeuralFieldLesson(camera: try camera())
      }
    }
  }
#endif
