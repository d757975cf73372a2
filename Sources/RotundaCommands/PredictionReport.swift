// SPDX-License-Identifier: Apache-2.0

import Foundation
import Rotunda

/// Tells people or programs how far a run of predictions is, and how it ended.
struct PredictionReport {
  private let total: Int
  private let asJSON: Bool
  private let start = Date()
  private var finishedCount = 0
  private var failures: [ExitStatus] = []

  init(total: Int, asJSON: Bool) {
    self.total = total
    self.asJSON = asJSON
    showProgress()
  }

  mutating func finished(_ input: Input, _ result: Result<PredictionJob.Outcome, any Error>) {
    switch result {
    case .success(.written(let folder, let seconds, let scale)):
      finishedCount += 1
      if asJSON {
        var event: [String: any Sendable] = [
          "event": "done", "input": input.url.relativePath, "output": folder.relativePath, "seconds": seconds,
        ]
        if case .cameraHeight(_, let factor, let floor) = scale {
          event["scaleFactor"] = factor
          event["floorInlierFraction"] = floor.inlierFraction
        }
        emit(event)
      } else {
        line("\(folder.relativePath)  \(String(format: "%.2f", seconds)) s\(words(for: scale))")
      }
    case .success(.skipped(let folder)):
      finishedCount += 1
      if asJSON {
        emit(["event": "skipped", "input": input.url.relativePath, "output": folder.relativePath])
      } else {
        line("\(folder.relativePath)  done already (--overwrite predicts again)")
      }
    case .failure(let error):
      failed(input.url.relativePath, error)
    }
  }

  mutating func failed(_ subject: String, _ error: any Error) {
    finishedCount += 1
    failures.append((error as? any ExitStatusProviding)?.exitStatus ?? .inputOutput)
    let text = "\(error)"
    if asJSON {
      emit(["event": "failed", "input": subject, "error": text])
    } else {
      clear()
      // Errors about files begin with their path; the others do not know which input they are about.
      Console.current.complain("rotunda: " + (text.hasPrefix(subject) ? text : "\(subject): \(text)"))
      showProgress()
    }
  }

  /// Says how it went; throws the exit status where something failed.
  func conclude(interrupted: Bool) throws {
    clear()
    if asJSON {
      emit(["event": "finished", "inputs": total, "failed": failures.count, "interrupted": interrupted])
    } else if interrupted {
      Console.current.complain("rotunda: stopped after \(finishedCount) of \(total); the same command goes on")
    } else if total > 1 {
      let seconds = Date().timeIntervalSince(start)
      Console.current.say(String(format: "%d of %d in %.1f s", total - failures.count, total, seconds))
    }
    guard let first = failures.first else {
      if interrupted { throw ExitStatus.someFailed }
      return
    }
    throw total == 1 ? first : ExitStatus.someFailed
  }

  private func words(for scale: Prediction.Scale) -> String {
    guard case .cameraHeight(_, let factor, let floor) = scale else { return "" }
    return String(
      format: "  scaled by %.3f (floor seen in %.0f %% of the view below)", factor, 100 * floor.inlierFraction)
  }

  // MARK: - Lines

  private func line(_ text: String) {
    clear()
    Console.current.say(text)
    showProgress()
  }

  private func clear() { Console.current.flash?("") }

  private func showProgress() {
    guard !asJSON, total > 1, let flash = Console.current.flash else { return }
    let width = 30
    let done = total == 0 ? width : width * finishedCount / total
    let bar = String(repeating: "#", count: done) + String(repeating: "-", count: width - done)
    flash("[\(bar)] \(finishedCount)/\(total)")
  }

  private func emit(_ event: [String: any Sendable]) {
    guard
      let data = try? JSONSerialization.data(withJSONObject: event, options: [.sortedKeys, .withoutEscapingSlashes])
    else { return }
    Console.current.say(String(decoding: data, as: UTF8.self))
  }
}
