// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaDatasets
  import RotundaTorch
  import RotundaTraining
  import Synchronization

  /// Trains the networks of an ablation, several at once, each on one thread of LibTorch.
  ///
  /// Networks as small as those of an ablation leave most of a processor idle where they train on all of it.
  struct AblationTraining: Sendable {
    let plan: AblationPlan
    let jobs: Int
    let device: TorchDevice
    let interruption: Interruption
    private let cache = SourceCache()

    init(_ plan: AblationPlan, jobs: Int, device: TorchDevice, interruption: Interruption) {
      (self.plan, self.jobs, self.device, self.interruption) = (plan, jobs, device, interruption)
    }

    /// Trains what is not trained yet; returns whether all is.
    func run() throws -> Bool {
      let stages = [plan.firstStages, plan.secondStages]
      let isAllDone = stages.joined().allSatisfy(\.folder.isFinished)
      for uri in isAllDone ? [] : [plan.source, plan.target] {
        try cache.fill(uri, width: plan.first.width, height: plan.first.height) { interruption.isRequested }
      }
      return try stages.allSatisfy { try train($0) }
    }

    private func train(_ units: [AblationPlan.Unit]) throws -> Bool {
      let queue = Mutex((waiting: units[...], failure: Result<Bool, any Error>.success(true)))
      let group = DispatchGroup()
      let console = Console.current
      for _ in 0..<min(jobs, units.count) {
        group.enter()
        // A thread of its own: LibTorch keeps its switches by thread.
        Thread.detachNewThread {
          defer { group.leave() }
          while let unit = queue.withLock({ $0.waiting.popFirst() }) {
            let outcome = Result { try Console.$current.withValue(console) { try train(unit) } }
            guard case .success(true) = outcome else {
              queue.withLock { ($0.waiting, $0.failure) = ([], outcome) }
              return
            }
          }
        }
      }
      group.wait()
      return try queue.withLock { try $0.failure.get() }
    }

    /// Trains one network, or goes on with it; returns whether the end was reached.
    private func train(_ unit: AblationPlan.Unit) throws -> Bool {
      if jobs > 1 { try LibTorch.setThreads(1) }
      let name = unit.folder.url.path(percentEncoded: false)
      let stage = try TrainingStage(unit.settings, folder: unit.folder, open: cache.open)
      if unit.folder.holdsRun {
        guard try unit.folder.record().settings == unit.settings else { throw CommandError.otherAblation(path: name) }
        guard !unit.folder.isFinished else { return true }
      } else {
        try stage.begin()
      }
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

  /// Sources by address and size, opened once, whose samples stay in memory: every network learns from the same.
  private final class SourceCache: Sendable {
    private let known = Mutex<[String: RememberedSource]>([:])

    func open(_ uris: [String], width: Int, height: Int) throws -> any SampleSource {
      try SampleSources.joined(uris.map { try open($0, width: width, height: height) })
    }

    private func open(_ uri: String, width: Int, height: Int) throws -> RememberedSource {
      try known.withLock { known in
        let key = "\(uri) \(width)x\(height)"
        if let source = known[key] { return source }
        let source = RememberedSource(try SampleSources.open(uri, width: width, height: height))
        known[key] = source
        return source
      }
    }

    /// Reads a source that ends on all cores, before networks that make their samples on one thread wait for each.
    func fill(_ uri: String, width: Int, height: Int, isStopped: @Sendable () -> Bool) throws {
      let source = try open(uri, width: width, height: height)
      guard let count = source.count else { return }
      let groups = stride(from: 0, to: count, by: source.groupSize).map { $0..<min($0 + source.groupSize, count) }
      DispatchQueue.concurrentPerform(iterations: groups.count) { group in
        // One that cannot be read is named when a network draws it.
        for index in groups[group] where !isStopped() { _ = try? source.sample(at: index) }
      }
      Console.current.say("\(uri): \(count) panoramas of \(width)x\(height) are read")
    }
  }
#endif
