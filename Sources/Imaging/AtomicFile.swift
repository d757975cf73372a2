// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A file that appears whole or not at all.
///
/// The bytes go to a temporary name in the target's folder, are flushed to the disk, and the temporary is renamed: a
/// run that is killed leaves the old file or the new one. The temporary is removed on failure, and that of a killed run
/// by the next run that writes into the folder. A device or a pipe as target (`/dev/stdout`) is written straight, for
/// renaming would replace it.
public final class AtomicFile {
  private let path: String
  private let targetPath: String
  private let temporaryPath: String?
  private let descriptor: Int32
  private var failureCode: Int32?
  private var isClosed = false

  /// Writes the file at `url` with what `body` puts into it.
  public static func write(
    to url: URL, _ body: (AtomicFile) throws(ImagingError) -> Void
  ) throws(ImagingError) {
    let file = try AtomicFile(url)
    do throws(ImagingError) {
      try body(file)
      try file.finish()
    } catch {
      file.abandon()
      throw error
    }
  }

  /// Writes `data` as the whole file at `url`.
  public static func write(_ data: Data, to url: URL) throws(ImagingError) {
    try write(to: url) { (file) throws(ImagingError) in try file.append(Array(data)) }
  }

  /// Writes `text` in UTF-8 as the whole file at `url`.
  public static func write(_ text: String, to url: URL) throws(ImagingError) {
    try write(to: url) { (file) throws(ImagingError) in try file.append(Array(text.utf8)) }
  }

  private init(_ url: URL) throws(ImagingError) {
    // The file that a symbolic link names is replaced, not the link.
    let target = url.resolvingSymlinksInPath()
    path = url.path(percentEncoded: false)
    targetPath = target.path(percentEncoded: false)
    var status = stat()
    let exists = stat(targetPath, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR { throw .unwritable(path: path, code: EISDIR) }
    if exists, status.st_mode & S_IFMT != S_IFREG {
      temporaryPath = nil
      descriptor = open(targetPath, O_WRONLY | O_CLOEXEC)
    } else {
      let folder = target.deletingLastPathComponent()
      PartialFile.removeAbandoned(in: folder)
      let temporary = folder.appending(path: PartialFile.name()).path(percentEncoded: false)
      temporaryPath = temporary
      descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    }
    guard descriptor >= 0 else { throw .unwritable(path: path, code: errno) }
    if temporaryPath != nil { flock(descriptor, LOCK_EX | LOCK_NB) }
    if exists, temporaryPath != nil { fchmod(descriptor, status.st_mode & 0o777) }
  }

  /// Adds the memory of `values` at the end.
  public func append<Value: BitwiseCopyable>(_ values: [Value]) throws(ImagingError) {
    guard values.withUnsafeBytes({ put($0, at: nil) }) else { throw failure }
  }

  /// Puts bytes at `offset`, or at the end; false when the system refuses, and `failed(code:)` then knows why.
  func put(_ bytes: UnsafeRawBufferPointer, at offset: Int?) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    var written = 0
    while written < bytes.count {
      let rest = bytes.count - written
      let count =
        offset.map { pwrite(descriptor, base + written, rest, off_t($0 + written)) }
        ?? Foundation.write(descriptor, base + written, rest)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        failureCode = failureCode ?? (count < 0 ? errno : EIO)
        return false
      }
      written += count
    }
    return true
  }

  /// The error of the write that failed; an input/output error where a library gave up by itself.
  var failure: ImagingError { .unwritable(path: path, code: failureCode ?? EIO) }

  private func finish() throws(ImagingError) {
    // Pipes and devices cannot be flushed to a disk, and need not be.
    guard temporaryPath == nil || fsync(descriptor) == 0 else { throw .unwritable(path: path, code: errno) }
    isClosed = true
    guard close(descriptor) == 0 else { throw .unwritable(path: path, code: errno) }
    guard let temporaryPath else { return }
    guard rename(temporaryPath, targetPath) == 0 else { throw .unwritable(path: path, code: errno) }
  }

  private func abandon() {
    if !isClosed { close(descriptor) }
    if let temporaryPath { unlink(temporaryPath) }
  }
}
