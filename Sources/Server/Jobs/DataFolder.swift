// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import RotundaImaging

  /// The server's folder on disk, of which it is the only writer.
  ///
  ///     lock               held while a server runs
  ///     jobs/ID/job.json   what a job is and how far it got
  ///     jobs/ID/upload     the picture, until the job has ended
  ///     jobs/ID/thumbnail.jpg
  ///     jobs/ID/results/   what the job made
  ///     scratch/           what arrives, what is written, what goes; emptied when a server starts
  ///
  /// A job exists from the moment its folder is renamed out of `scratch` until it is renamed back; results likewise. A
  /// server that is killed at any moment therefore leaves whole jobs and whole results, or none.
  struct DataFolder: Sendable {
    static let thumbnailName = "thumbnail.jpg"

    private let jobs: URL
    private let scratch: URL
    private let lock: FolderLock

    /// Takes the folder, makes it where it is not there, and empties `scratch`.
    ///
    /// - Throws: `ServerError.folderInUse`, `.folderUnusable`.
    init(_ url: URL) throws(ServerError) {
      jobs = url.appending(path: "jobs")
      scratch = url.appending(path: "scratch")
      try Self.make(jobs)
      lock = try FolderLock(url)
      do {
        try? FileManager.default.removeItem(at: scratch)
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
      } catch {
        throw .folderUnusable(path: scratch.path, code: EACCES)
      }
    }

    private static func make(_ url: URL) throws(ServerError) {
      do {
        try FileManager.default.createDirectory(
          at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        throw .folderUnusable(
          path: url.path, code: access(url.deletingLastPathComponent().path, W_OK) == 0 ? EIO : EACCES)
      }
    }

    // MARK: - Places

    private func folder(of id: JobID) -> URL { jobs.appending(path: id.description) }

    private func record(of id: JobID) -> URL { folder(of: id).appending(path: "job.json") }

    /// The picture of a job that has not ended.
    func upload(of id: JobID) -> URL { folder(of: id).appending(path: "upload") }

    private func results(of id: JobID) -> URL { folder(of: id).appending(path: "results") }

    /// Where a file of a job lies; `file` comes from the job's own list.
    func url(of file: ResultFile, in id: JobID) -> URL {
      (file.name == Self.thumbnailName ? folder(of: id) : results(of: id)).appending(path: file.name)
    }

    // MARK: - Jobs

    /// A new folder in `scratch` for an upload that arrives.
    func makeArrival() throws -> Arrival {
      let id = JobID()
      let folder = scratch.appending(path: id.description)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
      return Arrival(id: id, folder: folder)
    }

    /// Makes an arrived upload a job: from here on it survives.
    func accept(_ arrival: Arrival, as job: Job) throws {
      try AtomicFile.write(try JSON.text(job), to: arrival.folder.appending(path: "job.json"))
      try rename(arrival.folder, to: folder(of: job.id))
      flush(jobs)
    }

    /// Writes what became of a job.
    func save(_ job: Job) throws {
      try AtomicFile.write(try JSON.text(job), to: record(of: job.id))
    }

    /// Every job in the folder, the oldest first; a folder without a readable record is left alone.
    func load() -> [Job] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: jobs.path)) ?? []
      return names.compactMap(JobID.init).compactMap { id in
        guard let data = try? Data(contentsOf: record(of: id)),
          let job = try? JSON.decoder.decode(Job.self, from: data),
          job.id == id
        else { return nil }
        return job
      }.sorted { ($0.created, $0.id.description) < ($1.created, $1.id.description) }
    }

    /// Takes a job's folder away.
    func remove(_ id: JobID) throws {
      let trash = scratch.appending(path: JobID().description)
      try rename(folder(of: id), to: trash)
      try? FileManager.default.removeItem(at: trash)
    }

    // MARK: - Results

    /// A new folder in `scratch` for results that are written.
    func makeResults() throws -> URL {
      let folder = scratch.appending(path: JobID().description)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
      return folder
    }

    /// Makes written results those of a job, in place of what a killed server may have left.
    func keep(_ results: URL, of id: JobID) throws {
      let target = self.results(of: id)
      if FileManager.default.fileExists(atPath: target.path) { try FileManager.default.removeItem(at: target) }
      try rename(results, to: target)
      flush(folder(of: id))
    }

    /// Removes what a job that has ended needs no more; what is not there already is no fault.
    func clearUp(after job: Job) {
      try? FileManager.default.removeItem(at: upload(of: job.id))
      if job.state != .done { try? FileManager.default.removeItem(at: results(of: job.id)) }
    }

    func discard(_ folder: URL) { try? FileManager.default.removeItem(at: folder) }

    // MARK: - System

    private func rename(_ old: URL, to new: URL) throws {
      guard Foundation.rename(old.path, new.path) == 0 else {
        throw ImagingError.unwritable(path: new.path, code: errno)
      }
    }

    /// Brings renamings in a folder to the disk, so that they also survive the machine.
    private func flush(_ folder: URL) {
      let descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return }
      fsync(descriptor)
      close(descriptor)
    }
  }

  /// An upload on its way: a folder that is no job yet.
  struct Arrival: Sendable {
    let id: JobID
    let folder: URL

    var upload: URL { folder.appending(path: "upload") }
    var thumbnail: URL { folder.appending(path: DataFolder.thumbnailName) }
  }

  /// Holds a folder for one server; the system releases it when the process ends, however it does.
  private final class FolderLock: Sendable {
    private let descriptor: Int32

    init(_ folder: URL) throws(ServerError) {
      let path = folder.appending(path: "lock").path
      descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw .folderUnusable(path: folder.path, code: errno) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        close(descriptor)
        throw .folderInUse(path: folder.path)
      }
    }

    deinit { close(descriptor) }
  }
#endif
