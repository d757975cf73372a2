// SPDX-License-Identifier: Apache-2.0

import Foundation

/// No published network for panoramas comes near this; a wrong path (a disk image, a video) does.
private let largestWeightsFile = 8 << 30

/// The whole of a regular file.
///
/// - Throws: `WeightsFault.system`, `.notAFile` or `.tooLarge`, before anything of that size is allocated.
func bytes(ofFile url: URL) throws(WeightsFault) -> [UInt8] {
  // Without O_NONBLOCK opening a pipe would wait for a writer.
  let descriptor = open(url.path(percentEncoded: false), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw .system(errorNumber: errno) }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { throw .system(errorNumber: errno) }
  guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
  let size = Int(status.st_size)
  guard size <= largestWeightsFile else { throw .tooLarge(bytes: size, limit: largestWeightsFile) }

  var failure: Int32?
  // Bound: at most `size` bytes are written, and `count` says how many were.
  let contents = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
    while count < size {
      let got = read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
      if got < 0, errno == EINTR { continue }
      if got < 0 { failure = errno }
      guard got > 0 else { return }
      count += got
    }
  }
  if let failure { throw .system(errorNumber: failure) }
  return contents
}

/// Writes a file whole or not at all: beside its place and onto the disk first, then renamed.
func replaceFile(at url: URL, with contents: [UInt8]) throws(WeightsFault) {
  let target = url.path(percentEncoded: false)
  let folder = url.deletingLastPathComponent()
  removeAbandonedFiles(in: folder)
  let name = "\(partialPrefix)\(getpid())-\(UInt32.random(in: 0 ... .max))\(partialSuffix)"
  let beside = folder.appending(path: name).path(percentEncoded: false)
  let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { throw .system(errorNumber: errno) }
  flock(descriptor, LOCK_EX | LOCK_NB)
  var failure: Int32?
  contents.withUnsafeBytes { buffer in
    var done = 0
    // Bound: `done` never passes `buffer.count`.
    while done < buffer.count, failure == nil {
      let written = write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
      if written < 0, errno != EINTR { failure = errno }
      done += max(written, 0)
    }
  }
  if failure == nil, fsync(descriptor) != 0 { failure = errno }
  if close(descriptor) != 0, failure == nil { failure = errno }
  if failure == nil, rename(beside, target) != 0 { failure = errno }
  guard let failure else { return }
  unlink(beside)
  throw .system(errorNumber: failure)
}

/// Half-written files are called `.rotunda-PROCESS-RANDOM.partial`, as those of the room for pictures are.
private let (partialPrefix, partialSuffix) = (".rotunda-", ".partial")

/// Removes what killed processes left; what is locked belongs to one that lives elsewhere, as in another container.
private func removeAbandonedFiles(in folder: URL) {
  let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
  for name in names ?? [] where name.hasPrefix(partialPrefix) && name.hasSuffix(partialSuffix) {
    let process = name.dropFirst(partialPrefix.count).prefix { $0 != "-" }
    guard let process = pid_t(process), process > 0, kill(process, 0) != 0, errno == ESRCH else { continue }
    let path = folder.appending(path: name).path(percentEncoded: false)
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { continue }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
    close(descriptor)
  }
}

/// The system's words for an `errno`.
func systemMessage(_ errorNumber: Int32) -> String { String(cString: strerror(errorNumber)) }
