// SPDX-License-Identifier: Apache-2.0

import CRotundaOpenEXR

/// The first part of an OpenEXR file, read chunk by chunk through OpenEXR's C library.
final class OpenEXRFile {
  private let file: SourceFile
  private var context: exr_context_t?
  private let channels: [Channel]
  private let dataWindow: Window
  private let displayWindow: Window
  private let isTiled: Bool

  fileprivate struct Channel {
    let name: String
    let isSubsampled: Bool
    let type: exr_pixel_type_t
    var length: Int { type == EXR_PIXEL_HALF ? 2 : 4 }
  }

  /// A rectangle in pixels; `right` and `bottom` are the first beyond.
  private struct Window: Equatable {
    let left: Int
    let top: Int
    let right: Int
    let bottom: Int
    var width: Int { right - left }
    var height: Int { bottom - top }

    init(_ box: exr_attr_box2i_t) {
      (left, top) = (Int(box.min.x), Int(box.min.y))
      (right, bottom) = (Int(box.max.x) + 1, Int(box.max.y) + 1)
    }

    func contains(_ other: Window) -> Bool {
      left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom
    }
  }

  private static let longestSide = Int32(StoredPicture.longestSide)
  /// Most bytes of an unpacked chunk, and of the rows it lies in as four floats a pixel: 256 rows of 65 536 pixels.
  private static let largestChunk = 1 << 28

