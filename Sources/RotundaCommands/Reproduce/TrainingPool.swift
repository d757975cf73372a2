// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaDatasets
  import RotundaTorch
  import RotundaTraining
  import Synchronization

  /// A network to be trained: its settings and folder.
  struct TrainingUnit: Sendable {
    let settings: TrainingSettings
    let folder: RunFolder
  }

  /// Trains networks, several at once, each on one thread of LibTorch.
  ///
  /// Networks as small as those of an experiment leave most of a processor idle where they train on all of it.
  struct TrainingPool: Sendable {
    let jobs: Int
    let device: TorchDevice
    let interruption: Interruption
    let cache = SourceCache()

    /// Trains each unit, or goes on with it; returns for each whether its end was reached, or why not.
    ///
    /// One that fails leaves the others alone; after an interruption those that wait are not begun.
    func train(_ units: [TrainingUnit]) -> [Result<Bool, any Error>] {
      let queue = Mutex(
        (waiting: Array(units.indices)[...], outcomes: units.map { _ in Result<Bool, any Error>.success(false) }))
      let group = DispatchGroup()
      let console = Console.current
      for _ in 0..<min(jobs, units.count) {
        group.enter()
        // A thread of its own: LibTorch keeps its switches by thread.
        Thread.detachNewThread {
          defer { group.leave() }
          while !interruption.isRequested, let number = queue.withLock({ $0.waiting.popFirst() }) {
            let outcome = Result { try Console.$current.withValue(console) { try train(units[number]) } }
            queue.withLock { $0.outcomes[number] = outcome }
          }
        }
      }
      group.wait()
      return queue.withLock { $0.outcomes }
    }

    /// Trains one network, or goes on with it; returns whether the end was reached.
    private func train(_ unit: TrainingUnit) throws -> Bool {
      if jobs > 1 { try LibTorch.setThreads(1) }
      let name = unit.folder.url.path(percentEncoded: false)
      if unit.folder.holdsRun {
        guard try unit.folder.record().settings == unit.settings else { throw CommandError.otherExperiment(path: name) }
        guard !unit.folder.isFinished else { return true }
      }
      let stage = try TrainingStage(unit.settings, folder: unit.folder, open: cache.open)
      if !unit.folder.holdsRun { try stage.begin() }
      return try run(stage, name)
    }

    private func run(_ stage: TrainingStage, _ name: String) throws -> Bool {
      let start = Date()
      var last: Trainer.StepReport?
      let isFinished = try stage.run(device: device, isStopped: { interruption.isRequested }) { event in
        if case .step(let report) = event { last = report }
      }
      if isFinished, let last {
        Console.current.say(
          String(
            format: "%@: loss %.4f after %d steps, %.0f s", name, last.loss, last.step, -start.timeIntervalSinceNow))
      }
      return isFinished
    }
  }
#endif
