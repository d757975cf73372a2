// SPDX-License-Identifier: Apache-2.0

import CRotundaOpenEXR

/// Writes interleaved 32-bit floats with ZIP compression, in channels named as in `names`.
struct OpenEXRWriter {
  private let width: Int
  private let height: Int
  /// Channel names in the order that their values have within a pixel.
  private let names: [String]

  /// One number a pixel, channel `Y`.
  static func write(_ map: ScalarMap, to file: AtomicFile) throws(ImagingError) {
    try OpenEXRWriter(width: map.width, height: map.height, names: ["Y"]).write(map.values, to: file)
  }

  /// Three numbers a pixel, channels `R`, `G`, `B`.
  static func write(_ image: FloatImage, to file: AtomicFile) throws(ImagingError) {
    try OpenEXRWriter(width: image.width, height: image.height, names: ["R", "G", "B"]).write(image.values, to: file)
  }

  private func write(_ values: [Float], to file: AtomicFile) throws(ImagingError) {
    var initializer = exr_context_initializer_t()
    initializer.size = MemoryLayout<exr_context_initializer_t>.size
    initializer.error_handler_fn = { _, _, _ in }
    initializer.user_data = Unmanaged.passUnretained(file).toOpaque()
    initializer.write_fn = { _, user, bytes, length, offset, _ in
      // `user` is the AtomicFile that the caller keeps alive until the context is finished.
      guard let user, let count = Int(exactly: length), let offset = Int(exactly: offset) else { return -1 }
      let file = Unmanaged<AtomicFile>.fromOpaque(user).takeUnretainedValue()
      return file.put(UnsafeRawBufferPointer(start: bytes, count: count), at: offset) ? Int64(count) : -1
    }
    initializer.zip_level = -2
    initializer.dwa_quality = -1
    let result = withExtendedLifetime(file) {
      var context: exr_context_t?
      var result = exr_start_write(&context, "image", EXR_WRITE_FILE_DIRECTLY, &initializer)
      guard result == EXR_ERR_SUCCESS.rawValue else { return result }
      result = writeParts(values, context)
      let finished = exr_finish(&context)
      return result == EXR_ERR_SUCCESS.rawValue ? finished : result
    }
    guard result == EXR_ERR_SUCCESS.rawValue else { throw file.failure }
  }

  private func writeParts(_ values: [Float], _ context: exr_context_t?) -> exr_result_t {
    var part: Int32 = 0
    var steps: [() -> exr_result_t] = [
      { exr_add_part(context, "image", EXR_STORAGE_SCANLINE, &part) },
      { exr_initialize_required_attr_simple(context, 0, Int32(width), Int32(height), EXR_COMPRESSION_ZIP) },
    ]
    // A file lists its channels by name in alphabetical order.
    for name in names.sorted() {
      steps.append { exr_add_channel(context, 0, name, EXR_PIXEL_FLOAT, EXR_PERCEPTUALLY_LINEAR, 1, 1) }
    }
    steps.append { exr_write_header(context) }
    steps.append { values.withUnsafeBytes { writeChunks($0, context) } }
    return steps.lazy.map { $0() }.first { $0 != EXR_ERR_SUCCESS.rawValue } ?? 0
  }

  private func writeChunks(_ values: UnsafeRawBufferPointer, _ context: exr_context_t?) -> exr_result_t {
    var rowsPerChunk: Int32 = 0
    var result = exr_get_scanlines_per_chunk(context, 0, &rowsPerChunk)
    guard result == EXR_ERR_SUCCESS.rawValue, rowsPerChunk > 0 else { return result }
    let pipeline = UnsafeMutablePointer<exr_encode_pipeline_t>.allocate(capacity: 1)
    pipeline.initialize(to: exr_encode_pipeline_t())
    defer { pipeline.deallocate() }
    for top in stride(from: 0, to: height, by: Int(rowsPerChunk)) {
      result = writeChunk(values, top: top, context, pipeline)
      guard result == EXR_ERR_SUCCESS.rawValue else { break }
    }
    exr_encoding_destroy(context, pipeline)
    return result
  }

  private func writeChunk(
    _ values: UnsafeRawBufferPointer, top: Int, _ context: exr_context_t?,
    _ pipeline: UnsafeMutablePointer<exr_encode_pipeline_t>
  ) -> exr_result_t {
    var chunk = exr_chunk_info_t()
    let steps: [() -> exr_result_t] = [
      { exr_write_scanline_chunk_info(context, 0, Int32(top), &chunk) },
      {
        top == 0
          ? exr_encoding_initialize(context, 0, &chunk, pipeline) : exr_encoding_update(context, 0, &chunk, pipeline)
      },
      {
        pointChannels(of: pipeline, into: values, top: top)
        let result = exr_encoding_choose_default_routines(context, 0, pipeline)
        pipeline.pointee.yield_until_ready_fn = Self.storePlainWhereNothingIsSaved
        return result
      },
      { exr_encoding_run(context, 0, pipeline) },
    ]
    return steps.lazy.map { $0() }.first { $0 != EXR_ERR_SUCCESS.rawValue } ?? 0
  }

  /// Called between compression and writing: a chunk that compression has left as large as it was is stored as it was.
  ///
  /// Readers take a chunk of that size for one that is not compressed, but OpenEXR before 3.4.8 stores the compressed
  /// bytes there (its issue 2306), which are then read as numbers.
  private static let storePlainWhereNothingIsSaved:
    @convention(c) (UnsafeMutablePointer<_exr_encode_pipeline>?) -> exr_result_t = { pipeline in
      guard let chunk = pipeline?.pointee, chunk.compressed_bytes == chunk.packed_bytes,
        let compressed = chunk.compressed_buffer, let plain = chunk.packed_buffer, compressed != plain
      else { return exr_result_t(EXR_ERR_SUCCESS.rawValue) }
      // Bound: both buffers hold at least the bytes that they are said to hold, which are as many.
      compressed.copyMemory(from: plain, byteCount: chunk.compressed_bytes)
      return exr_result_t(EXR_ERR_SUCCESS.rawValue)
    }

  /// Tells the encoder where each channel's numbers lie: from row `top` of `values` on, inside it, since the library
  /// clips the last chunk to the picture.
  private func pointChannels(
    of pipeline: UnsafeMutablePointer<exr_encode_pipeline_t>, into values: UnsafeRawBufferPointer, top: Int
  ) {
    let number = MemoryLayout<Float>.size
    let rowLength = width * names.count * number
    for index in 0..<Int(pipeline.pointee.channel_count) {
      let name = pipeline.pointee.channels[index].channel_name.map { String(cString: $0) }
      let place = name.flatMap(names.firstIndex(of:)) ?? 0
      pipeline.pointee.channels[index].user_pixel_stride = Int32(names.count * number)
      pipeline.pointee.channels[index].user_line_stride = Int32(rowLength)
      pipeline.pointee.channels[index].encode_from_ptr = values.baseAddress.map {
        ($0 + top * rowLength + place * number).assumingMemoryBound(to: UInt8.self)
      }
    }
  }
}
