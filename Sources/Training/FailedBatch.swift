// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaDatasets
  import RotundaImaging

  /// The pictures and distances of a step whose loss was no number, as files to look at.
  struct FailedBatch {
    /// Where they lie.
    let url: URL
    private let rank: Int

    init(_ folder: RunFolder, step: Int, rank: Int) {
      url = folder.url.appending(path: "failed-step-\(step)")
      self.rank = rank
    }

    /// Writes the samples of a pass of this process, augmented as the network saw them.
    func write(_ samples: [Sample], pass: Int) throws {
      do {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      } catch {
        throw TrainingError.cannotWrite(url, reason: error.localizedDescription)
      }
      for (index, sample) in samples.enumerated() {
        let name = "\(rank)-\(pass)-\(index)-" + sample.name.replacing("/", with: "_")
        try sample.panorama.write(to: url.appending(path: "\(name).png"), as: .png)
        try sample.depth?.write(to: url.appending(path: "\(name).exr"), as: .exr)
      }
    }
  }
#endif
