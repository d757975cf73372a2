// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaDatasets
  import RotundaEvaluation
  import RotundaImaging
  import RotundaNetworks
  import RotundaTorch

  /// How far a run has come: errors on samples that it does not learn from, and pictures.
  extension Trainer {
    /// Judges the averaged weights by our protocol (0 < distance <= 10 m, per image, no alignment); processes share the work.
    mutating func validate(_ report: (Event) -> Void) throws {
      let averaged = try averaged()
      var errors = (uniform: [DepthErrors](), latitude: [DepthErrors]())
      for index in stride(from: processes.rank, to: validation.count ?? 0, by: processes.count) {
        let sample = try validation.sample(at: index)
        let label = try sample.label()
        let prediction = try predict(sample, with: averaged)
        errors.uniform.append(DepthErrors(of: prediction, against: label, weighting: .pixels))
        errors.latitude.append(DepthErrors(of: prediction, against: label, weighting: .latitude))
      }
      let (uniform, latitude) = (try mean(errors.uniform), try mean(errors.latitude))
      let isBest = uniform.absoluteRelative < best ?? .infinity
      if isBest { best = uniform.absoluteRelative }
      if processes.isFirst {
        try log.add(step: optimiser.steps, uniform: uniform, latitude: latitude)
        if isBest { try weights().write(to: folder.bestWeightsFile) }
      }
      report(.validated(optimiser.steps, uniform: uniform, latitude: latitude, isBest: isBest))
    }

    private func predict(_ sample: Sample, with network: TorchNetwork) throws -> [Float] {
      try withoutRecording {
        try lesson.distances(in: sample.panorama, by: network, companions: optimiser.averagedParameters)
      }
    }

    /// The mean over the images of all processes; images without a valid pixel do not count.
    private func mean(_ errors: [DepthErrors]) throws -> DepthErrors {
      let own = DepthErrors.mean(errors)
      let count = Double(errors.count { $0.weight > 0 })
      let sums = try processes.sum([count] + own.numbers.map { count > 0 ? $0 * count : 0 })
      var mean = own
      mean.numbers = sums.dropFirst().map { $0 / max(sums[0], 1) }
      return mean
    }

    /// Writes what the network sees in four samples of the validation: photograph, truth, prediction.
    mutating func preview() throws {
      guard processes.isFirst, let count = validation.count else { return }
      let averaged = try averaged()
      var pictures: [RGBImage] = []
      for index in Set((0..<4).map { $0 * count / 4 }).sorted() {
        let sample = try validation.sample(at: index)
        let prediction = DepthMap(
          width: sample.panorama.width, height: sample.panorama.height,
          values: try predict(sample, with: averaged).map { max($0, 0) })
        pictures.append(sample.panorama.image)
        pictures += [try sample.label(), prediction].map { DepthPreview(of: $0).image() }
      }
      try log.add(preview: ContactSheet(pictures, columns: 3).image, step: optimiser.steps)
    }
  }
#endif
