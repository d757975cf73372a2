// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import Foundation
  import RotundaNetworks

  /// The folder of a training run: what was asked for, what happened, and where it can go on.
  ///
  /// - `run.json`: every setting.
  /// - `metrics.csv`: a line every few steps. `validation.csv`: a line a validation.
  /// - `checkpoint.safetensors`: weights, average, moments and step. `weights.safetensors`: the average alone, to use.
  public struct RunFolder: Sendable {
    /// The folder.
    public let url: URL

    /// A run in a folder, which need not exist yet.
    public init(_ url: URL) { self.url = url }

    var settingsFile: URL { url.appending(path: "run.json") }
    var metricsFile: URL { url.appending(path: "metrics.csv") }
    var validationFile: URL { url.appending(path: "validation.csv") }
    var checkpointFile: URL { url.appending(path: "checkpoint.safetensors") }
    /// The averaged weights after the last checkpoint.
    public var weightsFile: URL { url.appending(path: "weights.safetensors") }

    /// Throws `TrainingError.runExists` where the folder holds a run.
    public func checkIsFree() throws {
      guard !FileManager.default.fileExists(atPath: settingsFile.path) else { throw TrainingError.runExists(url) }
    }

    /// Makes the folder and notes the settings.
    ///
    /// - Throws: `TrainingError.runExists` where it holds a run; `.cannotWrite`.
    public func create(_ settings: TrainingSettings) throws {
      try checkIsFree()
      do {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      } catch {
        throw TrainingError.cannotWrite(url, reason: error.localizedDescription)
      }
      try write(settings)
      let columns = ["step", "seconds", "rate", "loss"] + settings.loss.names
      try write(columns.joined(separator: ",") + "\n", to: metricsFile)
      try write("step,absRel,sqRel,rms,rmsLog,delta1,delta2,delta3,absRelLatitude\n", to: validationFile)
    }

    /// Notes the settings of a run that goes on with others.
    ///
    /// - Throws: `TrainingError.cannotWrite`.
    public func write(_ settings: TrainingSettings) throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try write(String(decoding: try encoder.encode(settings), as: UTF8.self) + "\n", to: settingsFile)
    }

    /// The settings of the run that is here.
    ///
    /// - Throws: `TrainingError.notARun`.
    public func settings() throws -> TrainingSettings {
      do {
        return try JSONDecoder().decode(TrainingSettings.self, from: Data(contentsOf: settingsFile))
      } catch is DecodingError {
        throw TrainingError.notARun(url, reason: "its run.json is damaged")
      } catch {
        throw TrainingError.notARun(url, reason: "it has no run.json")
      }
    }

    /// Drops lines after `step`, which a killed run wrote beyond its last checkpoint, so that they are not there twice.
    func truncateLogs(after step: Int) throws {
      for file in [metricsFile, validationFile] {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
        let lines = text.split(separator: "\n")
        let kept =
          lines.prefix(1)
          + lines.dropFirst().filter { line in
            line.split(separator: ",").first.flatMap { Int($0) }.map { $0 <= step } ?? false
          }
        try write(kept.joined(separator: "\n") + "\n", to: file)
      }
    }

    func append(_ line: String, to file: URL) throws {
      do {
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data((line + "\n").utf8))
      } catch {
        throw TrainingError.cannotWrite(file, reason: error.localizedDescription)
      }
    }

    private func write(_ text: String, to file: URL) throws {
      do {
        try Data(text.utf8).write(to: file, options: .atomic)
      } catch {
        throw TrainingError.cannotWrite(file, reason: error.localizedDescription)
      }
    }
  }
#endif
