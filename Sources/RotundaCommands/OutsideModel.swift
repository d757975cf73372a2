// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import Rotunda
  import RotundaDatasets
  import RotundaEvaluation
  import RotundaImaging
  import RotundaNetworks
  import RotundaSphere
  import RotundaTorch

  /// Another system's network, a TorchScript program, as its card describes it.
  struct OutsideModel: Sendable {
    let card: ModelCard
    /// SHA-256 of the program.
    private let checksum: String
    private let script: TorchScript

    /// - Throws: `CommandError.badModelCard`, `TorchError` where the program cannot be loaded.
    init(card file: URL, device: TorchDevice) throws {
      card = try ModelCard(contentsOf: file)
      do {
        checksum = try SHA256.hexadecimal(ofFile: card.model)
      } catch {
        throw CommandError.badModelCard(path: file.relativePath, reason: "\(error)")
      }
      script = try TorchScript(contentsOf: card.model, device: device)
    }

    /// The card and the program.
    var fingerprint: String {
      "\(checksum) \(card.view) \(card.range) \(card.mean) \(card.deviation) \(card.output) \(card.result) \(card.unit)"
    }

    /// One map of numbers for a picture, in planes of red, green and blue in [0, 1].
    ///
    /// - Throws: `CommandError.badModelCard` where the program returns something else.
    func map(of planes: [Float], width: Int, height: Int) async throws -> PerspectiveMap {
      try await elsewhereThrowing {
        try withoutRecording {
          let input = try Tensor(
            card.normalised(planes), shape: [1, 3, height, width], device: script.device)
          let results = try script.run(input)
          guard card.result < results.count else {
            throw card.fault("the program returns \(results.count) tensors, and there is no number \(card.result)")
          }
          let shape = results[card.result].shape
          // [h, w], with extents of 1 before it.
          guard shape.count >= 2, shape.dropLast(2).allSatisfy({ $0 == 1 }), shape.suffix(2).allSatisfy({ $0 > 0 })
          else { throw card.fault("the program returns a tensor of shape \(shape), not one map") }
          let values = try results[card.result].moved(to: .cpu, as: .float32).floats()
          return PerspectiveMap(width: shape[shape.count - 1], height: shape[shape.count - 2], values: values)
        }
      }
    }

    /// The rows that it gets in reports: one for panoramas, one a scaling for perspective networks.
    func predictors(views: (Int) -> PanoramaViews, merge: ViewMerge) -> [any Predictor] {
      switch card.view {
      case .panorama(let width):
        return [PanoramicModel(model: self, width: width)]
      case .perspective(let size, let focalLength):
        let depth = PerspectiveModel(model: self, trainingFocalLength: focalLength)
        return ScaledViews.rows(depth, views: views(size), merge: merge)
      }
    }
  }

  extension OutsideModel {
    /// How it is asked, once a panorama.
    func judged(views: (Int) -> PanoramaViews, merge: ViewMerge) -> JudgedSystem {
      switch card.view {
      case .panorama(let width):
        return .panoramic(PanoramicModel(model: self, width: width))
      case .perspective(let size, let focalLength):
        let depth = PerspectiveModel(model: self, trainingFocalLength: focalLength)
        let predictor = CubeMapPredictor(depth: depth, views: views(size), merge: merge)
        return .perspective(fingerprint: predictor.fingerprint) { try await predictor.result(of: $0) }
      }
    }
  }

  extension ModelCard {
    fileprivate func fault(_ reason: String) -> CommandError {
      .badModelCard(path: model.relativePath, reason: reason)
    }
  }

  /// An outside network that sees panoramas.
  private struct PanoramicModel: Predictor {
    let model: OutsideModel
    let width: Int

    var name: String { model.card.name }
    var fingerprint: String { model.fingerprint }

    func depth(of sample: Sample) async throws -> DepthMap {
      let grid = EquirectangularGrid(width: sample.panorama.width, height: sample.panorama.height)
      let seen = EquirectangularGrid(width: width, height: width / 2)
      let planes = await elsewhere { grid.networkInput(sample.panorama.pixels, on: seen) }
      let map = try await model.map(of: planes, width: seen.width, height: seen.height)
      let distances = map.values.map { Float(model.card.distance(of: Double($0))) }
      let given = EquirectangularGrid(width: map.width, height: map.height)
      let values = given == grid ? distances : given.depthResampled(distances, to: grid)
      return DepthMap(width: grid.width, height: grid.height, values: values)
    }
  }

  extension ModelCard {
    /// Metres along a panorama's ray; 0 where the number stands for none.
    fileprivate func distance(of number: Double) -> Double {
      let distance =
        switch output {
        case .distance, .depth: number * unit
        case .inverseDepth: min(unit / max(number, 1e-9), Self.farthest)
        case .logDepth: exp(number) * unit
        }
      return distance.isFinite && distance > 0 ? distance : 0
    }
  }

  /// An outside network that sees pictures of pinhole cameras.
  private struct PerspectiveModel: PerspectiveDepth {
    let model: OutsideModel
    let trainingFocalLength: Double?

    var name: String { model.card.name }
    var fingerprint: String { model.fingerprint }

    var kind: PerspectiveDepthKind {
      switch model.card.output {
      case .distance: .rayDistance
      case .depth: .zDepth
      case .inverseDepth: .inverseZDepth(farthest: ModelCard.farthest)
      case .logDepth: .logarithmicZDepth
      }
    }

    func map(of picture: PerspectivePicture) async throws -> PerspectiveMap {
      let map = try await model.map(of: picture.values, width: picture.size, height: picture.size)
      let unit = Float(model.card.unit)
      let values: [Float] =
        switch model.card.output {
        case .distance, .depth: map.values.map { $0 * unit }
        case .inverseDepth: map.values.map { $0 / unit }
        case .logDepth: map.values.map { $0 + log(unit) }
        }
      return PerspectiveMap(width: map.width, height: map.height, values: values)
    }
  }
#endif