  init(_ file: SourceFile) throws(ImagingError) {
    self.file = file
    var initializer = exr_context_initializer_t()
    initializer.size = MemoryLayout<exr_context_initializer_t>.size
    initializer.error_handler_fn = { _, _, _ in }
    initializer.user_data = Unmanaged.passUnretained(file).toOpaque()
    initializer.read_fn = { _, user, buffer, length, offset, _ in
      // `user` is the SourceFile that this object keeps alive as long as the context.
      guard let user, let buffer, let count = Int(exactly: length), let offset = Int(exactly: offset) else { return -1 }
      let file = Unmanaged<SourceFile>.fromOpaque(user).takeUnretainedValue()
      return Int64(file.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: count), at: offset))
    }
    initializer.size_fn = { _, user in
      guard let user else { return -1 }
      return Int64(Unmanaged<SourceFile>.fromOpaque(user).takeUnretainedValue().count)
    }
    initializer.max_image_width = Self.longestSide
    initializer.max_image_height = Self.longestSide
    initializer.max_tile_width = Self.longestSide
    initializer.max_tile_height = Self.longestSide
    initializer.zip_level = -2
    initializer.dwa_quality = -1
    initializer.flags = EXR_CONTEXT_FLAG_DISABLE_CHUNK_RECONSTRUCTION | EXR_CONTEXT_FLAG_SILENT_HEADER_PARSE
    var context: exr_context_t?
    let started = exr_start_read(&context, file.path, &initializer)
    do throws(ImagingError) {
      try Self.check(started, file)
      var storage = EXR_STORAGE_LAST_TYPE
      try Self.check(exr_get_storage(context, 0, &storage), file)
      guard storage == EXR_STORAGE_SCANLINE || storage == EXR_STORAGE_TILED else {
        throw .unsupported(path: file.path, format: .openEXR, feature: "deep pixels")
      }
      isTiled = storage == EXR_STORAGE_TILED
      var (data, display) = (exr_attr_box2i_t(), exr_attr_box2i_t())
      try Self.check(exr_get_data_window(context, 0, &data), file)
      try Self.check(exr_get_display_window(context, 0, &display), file)
      (dataWindow, displayWindow) = (Window(data), Window(display))
      channels = try Self.channels(of: context, file)
    } catch {
      exr_finish(&context)
      throw error
    }
    self.context = context
  }

  deinit { exr_finish(&context) }

  private static func channels(of context: exr_context_t?, _ file: SourceFile) throws(ImagingError) -> [Channel] {
    var list: UnsafePointer<exr_attr_chlist_t>?
    try check(exr_get_channels(context, 0, &list), file)
    guard let list = list?.pointee, list.num_channels > 0 else {
      throw .corrupt(path: file.path, format: .openEXR, detail: "it has no channels")
    }
    return UnsafeBufferPointer(start: list.entries, count: Int(list.num_channels)).map { entry in
      Channel(
        name: entry.name.str.map { String(cString: $0) } ?? "",
        isSubsampled: entry.x_sampling != 1 || entry.y_sampling != 1, type: entry.pixel_type)
    }
  }

  private static func check(_ result: exr_result_t, _ file: SourceFile) throws(ImagingError) {
    switch exr_error_code_t(rawValue: UInt32(bitPattern: result)) {
    case EXR_ERR_SUCCESS: return
    case EXR_ERR_READ_IO: throw .truncated(path: file.path, format: .openEXR)
    case EXR_ERR_FEATURE_NOT_IMPLEMENTED:
      throw .unsupported(path: file.path, format: .openEXR, feature: "DWA compression")
    case _:
      let text = exr_get_default_error_message(result).map { String(cString: $0) } ?? "unknown error"
      throw .corrupt(path: file.path, format: .openEXR, detail: text)
    }
  }

  /// The stored picture: the data window, on the display window where it lies inside.
  var picture: StoredPicture {
    var picture = StoredPicture(width: dataWindow.width, height: dataWindow.height)
    if displayWindow != dataWindow, displayWindow.contains(dataWindow) {
      picture.window = SphereCrop(
        width: dataWindow.width, height: dataWindow.height, left: dataWindow.left - displayWindow.left,
        top: dataWindow.top - displayWindow.top, fullWidth: displayWindow.width, fullHeight: displayWindow.height)
    }
    return picture
  }

  // MARK: - Channels

  /// Red, green, blue and, where there is one, alpha; a luminance channel stands for all three colours.
  func colourRows() throws(ImagingError) -> OpenEXRColourRows {
    func index(_ name: String) -> Int? { channels.firstIndex { $0.name == name } }
    let layer = channels.map(\.name).filter { $0.hasSuffix(".R") }.map { $0.dropLast() }.first ?? ""
    let colour = [index("R") ?? index("\(layer)R"), index("G") ?? index("\(layer)G"), index("B") ?? index("\(layer)B")]
    let picked: [Int]
    if let red = colour[0], let green = colour[1], let blue = colour[2] {
      picked = [red, green, blue]
    } else if let luminance = index("Y") {
      picked = [luminance]
    } else {
      throw .unsupported(
        path: file.path, format: .openEXR, feature: "no colour among its channels (\(channelNames))")
    }
    return OpenEXRColourRows(file: self, colour: picked, alpha: index("A"))
  }

  private var channelNames: String { channels.map(\.name).joined(separator: ", ") }

  /// Names that depth goes by, the most telling first; the last part of a layer's name counts as its name.
  private static let depthNames = ["depth", "z", "y", "r", "distance"]

  /// The data window's distances; 0 where the display window reaches further.
  func depth(maximumPixels: Int) throws(ImagingError) -> ScalarMap {
    try file.check(
      width: dataWindow.width, height: dataWindow.height, format: .openEXR, maximumPixels: maximumPixels)
    let names = channels.map { ($0.name.split(separator: ".").last ?? "").lowercased() }
    let named = Self.depthNames.lazy.compactMap { names.firstIndex(of: $0) }.first
    guard let channel = named ?? (channels.count == 1 ? 0 : nil) else {
      throw .notDepth(path: file.path, format: .openEXR, reason: .channels(channels.map(\.name)))
    }
    var window = displayWindow
    if !displayWindow.contains(dataWindow) { window = dataWindow }
    try file.check(width: window.width, height: window.height, format: .openEXR, maximumPixels: maximumPixels)
    var values = [Float](repeating: 0, count: window.width * window.height)
    let offset = (dataWindow.top - window.top) * window.width + dataWindow.left - window.left
    try forEachRow(of: [channel]) { row, samples in
      let start = offset + row * window.width
      values.replaceSubrange(start..<start + samples.count, with: samples)
    }
    return ScalarMap(width: window.width, height: window.height, values: values)
  }

  // MARK: - Chunks

  /// Calls `body` with the rows of the data window from the top: the picked channels of each pixel, interleaved.
  func forEachRow(
    of picked: [Int], _ body: (_ row: Int, _ samples: UnsafeBufferPointer<Float>) -> Void
  ) throws(ImagingError) {
    guard !channels.contains(where: \.isSubsampled) else {
      throw .unsupported(path: file.path, format: .openEXR, feature: "subsampled channels")
    }
    let (chunkWidth, chunkHeight) = try chunkSize()
    let rowLength = dataWindow.width * picked.count
    let bandLength = rowLength * min(chunkHeight, dataWindow.height)
    var chunkLength: UInt64 = 0
    try Self.check(exr_get_chunk_unpacked_size(context, 0, &chunkLength), file)
    guard chunkLength <= Self.largestChunk, bandLength * MemoryLayout<Float>.size <= Self.largestChunk else {
      throw .unsupported(
        path: file.path, format: .openEXR, feature: "chunks of \(chunkWidth) x \(chunkHeight) pixels")
    }
    // Not initialised: the chunks of a band cover it, and all of them are decoded before it is read.
    let band = UnsafeMutableBufferPointer<Float>.allocate(capacity: bandLength)
    defer { band.deallocate() }
    var decoder = ChunkDecoder(context: context, channels: channels, picked: picked)
    defer { decoder.finish() }
    for top in stride(from: 0, to: dataWindow.height, by: chunkHeight) {
      let rows = min(chunkHeight, dataWindow.height - top)
      for left in stride(from: 0, to: dataWindow.width, by: chunkWidth) {
        let columns = min(chunkWidth, dataWindow.width - left)
        var chunk = exr_chunk_info_t()
        let found =
          isTiled
          ? exr_read_tile_chunk_info(context, 0, Int32(left / chunkWidth), Int32(top / chunkHeight), 0, 0, &chunk)
          : exr_read_scanline_chunk_info(context, 0, Int32(dataWindow.top + top), &chunk)
        try Self.check(found, file)
        guard Int(chunk.width) == columns, Int(chunk.height) == rows else {
          throw .corrupt(path: file.path, format: .openEXR, detail: "a chunk has another size than its place")
        }
        // The band holds `rows` rows of `rowLength`; this chunk's columns begin `left` pixels into each.
        let corner = UnsafeMutableBufferPointer(rebasing: band[(left * picked.count)...])
        try Self.check(decoder.decode(&chunk, into: corner, rowLength: rowLength), file)
      }
      for row in 0..<rows {
        body(top + row, UnsafeBufferPointer(rebasing: band[row * rowLength..<(row + 1) * rowLength]))
      }
    }
  }

  private func chunkSize() throws(ImagingError) -> (width: Int, height: Int) {
    var (width, height) = (Int32(clamping: dataWindow.width), Int32(0))
    let result =
      isTiled
      ? exr_get_tile_sizes(context, 0, 0, 0, &width, &height) : exr_get_scanlines_per_chunk(context, 0, &height)
    try Self.check(result, file)
    guard width > 0, height > 0 else {
      throw .corrupt(path: file.path, format: .openEXR, detail: "its chunks are empty")
    }
    return (Int(width), Int(height))
  }
}

