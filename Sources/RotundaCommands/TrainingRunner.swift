// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

#if LibTorch
  import RotundaTorch
  import RotundaTraining
#endif

/// Where a run computes.
struct TrainingMachineOptions: ParsableArguments {
  @Option(help: "Where to compute: cpu, cuda, mps.")
  var device = "cpu"

  @Option(help: "Threads of LibTorch; all cores by default.")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be above zero, not \(threads)") }
  }
}

#if LibTorch
  /// Takes the stages of a run one after the other.
  struct TrainingRunner {
    private let device: TorchDevice
    private let processes: Processes
    private let interruption = Interruption()
    /// What goes on with the run.
    private let command: String

    init(_ machine: TrainingMachineOptions, processes: Processes, command: String) throws {
      if let threads = machine.threads { try LibTorch.setThreads(threads) }
      device = try TorchDevice(named: machine.device)
      (self.processes, self.command) = (processes, command)
    }

    /// Notes what the stages are and runs them.
    func begin(_ stages: [TrainingStage]) throws {
      if processes.isFirst { for stage in stages { try stage.begin() } }
      try run(stages)
    }

    /// Notes that stages go on and runs them.
    func goOn(_ stages: [(stage: TrainingStage, record: RunRecord)]) throws {
      if processes.isFirst { for (stage, record) in stages { try stage.goOn(from: record) } }
      try run(stages.map(\.stage))
    }

    private func run(_ stages: [TrainingStage]) throws {
      for (number, stage) in stages.enumerated() {
        // The others look into the folder when it is there.
        try processes.meet()
        if stages.count > 1, processes.isFirst {
          Console.current.say("stage \(number + 1) of \(stages.count), in \(stage.folder.url.path)")
        }
        let progress = TrainingProgress(stage.settings)
        let isFinished = try stage.run(
          device: device, processes: processes, isStopped: { interruption.isRequested }, report: progress.show)
        guard isFinished else {
          if processes.isFirst { Console.current.complain("stopped; go on with: \(command)") }
          return
        }
      }
    }
  }
#endif
