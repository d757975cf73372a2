// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import RotundaNetworks

  /// All jobs: who waits, who runs, what became of the others; in memory and, before anyone is told, on disk.
  actor JobStore {
    private let folder: DataFolder
    private let limits: ServerLimits
    private let networkSize: Extent
    private var entries: [JobID: Entry] = [:]
    private var queue: [JobID] = []
    private var arrivals: Set<JobID> = []
    private var keys: [String: KeyUse] = [:]
    private var ledger: DiskLedger
    private var version = 0
    private var removals: [(version: Int, id: JobID)] = []
    /// Rings when anything changes.
    nonisolated let bell = Bell()

    private struct Entry {
      var job: Job
      var progress: JobProgress?
      /// Stops the work on a job that runs.
      var stop: (@Sendable () -> Void)?
      var isStopping = false
      /// Of the last change.
      var version = 0
    }

    private enum KeyUse {
      case arriving
      case job(JobID)
    }

    /// The jobs of a folder; those that a server left running when it ended wait again.
    init(_ folder: DataFolder, limits: ServerLimits, networkSize: Extent) {
      self.folder = folder
      self.limits = limits
      self.networkSize = networkSize
      ledger = DiskLedger(budget: limits.diskBytes)
      for var job in folder.load() {
        if job.state.isFinished {
          folder.clearUp(after: job)
          ledger.set(job.fileBytes, for: job.id)
        } else {
          job.requeue()
          queue.append(job.id)
          ledger.set(job.picture.bytes + job.options.mostBytes(of: job.picture, network: networkSize), for: job.id)
        }
        if let key = job.idempotencyKey { keys[key] = .job(job.id) }
        entries[job.id] = Entry(job: job)
      }
    }

    // MARK: - Arrival

    /// What a request for a new job gets.
    enum Admission: Sendable {
      /// A place to put the upload.
      case arrival(Arrival)
      /// The job that an earlier request with the same key made.
      case existing(JobStatus)
    }

    /// Lets a request for a job in, whose upload has `declaredBytes`, where it says.
    ///
    /// Every arrival ends with `accept` or `withdraw`.
    ///
    /// - Throws: `Refusal.queueFull`, `.keyInUse`, `.diskFull`, `.fault`.
    func admit(key: String?, declaredBytes: Int?) throws(Refusal) -> Admission {
      switch key.flatMap({ keys[$0] }) {
      case .job(let id): if let status = status(of: id) { return .existing(status) }
      case .arriving: throw .keyInUse
      case nil: break
      }
      guard pending + arrivals.count < limits.queuedJobs else { throw .queueFull(limit: limits.queuedJobs) }
      guard ledger.hasRoom(for: declaredBytes ?? 0) else { throw .diskFull }
      do {
        let arrival = try folder.makeArrival()
        arrivals.insert(arrival.id)
        if let key { keys[key] = .arriving }
        return .arrival(arrival)
      } catch {
        throw .fault
      }
    }

    /// Takes room for bytes of an upload before they are written.
    ///
    /// - Throws: `Refusal.diskFull`.
    func reserve(_ bytes: Int, for arrival: Arrival) throws(Refusal) { try ledger.add(bytes, for: arrival.id) }

    /// Makes an arrived upload a job.
    ///
    /// - Throws: `Refusal.diskFull`, `.fault`; the arrival is then still to be withdrawn.
    func accept(_ arrival: Arrival, as job: Job) throws(Refusal) -> JobStatus {
      try ledger.add(job.options.mostBytes(of: job.picture, network: networkSize), for: job.id)
      do {
        try folder.accept(arrival, as: job)
      } catch {
        throw .fault
      }
      arrivals.remove(arrival.id)
      if let key = job.idempotencyKey { keys[key] = .job(job.id) }
      queue.append(job.id)
      entries[job.id] = Entry(job: job)
      changed(job.id)
      return status(of: job.id) ?? JobStatus(job: job, progress: nil, position: nil)
    }

    /// Forgets an arrival that became no job.
    func withdraw(_ arrival: Arrival, key: String?) {
      guard arrivals.remove(arrival.id) != nil else { return }
      if let key { keys[key] = nil }
      ledger.release(arrival.id)
      folder.discard(arrival.folder)
    }

    // MARK: - Work

    /// The job that has waited longest, which runs from now on; nil where none waits.
    func beginNext() -> Job? {
      guard !queue.isEmpty else { return nil }
      let id = queue.removeFirst()
      entries[id]?.job.begin()
      entries[id]?.progress = JobProgress(stage: .reading, share: 0)
      changed(id)
      return entries[id]?.job
    }

    /// How a running job can be stopped; at once, where that was asked for already.
    func running(_ id: JobID, stop: @escaping @Sendable () -> Void) {
      entries[id]?.stop = stop
      if entries[id]?.isStopping == true { stop() }
    }

    /// How far a running job is; news that were overtaken by later ones are dropped.
    func advance(_ id: JobID, to progress: JobProgress) {
      guard let entry = entries[id], entry.job.state == .running, progress.share >= entry.progress?.share ?? 0 else {
        return
      }
      entries[id]?.progress = progress
      changed(id)
    }

    /// Ends a running job; results that are still in `scratch` become its own, unless it was cancelled meanwhile.
    ///
    /// - Returns: what the disk refused, where it did; the job has failed then.
    func finish(_ id: JobID, _ outcome: JobOutcome, results: URL?) -> (any Error)? {
      guard var job = entries[id]?.job, job.state == .running else { return nil }
      let waiting = job
      var refusal: (any Error)?
      do {
        let outcome = entries[id]?.isStopping == true ? .cancelled : outcome
        if case .done = outcome, let results { try folder.keep(results, of: id) }
        job.finish(outcome)
        try folder.save(job)
      } catch {
        refusal = error
        job = waiting
        job.finish(.failed(JobFailure(code: "fault", message: "the results could not be written")))
        // Where even this cannot be written, the job runs again when the server starts again.
        try? folder.save(job)
      }
      folder.clearUp(after: job)
      ledger.set(job.fileBytes, for: id)
      entries[id] = Entry(job: job)
      changed(id)
      return refusal
    }

    /// Ends a job whose work was stopped: cancelled where a client wanted that; else the server ends, and the job goes
    /// back where it came from, in front.
    ///
    /// - Returns: what the disk refused, where it did.
    func stopped(_ id: JobID) -> (any Error)? {
      guard entries[id]?.isStopping == false else { return finish(id, .cancelled, results: nil) }
      entries[id]?.job.requeue()
      entries[id]?.progress = nil
      entries[id]?.stop = nil
      queue.insert(id, at: 0)
      changed(id)
      return nil
    }

    // MARK: - Requests

    /// What `DELETE` did.
    enum Removal: Sendable {
      /// The job waited, and is cancelled.
      case cancelled(JobStatus)
      /// The job runs, and ends as soon as it can.
      case stopping(JobStatus)
      /// The job had ended, and its files are gone.
      case removed
    }

    /// Cancels a job that has not ended, or removes one that has.
    ///
    /// - Throws: `Refusal.noSuchJob`, `.fault`.
    func remove(_ id: JobID) throws(Refusal) -> Removal {
      guard let entry = entries[id] else { throw .noSuchJob }
      do {
        switch entry.job.state {
        case .queued: return .cancelled(try cancel(id, entry))
        case .running:
          entries[id]?.isStopping = true
          entry.stop?()
          changed(id)
          return .stopping(JobStatus(job: entry.job, progress: entry.progress, position: nil))
        case .done, .failed, .cancelled:
          try folder.remove(id)
          forget(id, entry)
          return .removed
        }
      } catch {
        throw .fault
      }
    }

    private func cancel(_ id: JobID, _ entry: Entry) throws -> JobStatus {
      var job = entry.job
      job.finish(.cancelled)
      try folder.save(job)
      folder.clearUp(after: job)
      queue.removeAll { $0 == id }
      entries[id]?.job = job
      ledger.set(job.fileBytes, for: id)
      changed(id)
      return JobStatus(job: job, progress: nil, position: nil)
    }

    private static let rememberedRemovals = 1000

    private func forget(_ id: JobID, _ entry: Entry) {
      entries[id] = nil
      ledger.release(id)
      if let key = entry.job.idempotencyKey { keys[key] = nil }
      version += 1
      removals.append((version, id))
      if removals.count > Self.rememberedRemovals { removals.removeFirst() }
      bell.ring()
    }

    func status(of id: JobID) -> JobStatus? {
      guard let entry = entries[id] else { return nil }
      return JobStatus(job: entry.job, progress: entry.progress, position: queue.firstIndex(of: id).map { $0 + 1 })
    }

    /// Where a file of a job lies.
    ///
    /// - Throws: `Refusal.noSuchJob`, `.noSuchFile`.
    func file(_ name: String, of id: JobID) throws(Refusal) -> (file: ResultFile, url: URL, job: Job) {
      guard let job = entries[id]?.job else { throw .noSuchJob }
      guard let file = job.files.first(where: { $0.name == name }) else { throw .noSuchFile }
      return (file, folder.url(of: file, in: id), job)
    }

    /// Every job, the newest first.
    func all() -> [JobStatus] {
      let positions = Dictionary(uniqueKeysWithValues: zip(queue, 1...))
      return entries.values.sorted { ($1.job.created, $1.job.id.description) < ($0.job.created, $0.job.id.description) }
        .map { JobStatus(job: $0.job, progress: $0.progress, position: positions[$0.job.id]) }
    }

    // MARK: - Changes

    /// What has changed since a version.
    struct Changes: Sendable {
      let version: Int
      let jobs: [JobStatus]
      let removed: [JobID]
    }

    /// What has changed since `seen`; nil, as a listener begins with, means nothing yet.
    func changes(since seen: Int?) -> Changes {
      guard let seen, seen < version else { return Changes(version: version, jobs: [], removed: []) }
      let changed = entries.values.filter { $0.version > seen }.sorted { $0.version < $1.version }
      return Changes(
        version: version, jobs: changed.compactMap { status(of: $0.job.id) },
        removed: removals.filter { $0.version > seen }.map(\.id))
    }

    private func changed(_ id: JobID) {
      version += 1
      entries[id]?.version = version
      bell.ring()
    }

    // MARK: - Figures

    /// Jobs that wait or run.
    private var pending: Int { entries.values.count { !$0.job.state.isFinished } }

    /// Jobs by state, and bytes that they hold or may need.
    func figures() -> (jobs: [Job.State: Int], diskBytes: Int) {
      (entries.values.reduce(into: [:]) { $0[$1.job.state, default: 0] += 1 }, ledger.total)
    }
  }

  /// How far a running job is.
  struct JobProgress: Codable, Sendable, Hashable {
    let stage: Stage
    /// Of the whole job, from 0 to 1.
    let share: Double

    enum Stage: String, Codable, Sendable {
      case reading, predicting, writing
    }
  }

  /// A job as it is now.
  struct JobStatus: Sendable, Hashable {
    let job: Job
    /// Of a job that runs.
    let progress: JobProgress?
    /// Place in the queue of a job that waits, from 1.
    let position: Int?
  }
#endif
