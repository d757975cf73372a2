// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaTestSupport
import Testing

@Suite struct BrokenInputTests {
  private static let options = ReadingOptions(acceptsAnyAspect: true, maximumPixels: 1 << 20)

  /// Reads `bytes` as a picture, as its header and as depth; anything but an `ImagingError` fails the test.
  ///
  /// - Returns: whether it read as a picture or as depth.
  private func reads(_ bytes: Data, at url: URL) throws -> Bool {
    try replace(url, with: bytes)
    _ = try imagingError { _ = try PanoramaHeader.read(url) }
    let picture = try imagingError { _ = try Panorama(contentsOf: url, options: Self.options) }
    let depth = try imagingError { _ = try DepthMap(contentsOf: url, maximumPixels: 1 << 20) }
    return picture == nil || depth == nil
  }

  /// Overwrites the file without flushing it to the disk, which `Data.write` does: there are thousands of them.
  private func replace(_ url: URL, with bytes: Data) throws {
    let stream = try #require(fopen(url.path(percentEncoded: false), "w"))
    defer { fclose(stream) }
    _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, stream) }
  }

  @Test("Every format has a fixture")
  func fixtures() throws {
    let formats = try allFixtures.map { try ImageFormat(contentsOf: $0) }
    #expect(Set(formats) == Set(ImageFormat.allCases))
  }

  @Test("A file cut off anywhere is an error", arguments: allFixtures)
  func truncation(url: URL) throws {
    let whole = try Data(contentsOf: url)
    try withTemporaryFolder { folder in
      let cut = folder.appending(path: "cut")
      for length in stride(from: 0, to: whole.count, by: whole.count < 300 ? 1 : 97) {
        let isRead = try reads(whole.prefix(length), at: cut)
        #expect(!isRead, "\(url.lastPathComponent) cut at \(length)")
      }
      let isRead = try reads(whole.dropLast(1), at: cut)
      #expect(!isRead, "\(url.lastPathComponent) without its last byte")
    }
  }

  @Test("Flipped bits end in an error or a picture, never in a crash", arguments: allFixtures)
  func flippedBits(url: URL) throws {
    let whole = try Data(contentsOf: url)
    var random = SeededGenerator(seed: UInt64(whole.count))
    try withTemporaryFolder { folder in
      let flipped = folder.appending(path: "flipped")
      // Headers are where lies hurt most: every byte of the first 32, then a sample of the rest.
      let sample = (0..<24).map { _ in Int.random(in: 0..<whole.count, using: &random) }
      let positions = Array(0..<min(32, whole.count)) + sample
      for position in positions {
        var bytes = whole
        bytes[position] ^= UInt8.random(in: 1...255, using: &random)
        _ = try reads(bytes, at: flipped)
      }
    }
  }

  @Test("A flipped bit in checked or dense data is found")
  func checkedData() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a")
      var png = try Data(contentsOf: fixture("rgb8.png"))
      png[png.count / 2] ^= 0x10
      #expect(try !reads(png, at: url))
      var exr = try Data(contentsOf: fixture("depth_zip.exr"))
      exr[exr.count - 30] ^= 0x55
      #expect(try !reads(exr, at: url))
    }
  }

  @Test("Headers that claim huge pictures are refused at once")
  func bombs() throws {
    let clock = ContinuousClock()
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "bomb")
      var png = try Data(contentsOf: fixture("rgb8.png"))
      png.replaceSubrange(16..<24, with: [0x7F, 0xFF, 0xFF, 0xFE, 0x3F, 0xFF, 0xFF, 0xFF])
      let bombs = [
        png, Data("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1073741823 +X 2147483646\n".utf8),
        Data("#?RADIANCE\n\n-Y 4611686018427387904 +X 9223372036854775807\nabcd".utf8),
        Data("Pf\n2147483647 1073741823\n-1\nabcdefgh".utf8), Data("Pf\n99999999999999999999 1\n-1\nabcdefgh".utf8),
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 2), }"),
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (100000, 10000), }"),
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (-4, -4), }"),
      ]
      for (index, bomb) in bombs.enumerated() {
        let start = clock.now
        let isRead = try reads(bomb, at: url)
        #expect(!isRead, "bomb \(index)")
        #expect(clock.now - start < .seconds(1))
      }
    }
  }

  @Test(
    "A header that claims a side longer than any picture's is refused when it is read",
    arguments: [
      "-Y 9000000000000000000 +X 8", "+X 9000000000000000000 -Y 8", "-Y 8 +X 9223372036854775807", "-Y 8 +X 1048577",
    ])
  func longSides(resolution: String) throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.hdr")
      try Data("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n\(resolution)\nabcd".utf8).write(to: url)
      let error = try imagingError {
        let header = try PanoramaHeader.read(url)
        Issue.record("a sphere \(header.fullWidth) wide: \(header.isFullSphere)")
      }
      guard case .corrupt(_, .radianceHDR, let detail) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(detail.contains("1048576"))
    }
  }

  @Test("A header may claim the longest side there is")
  func longestSide() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.hdr")
      try Data("#?RADIANCE\n\n-Y 524288 +X 1048576\nabcd".utf8).write(to: url)
      let header = try PanoramaHeader.read(url)
      #expect(header.isFullSphere && header.fullWidth == 1_048_576)
    }
  }

  @Test("A tile too large to hold is refused by its size, before memory is taken for it")
  func hugeTile() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.exr")
      try tiledEXR(width: 16_384, height: 8_192).write(to: url)
      let refusal = ImagingError.unsupported(
        path: url.path(percentEncoded: false), format: .openEXR, feature: "chunks of 16384 x 8192 pixels")
      #expect(try imagingError { _ = try Panorama(contentsOf: url) } == refusal)
      let small = folder.appending(path: "b.exr")
      try tiledEXR(width: 64, height: 32).write(to: small)
      #expect(try imagingError { _ = try Panorama(contentsOf: small) } != nil)
      #expect(try imagingError { _ = try Panorama(contentsOf: small) } != refusal)
    }
  }

  /// The header of one tile of four channels of halves, as in OpenEXR's "File Layout", and no pixels.
  private func tiledEXR(width: Int, height: Int) -> Data {
    func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    func attribute(_ name: String, _ type: String, _ body: [UInt8]) -> [UInt8] {
      Array("\(name)\0\(type)\0".utf8) + number(body.count) + body
    }
    let halves = number(1) + number(0) + number(1) + number(1)
    let channels = ["A", "B", "G", "R"].flatMap { Array("\($0)\0".utf8) + halves }
    let window = number(0) + number(0) + number(width - 1) + number(height - 1)
    let one: [UInt8] = [0, 0, 0x80, 0x3F]
    let header =
      [0x76, 0x2F, 0x31, 0x01] + number(0x202) + attribute("channels", "chlist", channels + [0])
      + attribute("compression", "compression", [0]) + attribute("dataWindow", "box2i", window)
      + attribute("displayWindow", "box2i", window) + attribute("lineOrder", "lineOrder", [0])
      + attribute("pixelAspectRatio", "float", one) + attribute("screenWindowCenter", "v2f", number(0) + number(0))
      + attribute("screenWindowWidth", "float", one)
      + attribute("tiles", "tiledesc", number(width) + number(height) + [0]) + [0]
    // The table says that the tile follows; of the tile there is only its beginning.
    return Data(header + number(header.count + 8) + number(0) + [UInt8](repeating: 0, count: 64))
  }

  @Test(
    "An 8-bit PNG whose pixel data are damaged is no depth, and as a picture it is damaged",
    arguments: PNGDamage.allCases)
  func damagedPNG(damage: PNGDamage) throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.png")
      try damage.applied(to: Data(contentsOf: fixture("rgb8.png"))).write(to: url)
      let path = url.path(percentEncoded: false)
      switch try imagingError({ _ = try DepthMap(contentsOf: url) }) {
      case .notDepth(path, .png, .bitDepth(8)), .corrupt(path, .png, _), .truncated(path, .png): break
      case let other: Issue.record("as depth: \(String(describing: other))")
      }
      switch try imagingError({ _ = try Panorama(contentsOf: url) }) {
      case .corrupt(path, .png, _), .truncated(path, .png): break
      case let other: Issue.record("as a picture: \(String(describing: other))")
      }
    }
  }

  private func npy(_ header: String) -> Data {
    Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count + 1), 0]) + Data((header + "\nabcdefgh").utf8)
  }

  @Test("A JPEG cut off in its scan is truncated even where it ends with an end marker of a thumbnail or none")
  func truncatedJPEG() throws {
    let whole = try Data(contentsOf: fixture("gradient.jpg"))
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.jpg")
      try whole.dropLast(40).write(to: url)
      let error = try imagingError { _ = try Panorama(contentsOf: url) }
      #expect(error == .truncated(path: url.path(percentEncoded: false), format: .jpeg))
      // What cameras append after the picture does no harm.
      try (whole + Data("trailer".utf8)).write(to: url)
      #expect(try Panorama(contentsOf: url) == Panorama(contentsOf: fixture("gradient.jpg")))
    }
  }

  @Test("What is no file, or no picture, is told apart")
  func notFiles() throws {
    try withTemporaryFolder { folder in
      func error(_ name: String) throws -> ImagingError? {
        try imagingError { _ = try Panorama(contentsOf: folder.appending(path: name)) }
      }
      func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }
      #expect(try error("nothing.jpg") == .notFound(path: path("nothing.jpg")))
      try FileManager.default.createDirectory(at: folder.appending(path: "sub"), withIntermediateDirectories: true)
      #expect(try error("sub") == .directory(path: path("sub")))
      try Data().write(to: folder.appending(path: "empty.jpg"))
      #expect(try error("empty.jpg") == .empty(path: path("empty.jpg")))
      try Data("GIF89a, perhaps".utf8).write(to: folder.appending(path: "a.jpg"))
      #expect(try error("a.jpg") == .unknownFormat(path: path("a.jpg"), firstBytes: Array("GIF89a, ".utf8)))
      try FileManager.default.createSymbolicLink(
        atPath: path("loop.jpg"), withDestinationPath: path("loop.jpg"))
      #expect(try error("loop.jpg") == .unreadable(path: path("loop.jpg"), code: ELOOP))
      #expect(mkfifo(path("pipe.jpg"), 0o600) == 0)
      #expect(try error("pipe.jpg") == .notRegularFile(path: path("pipe.jpg")))
    }
  }

  @Test("A file without permission is unreadable", .enabled(if: geteuid() != 0))
  func permission() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.jpg")
      try FileManager.default.copyItem(at: fixture("gradient.jpg"), to: url)
      chmod(url.path(percentEncoded: false), 0)
      let error = try imagingError { _ = try Panorama(contentsOf: url) }
      #expect(error == .unreadable(path: url.path(percentEncoded: false), code: EACCES))
    }
  }
}