/// One decoding pipeline, used for chunk after chunk; it must stay at one address.
///
/// The library reads and unpacks a chunk's bytes; the numbers are taken out of them here. Its own routines for that
/// (3.1.5) write through a null pointer where only one of three channels is asked for.
private struct ChunkDecoder {
  private let context: exr_context_t?
  private let channels: [OpenEXRFile.Channel]
  private let picked: [Int]
  private let pipeline: UnsafeMutablePointer<exr_decode_pipeline_t>
  private var isStarted = false

  init(context: exr_context_t?, channels: [OpenEXRFile.Channel], picked: [Int]) {
    self.context = context
    self.channels = channels
    self.picked = picked
    pipeline = .allocate(capacity: 1)
    pipeline.initialize(to: exr_decode_pipeline_t())
  }

  /// Decodes the picked channels of `chunk` into `samples`, whose rows are `rowLength` numbers apart.
  mutating func decode(
    _ chunk: inout exr_chunk_info_t, into samples: UnsafeMutableBufferPointer<Float>, rowLength: Int
  ) -> exr_result_t {
    var result = isStarted ? exr_decoding_update(context, 0, &chunk, pipeline) : start(&chunk)
    guard result == EXR_ERR_SUCCESS.rawValue else { return result }
    result = exr_decoding_run(context, 0, pipeline)
    guard result == EXR_ERR_SUCCESS.rawValue else { return result }
    guard let bytes = unpacked(chunk) else { return exr_result_t(EXR_ERR_CORRUPT_CHUNK.rawValue) }
    unpack(bytes, columns: Int(chunk.width), rows: Int(chunk.height), into: samples, rowLength: rowLength)
    return result
  }

