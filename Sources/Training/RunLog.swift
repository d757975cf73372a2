// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaEvaluation
  import RotundaImaging

  /// What a run notes: the tables in its folder, and the same for TensorBoard.
  struct RunLog {
    private let folder: RunFolder
    private let terms: [String]
    private let isWriting: Bool

    /// Opens the tables, without lines beyond `step`, at which the run goes on; one that is not writing notes nothing.
    init(_ folder: RunFolder, terms: [String], step: Int, isWriting: Bool) throws {
      self.folder = folder
      self.terms = terms
      self.isWriting = isWriting
      guard isWriting else { return }
      try folder.openTable(
        folder.metricsFile,
        columns: ["step", "seconds", "rate", "loss"] + terms + ["gradientNorm", "samplesPerSecond"], after: step)
      try folder.openTable(
        folder.validationFile,
        columns: [
          "step", "absRel", "sqRel", "rms", "rmsLog", "delta1", "delta2", "delta3", "absRelLatitude",
        ], after: step)
    }

    mutating func add(_ report: Trainer.StepReport) throws {
      guard isWriting else { return }
      let norm = report.gradientNorm.map { "\($0)" } ?? ""
      let values = ["\(report.rate)", "\(report.loss)"] + report.terms.map { "\($0.value)" } + [norm]
      let seconds = Int(Date().timeIntervalSince1970)
      try folder.append(
        "\(report.step),\(seconds)," + values.joined(separator: ",")
          + String(format: ",%.2f", report.samplesPerSecond), to: folder.metricsFile)
    }

    mutating func add(step: Int, uniform: DepthErrors, latitude: DepthErrors) throws {
      guard isWriting else { return }
      let numbers = [
        uniform.absoluteRelative, uniform.squaredRelative, uniform.rootMeanSquare, uniform.rootMeanSquareLog,
        uniform.delta.x, uniform.delta.y, uniform.delta.z, latitude.absoluteRelative,
      ]
      let line = "\(step)," + numbers.map { String(format: "%.5f", $0) }.joined(separator: ",")
      try folder.append(line, to: folder.validationFile)
    }

    mutating func add(preview: RGBImage, step: Int) throws {
      guard isWriting else { return }
      let name = String(repeating: "0", count: max(0, 7 - String(step).count)) + String(step)
      try preview.write(to: folder.previewsFolder.appending(path: "\(name).png"), as: .png)
    }
  }
#endif