/// What can happen to the pixel data of a PNG between its other chunks, which stay whole.
enum PNGDamage: CaseIterable {
  case flippedByte, zeroes, half, none, cutOffFile

  /// The PNG with its one IDAT chunk damaged; checksums fit again but for the flipped byte.
  func applied(to png: Data) throws -> Data {
    let bytes = Array(png)
    let type = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("IDAT".utf8)) })
    let length = bytes[type - 4..<type].reduce(0) { $0 << 8 | Int($1) }
    let body = Array(bytes[type + 4..<type + 4 + length])
    let rest = bytes[(type + 8 + length)...]
    let before = bytes[..<(type - 4)]
    switch self {
    case .flippedByte:
      var flipped = bytes
      flipped[type + 4 + length / 2] ^= 0x20
      return Data(flipped)
    case .zeroes: return Data(before + chunk(body.prefix(2) + [UInt8](repeating: 0, count: length - 2)) + rest)
    case .half: return Data(before + chunk(Array(body.prefix(length / 2))) + rest)
    case .none: return Data(before + chunk([]) + rest)
    case .cutOffFile: return Data(bytes[..<(type + 4 + length / 2)])
    }
  }

  private func chunk(_ body: [UInt8]) -> [UInt8] {
    let checked = Array("IDAT".utf8) + body
    return number(UInt32(body.count)) + checked + number(checksum(checked))
  }

  private func number(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

  /// CRC-32 as in the PNG specification, annex D.
  private func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
  }
}
