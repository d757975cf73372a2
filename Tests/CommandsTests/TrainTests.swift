// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaImaging
  import RotundaNetworks
  import RotundaTestSupport
  import Testing

  @testable import RotundaCommands

  /// The program as a user runs it: processes that are killed, interrupted, and started by mpirun.
  @Suite(.serialized) struct TrainTests {
    private func arguments(_ data: String, _ output: URL, iterations: Int = 24) -> [String] {
      [
        "train", "--architecture", "rectnet-w8-sphere", "--size", "64x32", "--data", data, "--validate", data,
        "--batch", "4", "--pool", "0", "--log-every", "1", "--checkpoint-every", "5",
        "--validate-every", "1000", "--preview-every", "12", "--warm-up", "0", "--threads", "1", "--output",
        output.path(percentEncoded: false), "--iterations=\(iterations)",
      ]
    }

    /// The step and the losses of each line of a run's table, without times and speeds.
    private func losses(_ run: URL) throws -> [[Substring]] {
      try String(contentsOf: run.appending(path: "metrics.csv"), encoding: .utf8).split(separator: "\n").map { line in
        let columns = line.split(separator: ",", omittingEmptySubsequences: false)
        return [columns[0]] + columns[2..<columns.count - 1]
      }
    }

    /// The program lies beside the tests.
    private var program: URL {
      URL(filePath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent().appending(path: "rotunda")
    }

    private func process(_ executable: URL, _ arguments: [String]) throws -> Process {
      let process = Process()
      process.executableURL = executable
      process.arguments = arguments
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      return process
    }

    /// Looks every few milliseconds, on this thread: other tests may keep tasks from running for longer than a run takes.
    private func wait(until condition: () -> Bool) {
      for _ in 0..<20_000 where !condition() { usleep(2000) }
      #expect(condition(), "it did not come so far in forty seconds")
    }

    private func metricLines(_ run: URL) -> Int {
      (try? String(contentsOf: run.appending(path: "metrics.csv"), encoding: .utf8).split(separator: "\n").count) ?? 0
    }

    @Test func `a run that was killed goes on with the same losses to the last bit`() async throws {
      try await withTemporaryFolder { folder in
        let data = try makeData(in: folder)
        let (whole, killed) = (folder.appending(path: "whole"), folder.appending(path: "killed"))
        // Without an end, so that it is at work when it is killed, however busy the machine is.
        let common = ["--schedule=constant", "--checkpoint-every=40", "--preview-every=75"]
        let process = try process(program, arguments(data, killed, iterations: 1_000_000) + common)
        wait { metricLines(killed) > 50 || !process.isRunning }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
        let steps = metricLines(killed) + 10
        #expect(await rotunda(arguments: arguments(data, whole, iterations: steps) + common).status == .done)
        let resumed = await rotunda(
          "train", "--resume", killed.path(percentEncoded: false), "--iterations", "\(steps)", "--threads", "1")
        #expect(resumed.status == .done, "\(resumed.complaints)")
        #expect(try losses(killed) == losses(whole))
        #expect(try losses(whole).count == steps + 1)
        for file in ["weights.safetensors", "best.safetensors", "checkpoints/step-\(steps).safetensors"] {
          let both = try [whole, killed].map { try Data(contentsOf: $0.appending(path: file)) }
          #expect(both[0] == both[1], "\(file) differs")
        }
        #expect(
          FileManager.default.fileExists(atPath: killed.appending(path: "previews/0000075.png").path) == (steps >= 75))
      }
    }

    @Test
    func
      `an adaptation that was killed goes on with the same losses, and both networks and optimisers, to the last bit`()
      async throws
    {
      try await withTemporaryFolder { folder in
        let data = try makeData(in: folder)
        let first = folder.appending(path: "first")
        #expect(await rotunda(arguments: arguments(data, first, iterations: 2)).status == .done)
        let (whole, killed) = (folder.appending(path: "whole"), folder.appending(path: "killed"))
        func adapt(_ output: URL, iterations: Int) throws -> [String] {
          [
            "adapt", "--weights", first.appending(path: "weights.safetensors").path(percentEncoded: false), "--real",
            try makePhotographs(12, in: folder),
          ] + arguments(data, output, iterations: iterations).dropFirst(3) + ["--checkpoint-every=40"]
        }
        let process = try process(program, adapt(killed, iterations: 1_000_000))
        wait { metricLines(killed) > 50 || !process.isRunning }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
        let steps = metricLines(killed) + 10
        let complete = await rotunda(arguments: try adapt(whole, iterations: steps))
        #expect(complete.status == .done, "\(complete.complaints)")
        let resumed = await rotunda(
          "train", "--resume", killed.path(percentEncoded: false), "--iterations", "\(steps)", "--threads", "1")
        #expect(resumed.status == .done, "\(resumed.complaints)")
        #expect(try losses(killed) == losses(whole))
        let header = try String(contentsOf: whole.appending(path: "metrics.csv"), encoding: .utf8).prefix { $0 != "\n" }
        #expect(header.contains("adversarial,discriminator,accuracyRendered,accuracyReal,discriminatorGradientNorm"))
        for file in ["weights.safetensors", "discriminator.csv", "checkpoints/step-\(steps).safetensors"] {
          let both = try [whole, killed].map { try Data(contentsOf: $0.appending(path: file)) }
          #expect(both[0] == both[1], "\(file) differs")
        }
        let names = try Weights(contentsOf: whole.appending(path: "checkpoints/step-\(steps).safetensors")).arrays.keys
        for part in ["weights", "first", "second"] {
          #expect(names.contains("\(part)/prediction1.weight"))
          #expect(names.contains("discriminator/\(part)/fullyConnected.weight"))
        }
      }
    }

    @Test func `with photographs a run has two stages, of which a killed one goes on`() async throws {
      try await withTemporaryFolder { folder in
        let data = try makeData(in: folder)
        let run = folder.appending(path: "run")
        let options = ["--real", try makePhotographs(12, in: folder), "--adapt-iterations", "6"]
        let done = await rotunda(arguments: arguments(data, run, iterations: 8) + options)
        #expect(done.status == .done, "\(done.complaints)")
        let second = run.appending(path: "stage-2")
        #expect(try losses(run.appending(path: "stage-1")).count == 9 && losses(second).count == 7)
        let weights = try Weights(contentsOf: second.appending(path: "weights.safetensors"))
        #expect(weights.metadata["adaptedTo"]?.hasSuffix("photographs") == true)
        // As after a kill at the end of the first stage: the second has not begun.
        let before = try Data(contentsOf: second.appending(path: "weights.safetensors"))
        for name in ["checkpoints", "metrics.csv", "weights.safetensors"] {
          try FileManager.default.removeItem(at: second.appending(path: name))
        }
        try FileManager.default.createDirectory(
          at: second.appending(path: "checkpoints"), withIntermediateDirectories: true)
        let resumed = await rotunda("train", "--resume", run.path(percentEncoded: false), "--threads", "1")
        #expect(resumed.status == .done, "\(resumed.complaints)")
        #expect(try Data(contentsOf: second.appending(path: "weights.safetensors")) == before)
        let changed = await rotunda("train", "--resume", run.path(percentEncoded: false), "--iterations", "9")
        #expect(changed.status == .usage && changed.complaints.contains("other settings stay"))
        let again = await rotunda(arguments: arguments(data, run, iterations: 8) + options)
        #expect(again.status == .usage && again.complaints.contains("holds a run already"))
      }
    }

    @Test func `photographs that are missing, damaged, few or one are said`() async throws {
      try await withTemporaryFolder { folder in
        let data = try makeData(in: folder)
        func adapt(_ name: String, _ photographs: String) async -> CommandResult {
          await rotunda(
            arguments: ["adapt", "--real", photographs]
              + arguments(data, folder.appending(path: name), iterations: 2)
              .dropFirst(3))
        }
        let missing = await adapt("a", "nowhere")
        #expect(missing.status == .inputMissing && missing.complaints.contains("there is no folder nowhere"))
        let empty = folder.appending(path: "empty")
        try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
        let nothing = await adapt("b", empty.path(percentEncoded: false))
        #expect(nothing.status == .badData && nothing.complaints.contains("*.jpg"))
        let single = await adapt("c", try makePhotographs(1, in: folder))
        #expect(single.status == .done && single.complaints.contains("only 1 photograph to adapt to"))
        let some = try makePhotographs(12, in: folder)
        try Data("no picture".utf8).write(to: URL(filePath: some).appending(path: "3.png"))
        let damaged = await adapt("d", some)
        #expect(damaged.status == .done, "\(damaged.complaints)")
        for index in 0..<12 {
          try Data("no picture".utf8).write(to: URL(filePath: some).appending(path: "\(index).png"))
        }
        let lost = await adapt("e", some)
        #expect(lost.status == .badData && lost.complaints.contains("png"), "\(lost.complaints)")
        let unnamed = await rotunda("adapt", "--data", data)
        #expect(unnamed.status == .usage && unnamed.complaints.contains("--real names the photographs"))
      }
    }

    @Test func `Ctrl-C leaves a checkpoint of the last step`() throws {
      try withTemporaryFolder { folder in
        let data = try makeData(in: folder)
        let run = folder.appending(path: "run")
        let process = try process(program, arguments(data, run, iterations: 100_000))
        wait { metricLines(run) > 3 || !process.isRunning }
        process.interrupt()
        process.waitUntilExit()
        let last = try losses(run).last?.first.flatMap { Int($0) }
        let checkpoints = try FileManager.default.contentsOfDirectory(
          atPath: run.appending(path: "checkpoints").path)
        #expect(checkpoints.contains("step-\(last ?? -1).safetensors"))
      }
    }

    @Test func `a damaged checkpoint is passed over for the one before, and said`() async throws {
      try await withTemporaryFolder { folder in
        let data = try makeData(in: folder)
        let (whole, damaged) = (folder.appending(path: "whole"), folder.appending(path: "damaged"))
        for run in [whole, damaged] { #expect(await rotunda(arguments: arguments(data, run)).status == .done) }
        try Data("nothing".utf8).write(to: damaged.appending(path: "checkpoints/step-24.safetensors"))
        let path = damaged.path(percentEncoded: false)
        let resumed = await rotunda("train", "--resume", path, "--threads", "1")
        #expect(resumed.status == .done && resumed.complaints.contains("step-24.safetensors cannot be read"))
        #expect(try losses(damaged) == losses(whole))
        for name in try FileManager.default.contentsOfDirectory(atPath: damaged.appending(path: "checkpoints").path) {
          try Data("nothing".utf8).write(to: damaged.appending(path: "checkpoints/\(name)"))
        }
        let lost = await rotunda("train", "--resume", path)
        #expect(lost.status == .badData && lost.complaints.contains("none of its checkpoints can be read"))
      }
    }

    @Test func `what cannot be is said before anything is written`() async throws {
      try await withTemporaryFolder { folder in
        let data = try makeData(in: folder)
        let run = folder.appending(path: "run")
        let path = run.path(percentEncoded: false)
        for (option, value, word) in [
          ("--batch", "0", "--batch cannot be 0"), ("--rate", "-1", "--rate cannot be -1"),
          ("--schedule", "linear", "constant, cosine, step"), ("--preset", "best", "small or paper"),
          ("--average", "1", "--average cannot be 1"), ("--architecture", "vgg", "no network vgg"),
        ] {
          let result = await rotunda(arguments: arguments(data, run) + ["\(option)=\(value)"])
          #expect(result.status == .usage && result.complaints.contains(word), "\(option) \(result.complaints)")
          #expect(!FileManager.default.fileExists(atPath: path))
        }
        let alone = await rotunda(arguments: arguments(data, run) + ["--noise", "0.1"])
        #expect(alone.status == .usage && alone.complaints.contains("--real names the photographs"))
        let missing = await rotunda("train", "--resume", path)
        #expect(missing.status == .badData && missing.complaints.contains("it has no run.yaml"))
        #expect(await rotunda(arguments: arguments(data, run, iterations: 2)).status == .done)
        let again = await rotunda(arguments: arguments(data, run, iterations: 2))
        #expect(again.status == .usage && again.complaints.contains("holds a run already"))
        let other = await rotunda("train", "--resume", path, "--batch", "8")
        #expect(other.status == .usage && other.complaints.contains("other settings stay"))
      }
    }

    @Test func `a loss that is no number stops the run and keeps what it came from`() async throws {
      try await withTemporaryFolder { folder in
        let data = try makeData(in: folder)
        let run = folder.appending(path: "run")
        let result = await rotunda(arguments: arguments(data, run) + ["--rate", "1e18"])
        #expect(result.status == .softwareFault && result.complaints.contains("failed-step-"))
        let folders = try FileManager.default.contentsOfDirectory(atPath: run.path)
        let failed = try #require(folders.first { $0.hasPrefix("failed-step-") })
        let files = try FileManager.default.contentsOfDirectory(atPath: run.appending(path: failed).path)
        #expect(files.count { $0.hasSuffix(".png") } == 4 && files.count { $0.hasSuffix(".exr") } == 4)
      }
    }

    #if MPI
      private var mpirun: URL { URL(filePath: "/usr/bin/mpirun") }

      private func mpi(_ count: Int, _ arguments: [String]) -> [String] {
        ["--allow-run-as-root", "--oversubscribe", "-n", "\(count)", program.path(percentEncoded: false)] + arguments
      }

      /// The largest difference of two runs' weights, in shares of the largest weight.
      private func difference(_ first: URL, _ second: URL) throws -> Double {
        let weights = try [first, second].map { try Weights(contentsOf: $0.appending(path: "weights.safetensors")) }
        return weights[0].arrays.map { name, array in
          relativeToMaximum(array.values, weights[1].arrays[name]?.values ?? [])
        }.max() ?? .infinity
      }

      @Test(arguments: [false, true]) func `two processes with half the batch equal one`(isAdapting: Bool) async throws
      {
        try await withTemporaryFolder { folder in
          let data = try makeData(in: folder)
          let (one, two) = (folder.appending(path: "one"), folder.appending(path: "two"))
          let first = folder.appending(path: "first")
          #expect(await rotunda(arguments: arguments(data, first, iterations: 1)).status == .done)
          let photographs = try makePhotographs(12, in: folder)
          func wanted(_ output: URL) -> [String] {
            let training = arguments(data, output, iterations: 10)
            guard isAdapting else { return training }
            let weights = first.appending(path: "weights.safetensors").path(percentEncoded: false)
            return ["adapt", "--weights", weights, "--real", photographs, "--discriminator-weight", "1"]
              + training.dropFirst(3)
          }
          #expect(await rotunda(arguments: wanted(one)).status == .done)
          let process = try process(mpirun, mpi(2, wanted(two)))
          process.waitUntilExit()
          #expect(process.terminationStatus == 0)
          // Sums in another order, ten steps of Adam on them.
          #expect(try difference(one, two) < 1e-4)
          let (alone, together) = (try losses(one), try losses(two))
          #expect(alone.count == together.count)
          // The loss and, where there is one, the discriminator's.
          for (a, b) in zip(alone, together).dropFirst() {
            for column in isAdapting ? [2, 6] : [2] {
              let (a, b) = (try #require(Double(a[column])), try #require(Double(b[column])))
              #expect(abs(a - b) < 1e-4 * a)
            }
          }
        }
      }

      @Test func `a lost process ends the job, and any number of processes goes on`() async throws {
        try await withTemporaryFolder { folder in
          let data = try makeData(in: folder)
          let run = folder.appending(path: "run")
          let process = try process(mpirun, mpi(2, arguments(data, run, iterations: 100_000)))
          wait { metricLines(run) > 7 || !process.isRunning }
          let pids = try children(of: process.processIdentifier)
          #expect(pids.count == 2)
          kill(try #require(pids.last), SIGKILL)
          process.waitUntilExit()
          #expect(process.terminationStatus != 0)
          let steps = try FileManager.default.contentsOfDirectory(atPath: run.appending(path: "checkpoints").path)
            .compactMap { Int($0.dropFirst(5).dropLast(12)) }
          let step = try #require(steps.max())
          let resumed = await rotunda(
            "train", "--resume", run.path(percentEncoded: false), "--iterations", "\(step + 2)")
          #expect(resumed.status == .done, "\(resumed.complaints)")
          #expect(try losses(run).last?.first == "\(step + 2)")
        }
      }

      /// The processes that a process started.
      private func children(of parent: Int32) throws -> [Int32] {
        try String(contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
          .split(separator: " ").compactMap { Int32($0) }
      }
    #endif
  }
#endif
