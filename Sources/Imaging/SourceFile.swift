// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A regular file opened for reading at any offset, or bytes that another file held.
///
/// Headers are read with a few small reads; a decoder that wants the whole file asks for `allBytes`. Files are read
/// rather than mapped: a mapped file that another program shortens would end this one.
final class SourceFile {
  let path: String
  let count: Int
  private let storage: Storage

  private enum Storage {
    case descriptor(Int32)
    case memory([UInt8])
  }

  init(_ url: URL) throws(ImagingError) {
    path = url.path(percentEncoded: false)
    // Without O_NONBLOCK, opening a pipe that nobody writes would wait for ever.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    storage = .descriptor(descriptor)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .notFound(path: path) : .unreadable(path: path, code: errno)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, code: errno) }
    count = Int(status.st_size)
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .directory(path: path)
    default: throw .notRegularFile(path: path)
    }
    guard count > 0 else { throw .empty(path: path) }
  }

  /// Bytes that another file held; `name` stands for the path in errors.
  init(name: String, bytes: [UInt8]) throws(ImagingError) {
    (path, count, storage) = (name, bytes.count, .memory(bytes))
    guard count > 0 else { throw .empty(path: path) }
  }

  deinit {
    switch storage {
    case .descriptor(let descriptor): if descriptor >= 0 { close(descriptor) }
    case .memory: break
    }
  }

  /// Reads up to `buffer.count` bytes at `offset`; fewer only at the file's end, and -1 where the system refuses.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    switch storage {
    case .descriptor(let descriptor): return read(descriptor, into: base, count: buffer.count, at: offset)
    case .memory(let bytes):
      // At most `buffer.count` bytes are copied, and none from beyond the end of `bytes`.
      guard bytes.indices.contains(offset) else { return 0 }
      buffer.copyBytes(from: bytes[offset..<min(bytes.count, offset + buffer.count)])
      return min(bytes.count - offset, buffer.count)
    }
  }

  /// As above, of an open file; there is room for `count` bytes at `base`.
  private func read(_ descriptor: Int32, into base: UnsafeMutableRawPointer, count: Int, at offset: Int) -> Int {
    var filled = 0
    while filled < count {
      let read = pread(descriptor, base + filled, count - filled, off_t(offset + filled))
      if read < 0, errno == EINTR { continue }
      guard read >= 0 else { return -1 }
      guard read > 0 else { break }
      filled += read
    }
    return filled
  }

  /// Up to `count` bytes at `offset`; fewer only at the file's end.
  func bytes(at offset: Int, count wanted: Int) throws(ImagingError) -> [UInt8] {
    let available = max(0, min(wanted, count - offset))
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: available) { buffer, initialized in
      let read = read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
      code = read < 0 ? errno : 0
      initialized = max(read, 0)
    }
    guard code == 0 else { throw .unreadable(path: path, code: code) }
    return bytes
  }

  /// No limit goes beyond this many pixels, so that byte counts cannot overflow.
  private static let largestPicture = 1 << 31

  /// The whole file, when no picture of `maximumPixels` can need more bytes than it has.
  ///
  /// The widest pixel that is read has four 32-bit samples; metadata gets 64 MiB.
  func allBytes(maximumPixels: Int) throws(ImagingError) -> [UInt8] {
    let limit = 16 * min(maximumPixels, Self.largestPicture) + (64 << 20)
    guard count <= limit else { throw .tooManyBytes(path: path, count: count, limit: limit) }
    return try bytes(at: 0, count: count)
  }

  /// The format that the first bytes tell.
  func format() throws(ImagingError) -> ImageFormat {
    let firstBytes = try bytes(at: 0, count: ImageFormat.signatureLength)
    guard let format = ImageFormat(firstBytes: firstBytes) else {
      throw .unknownFormat(path: path, firstBytes: Array(firstBytes.prefix(8)))
    }
    return format
  }

  /// Checks the sides that a picture's header claims, before anything is computed from them.
  func checkSides(of picture: StoredPicture, format: ImageFormat) throws(ImagingError) {
    let sides = 1...StoredPicture.longestSide
    guard sides.contains(picture.width), sides.contains(picture.height) else {
      let size = "\(picture.width) x \(picture.height)"
      throw .corrupt(
        path: path, format: format, detail: "its size is \(size), and a side has 1 to \(sides.upperBound) pixels")
    }
  }

  /// Checks a size that a header claims, before anything of that size is allocated.
  func check(width: Int, height: Int, format: ImageFormat, maximumPixels: Int) throws(ImagingError) {
    guard width > 0, height > 0 else {
      throw .corrupt(path: path, format: format, detail: "its size is \(width) x \(height)")
    }
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    let limit = min(maximumPixels, Self.largestPicture)
    guard !overflow, pixels <= limit else {
      throw .tooManyPixels(path: path, width: width, height: height, limit: limit)
    }
  }
}
