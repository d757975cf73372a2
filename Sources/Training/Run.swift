// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import Foundation
  public import RotundaDatasets
  import RotundaImaging
  import RotundaNetworks
  import Yams

  /// What `run.yaml` says: every setting, and what they were about.
  public struct RunRecord: Sendable, Hashable, Codable {
    /// Every setting.
    public var settings: TrainingSettings
    /// Version of the program that began the run.
    public let version: String
    /// Version of LibTorch that began the run.
    public let libTorch: String
    /// What the data held when the run began.
    public let data: Fingerprint
    /// What the validation held when the run began.
    public let validation: Fingerprint
    /// What the photographs were when the run began; nil where it adapts to none.
    public let photographs: Fingerprint?

    /// A run as it begins.
    public init(
      settings: TrainingSettings, version: String, libTorch: String, data: Fingerprint, validation: Fingerprint,
      photographs: Fingerprint? = nil
    ) {
      self.settings = settings
      (self.version, self.libTorch) = (version, libTorch)
      (self.data, self.validation, self.photographs) = (data, validation, photographs)
    }
  }

  /// The folder of a training run: what was asked for, what happened, and where it can go on.
  ///
  /// - `run.yaml`: every setting. `metrics.csv`: a line every few steps. `validation.csv`: a line a validation.
  /// - `events.out.tfevents.*`: the same for TensorBoard, with pictures. `previews/`: the pictures.
  /// - `discriminator.csv`, of an adaptation: how the discriminator's outputs for both domains were distributed.
  /// - `checkpoints/`: the last ones and the best. `weights.safetensors`: the averaged weights of the last one, to use;
  ///   `best.safetensors`: those of the best.
  public struct RunFolder: Sendable {
    /// The folder.
    public let url: URL

    /// A run in a folder, which need not exist yet.
    public init(_ url: URL) { self.url = url }

    var recordFile: URL { url.appending(path: "run.yaml") }
    /// Losses by step.
    public var metricsFile: URL { url.appending(path: "metrics.csv") }
    /// Errors by step.
    public var validationFile: URL { url.appending(path: "validation.csv") }
    /// How a discriminator's outputs were distributed, by step.
    var discriminatorFile: URL { url.appending(path: "discriminator.csv") }
    var previewsFolder: URL { url.appending(path: "previews") }
    var checkpointsFolder: URL { url.appending(path: "checkpoints") }
    /// The averaged weights of the last checkpoint.
    public var weightsFile: URL { url.appending(path: "weights.safetensors") }
    /// The averaged weights of the checkpoint that was judged best.
    public var bestWeightsFile: URL { url.appending(path: "best.safetensors") }

    /// Whether the run has come to its last step, by its own settings.
    public var isFinished: Bool {
      guard holdsRun, let settings = try? record().settings else { return false }
      return (try? Weights(contentsOf: weightsFile))?.metadata["step"] == String(settings.iterations)
    }

    /// Whether a run was begun here.
    public var holdsRun: Bool { FileManager.default.fileExists(atPath: recordFile.path) }

    /// Throws `TrainingError.runExists` where the folder holds a run.
    public func checkIsFree() throws(TrainingError) {
      guard !holdsRun else { throw .runExists(url) }
    }

    /// Makes the folder and notes what the run is.
    ///
    /// - Throws: `TrainingError.runExists` where it holds a run; `.cannotWrite`.
    public func create(_ record: RunRecord) throws(TrainingError) {
      try checkIsFree()
      for folder in [url, checkpointsFolder, previewsFolder] {
        do {
          try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
          throw .cannotWrite(folder, reason: error.localizedDescription)
        }
      }
      try write(record)
    }

    /// Notes the settings of a run that goes on with others.
    ///
    /// - Throws: `TrainingError.cannotWrite`.
    public func write(_ record: RunRecord) throws(TrainingError) {
      do {
        try write(try Self.yaml(record), to: recordFile)
      } catch let error as TrainingError {
        throw error
      } catch {
        throw .cannotWrite(recordFile, reason: "\(error)")
      }
    }

    /// The record as YAML in blocks, with the shortest text of each number that reads back exactly, which is JSON's: Yams'
    /// own encoder rounds.
    private static func yaml(_ record: RunRecord) throws -> String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      // JSON is YAML.
      let node = try Yams.compose(yaml: String(decoding: try encoder.encode(record), as: UTF8.self))
      return try Yams.serialize(node: (node ?? Node([:])).inBlocks)
    }

    /// What the run that is here is.
    ///
    /// - Throws: `TrainingError.notARun`.
    public func record() throws(TrainingError) -> RunRecord {
      guard let text = try? String(contentsOf: recordFile, encoding: .utf8) else {
        throw .notARun(url, reason: "it has no run.yaml")
      }
      do {
        return try YAMLDecoder().decode(RunRecord.self, from: text)
      } catch {
        throw .notARun(url, reason: "its run.yaml is damaged or of another version of this program")
      }
    }

    // MARK: - Tables

    /// Begins a table, or drops its lines after `step`, which a killed run wrote beyond its last checkpoint, so that they
    /// are not there twice.
    func openTable(_ file: URL, columns: [String], after step: Int) throws(TrainingError) {
      let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      let kept = text.split(separator: "\n").dropFirst().filter { line in
        line.split(separator: ",").first.flatMap { Int($0) }.map { $0 <= step } ?? false
      }
      try write(([columns.joined(separator: ",")] + kept.map(String.init)).joined(separator: "\n") + "\n", to: file)
    }

    /// Adds a line at the end of a table.
    func append(_ line: String, to file: URL) throws(TrainingError) {
      do {
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data((line + "\n").utf8))
      } catch {
        throw .cannotWrite(file, reason: error.localizedDescription)
      }
    }

    private func write(_ text: String, to file: URL) throws(TrainingError) {
      do {
        try AtomicFile.write(text, to: file)
      } catch {
        throw .cannotWrite(file, reason: error.description)
      }
    }
  }

  extension Node {
    /// Mappings and sequences over several lines.
    fileprivate var inBlocks: Node {
      switch self {
      case .mapping(let mapping):
        let pairs = mapping.map { ($0.key, $0.value.inBlocks) }
        return .mapping(Mapping(pairs, mapping.tag, .block))
      case .sequence(let sequence):
        return .sequence(Sequence(sequence.map(\.inBlocks), sequence.tag, .block))
      case .scalar, .alias:
        return self
      }
    }
  }
#endif
