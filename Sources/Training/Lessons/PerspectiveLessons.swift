// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaDatasets
  import RotundaEvaluation
  import RotundaImaging
  import RotundaNetworks
  import RotundaTorch

  /// Lessons of networks that see the pictures of a pinhole camera, and give a map over each.
  protocol PerspectiveAnswers {
    /// The camera.
    var camera: PinholeCamera { get }
  }

  extension Lesson where Self: PerspectiveAnswers {
    func distances(in panorama: Panorama, by network: TorchNetwork, companions: [String: Tensor]) throws -> [Float] {
      try camera.distances(in: panorama) { try camera.maps(network.predict(camera.images($0))[0]) }
    }

    func finished(_ weights: Weights, companions: [String: Tensor]) throws -> Weights { camera.label(weights) }
  }

  /// Depths along the axis, by one distance of depths: FCRN and BTS.
  struct PerspectiveDepthLesson: Lesson, PerspectiveAnswers {
    let camera: PinholeCamera
    let loss: PerspectiveDepthLoss
    /// Pixels of a picture for one of the network's map, along both axes.
    let scale: Int
    let scope: any LossScope

    func exercise(_ samples: [Sample], draw: Int) throws -> Exercise {
      let batch = try camera.batch(samples, draw: draw, scale: scale)
      return Exercise(images: batch.images) { outputs, _, _ in
        guard let predicted = outputs.first else { throw TrainingError.nothingPredicted }
        return try DataLoss.Terms([("depth", loss(predicted: predicted, depth: batch.depth, scope: scope), 1)])
      }
    }
  }

  /// Depths along the axis in bins, by cross-entropy and virtual normals: VNL.
  struct ClassifiedDepthLesson: Lesson, PerspectiveAnswers {
    let camera: PinholeCamera
    let scope: any LossScope

    func exercise(_ samples: [Sample], draw: Int) throws -> Exercise {
      let batch = try camera.batch(samples, draw: draw)
      let loss = ClassifiedDepthLoss(focalLength: camera.focalLength)
      return Exercise(images: batch.images) { outputs, _, step in
        // What the network expects, then what it expects it from.
        guard outputs.count >= 2 else { throw TrainingError.nothingPredicted }
        return try loss(logits: outputs[1], depth: batch.depth, step: step, scope: scope)
      }
    }
  }

  /// Disparities of stereo pairs, by left-right consistency: monodepth.
  struct StereoLesson: Lesson, PerspectiveAnswers {
    let camera: PinholeCamera
    let faithful: Bool

    var needsPartners: Bool { true }

    func exercise(_ samples: [Sample], draw: Int) throws -> Exercise {
      var (left, right): ([[Float]], [[Float]]) = ([], [])
      for (number, sample) in samples.enumerated() {
        let (view, isBackward) = camera.stereoView(draw: draw + number)
        let own = camera.picture(of: sample.panorama, from: view)
        let other = camera.picture(of: try sample.stereo().right.panorama, from: view)
        left.append(isBackward ? other : own)
        right.append(isBackward ? own : other)
      }
      let (leftImages, rightImages) = (try camera.images(left), try camera.images(right))
      let loss = LeftRightConsistencyLoss(faithful: faithful)
      return Exercise(images: leftImages) { outputs, _, _ in
        try loss(left: leftImages, right: rightImages, disparities: outputs)
      }
    }
  }

  /// Depths of superpixels, by the likelihood of a conditional random field: DCNF.
  struct NeuralFieldLesson: Lesson {
    let camera: PinholeCamera

    /// What the strengths of likeness are the softplus of, so that they stay above zero.
    private static let relations = "relations"
    private static let scale = DepthLabelScale.rooms

    /// A strength of 0.13 each.
    var companions: [(name: String, values: [Float])] { [(Self.relations, [-2, -2, -2])] }

    func exercise(_ samples: [Sample], draw: Int) throws -> Exercise {
      var (pictures, losses): ([[Float]], [DepthFieldLoss]) = ([], [])
      for (number, sample) in samples.enumerated() {
        let view = camera.view(draw: draw + number)
        let picture = camera.picture(of: sample.panorama, from: view)
        let field = field(of: picture)
        pictures.append(picture + field.labels)
        let truth = field.superpixels.targets(of: camera.depth(of: try sample.label(), from: view))
        losses.append(
          DepthFieldLoss(
            field.relations,
            truth: truth.map { $0 > 0 ? min(max(Self.scale.number(ofDepth: Double($0)), 0), 1) : nil }))
      }
      return Exercise(images: try images(pictures)) { [losses] outputs, companions, _ in
        guard let unary = outputs.first else { throw TrainingError.nothingPredicted }
        let weights = try strengths(companions)
        var total: Tensor?
        for (number, loss) in losses.enumerated() {
          let value = try loss(unary: unary.narrowed(along: 0, from: number, count: 1), weights: weights)
          total = try total?.adding(value) ?? value
        }
        guard let total else { throw TrainingError.nothingPredicted }
        // A superpixel, so that pictures of more of them do not count more.
        return try DataLoss.Terms([("likelihood", total, 1 / Double(losses.map(\.count).reduce(1, +)))])
      }
    }

    func distances(in panorama: Panorama, by network: TorchNetwork, companions: [String: Tensor]) throws -> [Float] {
      let weights = try strengths(companions).doubles()
      return try camera.distances(in: panorama) { pictures in
        let fields = pictures.map(field)
        let unary = try network.predict(images(zip(pictures, fields).map { $0 + $1.labels }))[0]
        let numbers = try unary.doubles()
        let count = numbers.count / pictures.count
        return fields.enumerated().map { face, field in
          let depths = field.depths(
            unary: Array(numbers[face * count..<(face + 1) * count]), weights: weights, scale: Self.scale)
          return PerspectiveMap(width: camera.size, height: camera.size, values: depths.map { Float($0) })
        }
      }
    }

    func finished(_ weights: Weights, companions: [String: Tensor]) throws -> Weights {
      var weights = camera.label(weights)
      weights.relationWeights = try strengths(companions).doubles()
      return weights
    }

    private func strengths(_ companions: [String: Tensor]) throws -> Tensor {
      guard let relations = companions[Self.relations] else { throw TrainingError.nothingPredicted }
      return try relations.softplus()
    }

    private func field(of picture: [Float]) -> FieldPicture {
      FieldPicture(planar: picture, width: camera.size, height: camera.size, regionSize: Network.superpixelSize)
    }

    private func images(_ pictures: [[Float]]) throws -> Tensor {
      try Tensor(
        pictures.flatMap(\.self), shape: [pictures.count, 4, camera.size, camera.size], device: camera.device)
    }
  }
#endif
