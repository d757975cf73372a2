// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaDatasets
  import RotundaTorch

  /// Distances of panoramas, by how well they foresee panoramas from beside and above.
  struct ViewSynthesisLesson: Lesson, PanoramaAnswers {
    private let kind: SystemSettings.Evidence
    private let upShare: Double
    private let loss: ViewSynthesisLoss
    private let scope: any LossScope
    let centred: Bool
    let device: TorchDevice

    init(
      _ kind: SystemSettings.Evidence, settings: SystemSettings, scope: any LossScope, centred: Bool,
      device: TorchDevice
    ) {
      var loss = ViewSynthesisLoss(faithful: settings.faithful)
      loss.baseline = Double(StereoPartners.baseline)
      (self.kind, upShare, self.loss, self.scope) = (kind, settings.upShare, loss, scope)
      (self.centred, self.device) = (centred, device)
    }

    var needsPartners: Bool { kind != .supervised }

    func exercise(_ samples: [Sample], draw: Int) throws -> Exercise {
      let images = try Batch.pictures(of: samples, centred: centred, device: device)
      let pictures = centred ? try Batch.pictures(of: samples, centred: false, device: device) : images
      let evidence = try evidence(samples)
      return Exercise(images: images) { outputs, _, _ in
        guard let predicted = outputs.first else { throw TrainingError.nothingPredicted }
        return try loss(predicted: predicted, picture: pictures, by: evidence, scope: scope)
      }
    }

    private func evidence(_ samples: [Sample]) throws -> ViewSynthesisLoss.Evidence {
      func view(_ side: (StereoPartners) -> StereoPartners.View) throws -> ViewSynthesisLoss.View {
        let seen = try samples.map { sample in
          let view = side(try sample.stereo())
          return Sample(name: sample.name, panorama: view.panorama, depth: view.depth)
        }
        let batch = try Batch(seen, centred: false, device: device)
        return ViewSynthesisLoss.View(picture: batch.images, depth: batch.depth)
      }
      switch kind {
      case .vertical: return .vertical(up: try view { $0.up })
      case .horizontal: return .horizontal(right: try view { $0.right })
      case .trinocular:
        return .trinocular(right: try view { $0.right }, up: try view { $0.up }, upShare: upShare)
      case .supervised: return .supervised(depth: try Batch(samples, centred: false, device: device).depth)
      }
    }
  }
#endif
