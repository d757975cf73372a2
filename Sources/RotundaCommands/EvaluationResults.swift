// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaEvaluation
import RotundaImaging

/// What is known of the images so far; with a folder, also on disk, so that a killed run or another shard can go on.
///
/// `results/3-of-16.jsonl` is the plan on its first line and then a line an image. Only whole lines count: a run that is
/// killed loses the image that it was writing.
final class EvaluationResults {
  /// Records of the images that are done, by whichever shard, in no order.
  private(set) var records: [EvaluationRecord] = []
  /// Where reports go; nil for none.
  let folder: URL?

  private var file: FileHandle?
  private let path: String

  /// Opens the results of a plan, and goes on with those that are in the folder.
  ///
  /// - Throws: `CommandError.otherEvaluation` where the folder holds those of another plan, `ImagingError` where it cannot be
  ///   written.
  init(of plan: EvaluationPlan, folder: URL?, shard: Shard, overwrites: Bool) throws {
    self.folder = folder
    guard let folder else {
      path = ""
      return
    }
    let results = folder.appending(path: "results")
    if overwrites { Self.remove(results) }
    try OutputFolder.make(results)
    let own = results.appending(path: "\(shard.number)-of-\(shard.count).jsonl")
    path = own.path(percentEncoded: false)
    var ownLength = 0
    for url in Self.files(in: results) {
      let (found, length) = try Self.read(url, of: plan)
      records += found
      if url.lastPathComponent == own.lastPathComponent { ownLength = length }
    }
    // An image that two shards of different numbers have judged counts once.
    var seen: Set<Int> = []
    records = records.filter { seen.insert($0.index).inserted }
    file = try Self.opened(path, length: ownLength)
    if ownLength == 0 { try write(plan) }
  }

  /// Keeps the record of an image.
  ///
  /// - Throws: `ImagingError.unwritable`, as on a full disk.
  func append(_ record: EvaluationRecord) throws {
    try write(record)
    records.append(record)
  }

  private func write(_ value: some Encodable) throws {
    guard let file else { return }
    let line: Data
    do {
      line = try Self.encoder.encode(value) + Data("\n".utf8)
      try file.write(contentsOf: line)
    } catch {
      throw ImagingError.unwritable(path: path, code: (error as NSError).underlyingCode)
    }
  }

  // MARK: - Files

  private static func files(in folder: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    return names.filter { $0.hasSuffix(".jsonl") }.sorted().map { folder.appending(path: $0) }
  }

  private static func remove(_ folder: URL) {
    for file in files(in: folder) { try? FileManager.default.removeItem(at: file) }
  }

  /// The records of a file, and how many of its bytes are whole lines.
  private static func read(_ url: URL, of plan: EvaluationPlan) throws -> (records: [EvaluationRecord], length: Int) {
    let path = url.path(percentEncoded: false)
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw ImagingError.unreadable(path: path, code: EACCES)
    }
    guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return ([], 0) }
    let lines = bytes[...end].split(separator: UInt8(ascii: "\n"))
    guard let first = lines.first, (try? decoder.decode(EvaluationPlan.self, from: first)) == plan else {
      throw CommandError.otherEvaluation(path: path)
    }
    let records = try lines.dropFirst().map { line in
      do {
        return try decoder.decode(EvaluationRecord.self, from: line)
      } catch {
        throw CommandError.otherEvaluation(path: path)
      }
    }
    return (records, end + 1)
  }

  /// A file to be written on from a length, which is cut or made.
  private static func opened(_ path: String, length: Int) throws(ImagingError) -> FileHandle {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .unwritable(path: path, code: errno) }
    guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      let code = errno
      close(descriptor)
      throw .unwritable(path: path, code: code)
    }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  private static let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }()

  private static let decoder: JSONDecoder = {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }()
}

extension NSError {
  /// The system's number of an error that Foundation has wrapped; an input/output error where there is none.
  fileprivate var underlyingCode: Int32 {
    let inner = userInfo[NSUnderlyingErrorKey] as? NSError
    return inner.map { Int32(truncatingIfNeeded: $0.code) } ?? EIO
  }
}
