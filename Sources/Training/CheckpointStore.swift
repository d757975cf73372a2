// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaNetworks
  import RotundaTorch

  /// The checkpoints of a run: the last few, by step, so that a damaged one is not the end.
  struct CheckpointStore {
    private let folder: URL
    private let kept: Int

    init(_ folder: RunFolder, kept: Int) {
      self.folder = folder.checkpointsFolder
      self.kept = kept
    }

    private func file(step: Int) -> URL { folder.appending(path: "step-\(step).safetensors") }

    /// Steps of the checkpoints that are there, ascending.
    private var steps: [Int] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      return names.compactMap { name in
        guard name.hasPrefix("step-"), name.hasSuffix(".safetensors") else { return nil }
        return Int(name.dropFirst("step-".count).dropLast(".safetensors".count))
      }.sorted()
    }

    /// Writes a checkpoint, and removes those that are older than the last few once it is whole.
    func write(_ checkpoint: Checkpoint) throws {
      try checkpoint.write(to: file(step: checkpoint.optimiser.steps))
      for step in steps.dropLast(kept) { try? FileManager.default.removeItem(at: file(step: step)) }
    }

    /// The newest checkpoint that can be read; nil where none was written yet.
    ///
    /// - `damaged` is told of each that cannot.
    /// - Throws: `TrainingError.notARun` where there are checkpoints and none can be read.
    func newest(
      of learner: Checkpoint.Learner, device: TorchDevice, settings: TrainingSettings, damaged: (URL, any Error) -> Void
    ) throws -> Checkpoint? {
      let steps = steps
      for step in steps.reversed() {
        do {
          return try Checkpoint(contentsOf: file(step: step), of: learner, device: device, settings: settings)
        } catch {
          damaged(file(step: step), error)
        }
      }
      guard steps.isEmpty else { throw TrainingError.notARun(folder, reason: "none of its checkpoints can be read") }
      return nil
    }
  }
#endif
