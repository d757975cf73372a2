// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaEvaluation
  import RotundaImaging

  /// What a run notes: the tables in its folder, and the same for TensorBoard.
  struct RunLog {
    private let folder: RunFolder
    /// Nil where this process notes nothing.
    private var board: TensorBoardLog?

    /// Opens the tables, without lines beyond `step`, at which the run goes on; one that is not writing notes nothing.
    init(_ folder: RunFolder, settings: TrainingSettings, step: Int, isWriting: Bool) throws {
      self.folder = folder
      guard isWriting else { return }
      let isAdapting = settings.adversarial != nil
      let terms = settings.loss.names + (isAdapting ? [Trainer.adversarialTerm] : [])
      try folder.openTable(
        folder.metricsFile,
        columns: ["step", "seconds", "rate", "loss"] + terms + (isAdapting ? DiscriminatorReport.columns : [])
          + ["gradientNorm", "samplesPerSecond"], after: step)
      if isAdapting {
        try folder.openTable(
          folder.discriminatorFile, columns: ["step"] + DiscriminatorReport.histogramColumns, after: step)
      }
      try folder.openTable(
        folder.validationFile,
        columns: [
          "step", "absRel", "sqRel", "rms", "rmsLog", "delta1", "delta2", "delta3", "absRelLatitude",
        ], after: step)
      board = try TensorBoardLog(folder: folder.url, resumedAt: step > 0 ? step : nil)
    }

    mutating func add(_ report: Trainer.StepReport) throws {
      guard board != nil else { return }
      let values =
        ["\(report.rate)", "\(report.loss)"] + report.terms.map { "\($0.value)" }
        + (report.discriminator?.numbers ?? []).map { "\($0)" } + ["\(report.gradientNorm)"]
      let seconds = Int(Date().timeIntervalSince1970)
      try folder.append(
        "\(report.step),\(seconds)," + values.joined(separator: ",")
          + String(format: ",%.2f", report.samplesPerSecond), to: folder.metricsFile)
      var scalars = ["loss/total": report.loss, "rate": report.rate, "samplesPerSecond": report.samplesPerSecond]
      for term in report.terms { scalars["loss/\(term.name)"] = term.value }
      scalars["gradientNorm"] = report.gradientNorm
      try board?.add(scalars: scalars, step: report.step)
      if let discriminator = report.discriminator { try add(discriminator, step: report.step) }
    }

    private mutating func add(_ report: DiscriminatorReport, step: Int) throws {
      let shares = (report.rendered + report.real).map { String(format: "%.4f", $0) }
      try folder.append("\(step)," + shares.joined(separator: ","), to: folder.discriminatorFile)
      let scalars = zip(DiscriminatorReport.columns, report.numbers).map { ("discriminator/\($0)", $1) }
      try board?.add(scalars: Dictionary(uniqueKeysWithValues: scalars), step: step)
      for (domain, shares) in [("rendered", report.rendered), ("real", report.real)] {
        try board?.add(histogram: shares, from: 0, to: 1, tag: "discriminator/\(domain)", step: step)
      }
    }

    mutating func add(step: Int, uniform: DepthErrors, latitude: DepthErrors) throws {
      guard board != nil else { return }
      let numbers = uniform.numbers + [latitude.absoluteRelative]
      let line = "\(step)," + numbers.map { String(format: "%.5f", $0) }.joined(separator: ",")
      try folder.append(line, to: folder.validationFile)
      try board?.add(
        scalars: [
          "validation/absRel": uniform.absoluteRelative, "validation/rms": uniform.rootMeanSquare,
          "validation/delta1": uniform.delta.x, "validation/absRelLatitude": latitude.absoluteRelative,
        ], step: step)
    }

    mutating func add(preview: RGBImage, step: Int) throws {
      guard board != nil else { return }
      let name = String(repeating: "0", count: max(0, 7 - String(step).count)) + String(step)
      try preview.write(to: folder.previewsFolder.appending(path: "\(name).png"), as: .png)
      try board?.add(image: preview, tag: "validation/preview", step: step)
    }

    /// Returns when all that was noted lies on the disk.
    mutating func flush() throws { try board?.flush() }
  }
#endif
