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
}