  private mutating func start(_ chunk: inout exr_chunk_info_t) -> exr_result_t {
    let result = exr_decoding_initialize(context, 0, &chunk, pipeline)
    guard result == EXR_ERR_SUCCESS.rawValue else { return result }
    isStarted = true
    defer { pipeline.pointee.unpack_and_convert_fn = nil }
    return exr_decoding_choose_default_routines(context, 0, pipeline)
  }

  /// The chunk's bytes, when there are as many as its channels need.
  private func unpacked(_ chunk: exr_chunk_info_t) -> UnsafeRawBufferPointer? {
    let needed = Int(chunk.width) * Int(chunk.height) * channels.reduce(0) { $0 + $1.length }
    let isCompressed = exr_compression_t(UInt32(chunk.compression)) != EXR_COMPRESSION_NONE
    guard chunk.unpacked_size == UInt64(needed), isCompressed || chunk.packed_size == UInt64(needed),
      let buffer = pipeline.pointee.unpacked_buffer
    else { return nil }
    return UnsafeRawBufferPointer(start: buffer, count: needed)
  }

  /// A chunk holds its rows from the top, each row its channels in the header's order, little-endian.
  private func unpack(
    _ bytes: UnsafeRawBufferPointer, columns: Int, rows: Int, into samples: UnsafeMutableBufferPointer<Float>,
    rowLength: Int
  ) {
    // `unpacked` made sure that `bytes` holds all channels of all rows; the caller that `samples` holds `rows` rows of
    // `rowLength` numbers, less the columns before its first.
    var offset = 0
    for row in 0..<rows {
      for (index, channel) in channels.enumerated() {
        for slot in picked.indices where picked[slot] == index {
          var target = row * rowLength + slot
          for column in 0..<columns {
            samples[target] = number(in: bytes, at: offset + column * channel.length, type: channel.type)
            target += picked.count
          }
        }
        offset += columns * channel.length
      }
    }
  }

  @inline(__always)
  private func number(in bytes: UnsafeRawBufferPointer, at offset: Int, type: exr_pixel_type_t) -> Float {
    if type == EXR_PIXEL_HALF {
      return Float(halfBits: UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
    }
    let bits = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    return type == EXR_PIXEL_FLOAT ? Float(bitPattern: bits) : Float(bits)
  }

  func finish() {
    if isStarted { exr_decoding_destroy(context, pipeline) }
    pipeline.deallocate()
  }
}

/// The colours of an OpenEXR file as linear light.
struct OpenEXRColourRows: LinearRows {
  fileprivate let file: OpenEXRFile
  /// Three channels, or one that stands for all.
  fileprivate let colour: [Int]
  fileprivate let alpha: Int?

  var width: Int { file.picture.width }
  var height: Int { file.picture.height }

  func forEachRow(_ body: (_ row: Int, _ samples: UnsafeBufferPointer<Float>) -> Void) throws(ImagingError) {
    let picked = colour + (alpha.map { [$0] } ?? [])
    let last = picked.count - 1
    var row = [Float](repeating: 1, count: 4 * width)
    try file.forEachRow(of: picked) { index, samples in
      for pixel in 0..<samples.count / picked.count {
        let source = pixel * picked.count
        for channel in 0..<3 { row[4 * pixel + channel] = samples[source + min(channel, colour.count - 1)] }
        if alpha != nil { row[4 * pixel + 3] = samples[source + last] }
      }
      row.withUnsafeBufferPointer { body(index, $0) }
    }
  }
}
