// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaDatasets
  import RotundaTorch

  /// Distances of panoramas, by L_data.
  struct DistanceLesson: Lesson, PanoramaAnswers {
    private let loss: DataLoss
    let centred: Bool
    let device: TorchDevice

    init(loss: LossSettings, scope: any LossScope, centred: Bool, device: TorchDevice) {
      self.loss = DataLoss(loss, scope: scope)
      (self.centred, self.device) = (centred, device)
    }

    func exercise(_ samples: [Sample], draw: Int) throws -> Exercise {
      let batch = try Batch(samples, centred: centred, device: device)
      return Exercise(images: batch.images) { outputs, _, step in
        try loss(predictions: outputs, depth: batch.depth, step: step)
      }
    }
  }

  /// Distances, normals and boundaries of planes in panoramas.
  struct PopupLesson: Lesson, PanoramaAnswers {
    private let loss: PopupLoss
    private let scope: any LossScope
    let centred: Bool
    let device: TorchDevice

    init(maximumDepth: Double, scope: any LossScope, centred: Bool, device: TorchDevice) {
      var loss = PopupLoss()
      loss.maximumDepth = maximumDepth
      (self.loss, self.scope, self.centred, self.device) = (loss, scope, centred, device)
    }

    func exercise(_ samples: [Sample], draw: Int) throws -> Exercise {
      let batch = try Batch(samples, centred: centred, device: device)
      return Exercise(images: batch.images) { outputs, _, _ in
        // In the order of the network's outputs: depth, normals, boundary, half of the depth.
        guard outputs.count >= 3 else { throw TrainingError.nothingPredicted }
        return try loss(depth: outputs[0], normals: outputs[1], boundary: outputs[2], truth: batch.depth, scope: scope)
      }
    }
  }
#endif
