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
    try OutputFolder.make(results)
    let own = results.appending(path: "\(shard.number)-of-\(shard.count).jsonl")
    path = own.path(percentEncoded: false)
    let file = try Self.claimed(path)
    if overwrites { try Self.forget(in: results, of: plan, own: own, isWhole: shard.count == 1) }
    var ownLength = 0
    for url in Self.files(in: results) {
      let (found, length) = try Self.read(url, of: plan)
      records += found
      if url.lastPathComponent == own.lastPathComponent { ownLength = length }
    }
    // An image that two shards of different numbers have judged counts once.
    var seen: Set<Int> = []
    records = records.filter { seen.insert($0.index).inserted }
    // What a killed run has left of a line goes.
    try Self.writing(path) {
      try file.truncate(atOffset: UInt64(ownLength))
      try file.seekToEnd()
    }
    self.file = file
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
    let line = try Self.encoder.encode(value) + Data("\n".utf8)
    try Self.writing(path) { try file.write(contentsOf: line) }
  }

  // MARK: - Files

  private static func files(in folder: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    return names.filter { $0.hasSuffix(".jsonl") }.sorted().map { folder.appending(path: $0) }
  }

  /// Takes away what `--overwrite` is to forget: of a whole run everything, of a shard its own results and those of other
  /// plans, for the other shards may be at work.
  private static func forget(in folder: URL, of plan: EvaluationPlan, own: URL, isWhole: Bool) throws {
    for file in files(in: folder) {
      if file.lastPathComponent == own.lastPathComponent {
        try writing(own.path(percentEncoded: false)) { try Data().write(to: file) }
      } else if isWhole || (try? read(file, of: plan)) == nil {
        try? FileManager.default.removeItem(at: file)
      }
    }
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

  /// A file to go on with, made where there is none, which no other run may write to until this one ends.
  private static func claimed(_ path: String) throws -> FileHandle {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw ImagingError.unwritable(path: path, code: errno) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw CommandError.runningEvaluation(path: path) }
    return file
  }

  /// What writes to a file, with the system's reason where it fails, as on a full disk.
  private static func writing(_ path: String, _ body: () throws -> Void) throws(ImagingError) {
    do {
      try body()
    } catch {
      let reason = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      throw .unwritable(path: path, code: reason.map { Int32(truncatingIfNeeded: $0.code) } ?? EIO)
    }
  }

  /// What keeps results in files, numbers that are none included.
  static let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }()

  /// What reads them.
  static let decoder: JSONDecoder = {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }()
}
