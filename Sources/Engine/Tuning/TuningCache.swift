// SPDX-License-Identifier: Apache-2.0

public import Foundation
import RotundaNetworks

/// Measured times of the engine's algorithms: one file for each network, size, machine and number of threads.
///
/// A file that cannot be read, or lacks an algorithm, is measured anew.
public struct TuningCache: Sendable, Hashable {
  /// The folder; it is made where there is none.
  public let directory: URL

  /// A cache in a folder.
  public init(directory: URL) {
    self.directory = directory
  }

  /// `rotunda/engine` in the user's folder for caches: `$XDG_CACHE_HOME` or `~/.cache` on Linux.
  public static var standard: TuningCache {
    let caches = FileManager.default.urls(for: .cachesDirectory, in: .userDomainMask).first
    return TuningCache(directory: (caches ?? FileManager.default.temporaryDirectory).appending(path: "rotunda/engine"))
  }

  /// What times depend on.
  struct Situation {
    let network: String
    let size: Extent
    let instructionSet: InstructionSet
    let threads: Int
    var processor = ProcessorName.current

    /// Letters, digits and hyphens only.
    var fileName: String {
      let words = "\(network) \(size.width)x\(size.height) \(instructionSet.rawValue) \(threads) threads \(processor)"
      return String(words.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }) + ".json"
    }
  }

  /// Seconds by layers and algorithm, as far as they are known.
  func times(in situation: Situation) -> [String: Double] {
    guard let data = try? Data(contentsOf: file(situation)),
      let times = try? JSONDecoder().decode([String: Double].self, from: data)
    else { return [:] }
    return times.filter { $0.value > 0 && $0.value.isFinite }
  }

  /// Keeps times for the next preparation; a reader sees the old file or the new one, whole.
  ///
  /// - Throws: `EngineError.cacheNotWritten`.
  func keep(_ times: [String: Double], in situation: Situation) throws(EngineError) {
    do {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try encoder.encode(times).write(to: file(situation), options: .atomic)
    } catch {
      throw .cacheNotWritten(path: directory.path, reason: error.localizedDescription)
    }
  }

  private func file(_ situation: Situation) -> URL { directory.appending(path: situation.fileName) }
}
