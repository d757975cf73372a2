// SPDX-License-Identifier: Apache-2.0

import Foundation

#if LibTorch
  import RotundaEvaluation
  import RotundaTraining

  /// The lines that a run says.
  struct TrainingProgress {
    private let settings: TrainingSettings

    init(_ settings: TrainingSettings) { self.settings = settings }

    func show(_ event: Trainer.Event) {
      switch event {
      case .step(let report): Console.current.say(line(report))
      case .validated(let step, let uniform, let latitude, let isBest):
        Console.current.say(
          String(
            format: "%@  validation: Abs Rel %.4f (by solid angle %.4f), RMS %.3f m, delta1 %.3f%@", head(step),
            uniform.absoluteRelative, latitude.absoluteRelative, uniform.rootMeanSquare, uniform.delta.x,
            isBest ? "  (the best so far)" : ""))
      case .checkpoint(let step): Console.current.say("\(head(step))  checkpoint")
      }
    }

    private func head(_ step: Int) -> String { "step \(step)/\(settings.iterations)" }

    private func line(_ report: Trainer.StepReport) -> String {
      let stepsPerSecond = report.samplesPerSecond / Double(settings.samplesPerStep)
      let seconds = Int(Double(settings.iterations - report.step) / max(stepsPerSecond, 1e-9))
      let terms = report.terms.map { "\($0.name) " + String(format: "%.4g", $0.value) }.joined(separator: ", ")
      let discriminator = report.discriminator.map { report in
        String(
          format: "  D right on %.0f %% of rendered, %.0f %% of real", 100 * report.accuracyOnRendered,
          100 * report.accuracyOnReal)
      }
      return String(
        format: "%@  loss %.4f (%@)  gradient %.3g%@  rate %.2e  %.2f it/s  %.1f pictures/s  ETA %d:%02d:%02d",
        head(report.step), report.loss, terms, report.gradientNorm, discriminator ?? "", report.rate, stepsPerSecond,
        report.samplesPerSecond, seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
  }
#endif
