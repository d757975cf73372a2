// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import Logging
  import ServiceLifecycle
  import Synchronization

  /// Works on jobs one after the other, in the order in which they came.
  struct JobWorker: Service {
    let store: JobStore
    let folder: DataFolder
    let runner: JobRunner
    let metrics: ServerMetrics
    let logger: Logger

    /// How long a running job may go on when the server is to end.
    private static let farewell = Duration.seconds(5)

    /// Works until the server ends; a job that is not done soon after goes back into the queue.
    func run() async {
      let ending = Ending()
      let (rings, finish) = store.bell.listen()
      await withGracefulShutdownHandler {
        for await _ in rings {
          while !ending.hasBegun, let job = await store.beginNext() { await work(on: job, ending) }
        }
      } onGracefulShutdown: {
        ending.begin(within: Self.farewell)
        finish()
      }
    }

    private func work(on job: Job, _ ending: Ending) async {
      let task = Task { try await results(of: job) }
      ending.watch { task.cancel() }
      await store.running(job.id) { task.cancel() }
      let result = await withTaskCancellationHandler {
        await task.result
      } onCancel: {
        task.cancel()
      }
      ending.watch(nil)
      await conclude(job, result)
    }

    private func results(of job: Job) async throws -> (results: JobResults, folder: URL) {
      let results = try folder.makeResults()
      do {
        let made = try await runner.run(job, upload: folder.upload(of: job.id), into: results) { progress in
          Task { await store.advance(job.id, to: progress) }
        }
        try Task.checkCancellation()
        return (made, results)
      } catch {
        folder.discard(results)
        throw error
      }
    }

    private func conclude(_ job: Job, _ result: Result<(results: JobResults, folder: URL), any Error>) async {
      let fault: (any Error)?
      switch result {
      case .success(let made):
        fault = await store.finish(job.id, .done(made.results), results: made.folder)
        folder.discard(made.folder)
      case .failure(is CancellationError):
        fault = await store.stopped(job.id)
      case .failure(let failure as JobFailure):
        fault = await store.finish(job.id, .failed(failure), results: nil)
      case .failure(let error):
        log(error, of: job)
        let failure = JobFailure(code: "fault", message: "the server could not do this; its log has the reason")
        fault = await store.finish(job.id, .failed(failure), results: nil)
      }
      if let fault { log(fault, of: job) }
      if let ended = await store.status(of: job.id)?.job, ended.state.isFinished { report(ended) }
    }

    private func log(_ error: any Error, of job: Job) {
      logger.error("job failed", metadata: ["job": "\(job.id)", "error": "\(error)"])
    }

    private func report(_ job: Job) {
      let seconds = job.started.flatMap { start in job.finished?.timeIntervalSince(start) } ?? 0
      metrics.ended(job.state, seconds: seconds)
      logger.info(
        "job ended", metadata: ["job": "\(job.id)", "state": "\(job.state)", "seconds": .stringConvertible(seconds)])
    }
  }

  /// Whether the server is to end, and what to stop then.
  private final class Ending: Sendable {
    private let state = Mutex(State())

    private struct State {
      var hasBegun = false
      var isDue = false
      var stop: (@Sendable () -> Void)?
    }

    var hasBegun: Bool { state.withLock { $0.hasBegun } }

    /// Stops what is watched when the time is up.
    func begin(within time: Duration) {
      state.withLock { $0.hasBegun = true }
      Task {
        try? await Task.sleep(for: time)
        state.withLock { state in
          state.isDue = true
          return state.stop
        }?()
      }
    }

    func watch(_ stop: (@Sendable () -> Void)?) {
      let isDue = state.withLock { state in
        state.stop = stop
        return state.isDue
      }
      if isDue { stop?() }
    }
  }
#endif
