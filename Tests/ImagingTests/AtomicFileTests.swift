// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import Testing

@Suite struct AtomicFileTests {
  private let depth = DepthMap(width: 8, height: 4, values: [Float](repeating: 2, count: 32))
  private let image = RGBImage(width: 4, height: 2, pixels: [UInt8](repeating: 9, count: 24))

  /// Every way to write a file.
  private func everyWriter(to url: URL) -> [() throws -> Void] {
    DepthFormat.allCases.map { format in { try depth.write(to: url, as: format) } } + [
      { try image.write(to: url, as: .png) }, { try image.write(to: url, as: .jpeg(quality: 80)) },
      { try AtomicFile.write("text", to: url) }, { try AtomicFile.write(Data([1]), to: url) },
    ]
  }

  @Test(
    "A full disk is an error with the system's text, for every writer",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullDisk() throws {
    let url = URL(filePath: "/dev/full")
    for (index, write) in everyWriter(to: url).enumerated() {
      #expect(try imagingError(write) == .unwritable(path: "/dev/full", code: ENOSPC), "writer \(index)")
    }
    #expect(ImagingError.unwritable(path: "/dev/full", code: ENOSPC).description.contains("No space left"))
  }

  @Test("An unwritable target is an error for every writer, and leaves nothing behind")
  func unwritable() throws {
    try withTemporaryFolder { folder in
      let missing = folder.appending(path: "missing/depth.png")
      for write in everyWriter(to: missing) {
        #expect(try imagingError(write) == .unwritable(path: missing.path(percentEncoded: false), code: ENOENT))
      }
      for write in everyWriter(to: folder) {
        guard case .unwritable(_, EISDIR) = try imagingError(write) else {
          Issue.record("a folder was overwritten")
          continue
        }
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  @Test("A failed write leaves the old file and no temporary one")
  func failure() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.txt")
      try AtomicFile.write("old", to: url)
      let refusal = ImagingError.notFound(path: "somewhere")
      let error = try imagingError {
        try AtomicFile.write(to: url) { (file) throws(ImagingError) in
          try file.append(Array("half a ".utf8))
          throw refusal
        }
      }
      #expect(error == refusal)
      #expect(try String(contentsOf: url, encoding: .utf8) == "old")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.txt"])
    }
  }

  @Test("A link stays a link, and a replaced file keeps its permissions")
  func links() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.txt")
      let link = folder.appending(path: "link.txt")
      try AtomicFile.write("old", to: url)
      chmod(url.path(percentEncoded: false), 0o640)
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: url)
      try AtomicFile.write("new", to: link)
      #expect(try String(contentsOf: url, encoding: .utf8) == "new")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == url.path)
      let attributes = try FileManager.default.attributesOfItem(atPath: url.path)
      #expect(attributes[.posixPermissions] as? Int == 0o640)
    }
  }

  @Test("What a killed run left half written goes with the next file written beside it, what a living one writes stays")
  func abandoned() throws {
    try withTemporaryFolder { folder in
      let dead = try idOfEndedProcess()
      let stays = [
        ".rotunda-\(getpid())-a.partial", ".rotunda-1-b.partial", ".rotunda-\(dead)-c", ".rotunda-0-d.partial",
        ".rotunda--1-e.partial", "rotunda-\(dead)-f.partial", ".rotunda-99999999999999999999-g.partial",
      ]
      let goes = [".rotunda-\(dead)-h.partial", ".rotunda-\(dead)-i.partial"]
      for name in stays + goes { try Data("half".utf8).write(to: folder.appending(path: name)) }
      try AtomicFile.write("whole", to: folder.appending(path: "a.txt"))
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(Set(left) == Set(stays + ["a.txt"]))
    }
  }

  @Test("A half-written file stays while someone holds its lock: its process may live in another container")
  func locked() throws {
    try withTemporaryFolder { folder in
      let half = folder.appending(path: ".rotunda-\(try idOfEndedProcess())-a.partial")
      let descriptor = open(half.path(percentEncoded: false), O_WRONLY | O_CREAT, 0o600)
      defer { close(descriptor) }
      #expect(flock(descriptor, LOCK_EX) == 0)
      try AtomicFile.write("whole", to: folder.appending(path: "a.txt"))
      #expect(FileManager.default.fileExists(atPath: half.path(percentEncoded: false)))
    }
  }

  @Test("The half-written file carries the id of its process and a lock")
  func temporaryName() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(to: folder.appending(path: "a.txt")) { (file) throws(ImagingError) in
        try file.append([1])
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        #expect(names.count == 1 && names[0].hasPrefix(".rotunda-\(getpid())-") && names[0].hasSuffix(".partial"))
        let descriptor = open(folder.appending(path: names[0]).path(percentEncoded: false), O_RDONLY)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) != 0)
      }
    }
  }

  /// The id of a process that was killed and is gone.
  private func idOfEndedProcess() throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sleep")
    process.arguments = ["60"]
    try process.run()
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return process.processIdentifier
  }
}
