// SPDX-License-Identifier: Apache-2.0

import Foundation
import Rotunda
import Synchronization

/// Tells people or programs how far a run of predictions is, and how it ended.
final class PredictionReport: Sendable {
  private let total: Int
  private let asJSON: Bool
  private let start = Date()
  private let state = Mutex(State())

  private struct State {
    var finished = 0
    var failures: [ExitStatus] = []
  }

  init(total: Int, asJSON: Bool) {
    self.total = total
    self.asJSON = asJSON
  }

  func started(_ estimator: DepthEstimator) {
    guard asJSON else { return showProgress(of: nil) }
    emit([
      "event": "started", "inputs": total, "network": estimator.architecture.description,
      "weights": estimator.weightsName, "runtime": estimator.runtimeName,
    ])
  }

  /// A share of a picture's passes is done.
  func progressed(_ input: Input, _ share: Double) {
    if asJSON {
      emit(["event": "progress", "input": input.url.relativePath, "share": share])
    } else {
      showProgress(of: (input, share))
    }
  }

  func finished(_ input: Input, _ result: Result<PredictionJob.Outcome, any Error>) {
    switch result {
    case .success(.written(let folder, let work, let scale)):
      count(nil)
      if asJSON {
        emit(
          [
            "event": "done", "input": input.url.relativePath, "output": folder.relativePath, "seconds": work.seconds,
            "networkSeconds": work.networkSeconds,
          ].merging(facts(of: scale)) { first, _ in first })
      } else {
        line("\(folder.relativePath)  \(String(format: "%.2f", work.seconds)) s\(words(for: scale))")
      }
    case .success(.skipped(let folder)):
      count(nil)
      if asJSON {
        emit(["event": "skipped", "input": input.url.relativePath, "output": folder.relativePath])
      } else {
        line("\(folder.relativePath)  done already (--overwrite predicts again)")
      }
    case .failure(is CancellationError):
      break
    case .failure(let error):
      failed(input.url.relativePath, error)
    }
  }

  func failed(_ subject: String, _ error: any Error) {
    count((error as? any ExitStatusProviding)?.exitStatus ?? .softwareFault)
    let text = "\(error)"
    if asJSON {
      emit(["event": "failed", "input": subject, "error": text])
    } else {
      clear()
      // Errors about files name them; the others do not know which input they are about.
      Console.current.complain("rotunda: " + (text.contains(subject) ? text : "\(subject): \(text)"))
      showProgress(of: nil)
    }
  }

  /// Says how it went; throws the exit status where something failed.
  func conclude(interrupted: Bool) throws(ExitStatus) {
    let (finished, failures) = state.withLock { ($0.finished, $0.failures) }
    clear()
    if asJSON {
      emit(["event": "finished", "inputs": total, "failed": failures.count, "interrupted": interrupted])
    } else if interrupted, finished < total {
      Console.current.complain("rotunda: stopped after \(finished) of \(total); the same command goes on")
    } else if total > 1 {
      let seconds = Date().timeIntervalSince(start)
      Console.current.say(String(format: "%d of %d in %.1f s", total - failures.count, total, seconds))
    }
    // Where everything failed for one reason, that reason is more use to a script than "some failed".
    if let first = failures.first { throw failures == Array(repeating: first, count: total) ? first : .someFailed }
    if interrupted, finished < total { throw .someFailed }
  }

  private func count(_ failure: ExitStatus?) {
    state.withLock {
      $0.finished += 1
      if let failure { $0.failures.append(failure) }
    }
  }

  private func facts(of scale: Prediction.Scale) -> [String: any Sendable] {
    guard case .cameraHeight(_, let factor, let floor) = scale else { return [:] }
    return ["scaleFactor": factor, "floorInlierFraction": floor.inlierFraction]
  }

  private func words(for scale: Prediction.Scale) -> String {
    guard case .cameraHeight(_, let factor, let floor) = scale else { return "" }
    let share = String(format: "%.0f %%", 100 * floor.inlierFraction)
    return String(format: "  scaled by %.3f", factor) + " (floor seen in \(share) of the view below)"
  }

  // MARK: - Lines

  private func line(_ text: String) {
    clear()
    Console.current.say(text)
    showProgress(of: nil)
  }

  private func clear() { Console.current.flash?("") }

  private func showProgress(of picture: (input: Input, share: Double)?) {
    guard !asJSON, let flash = Console.current.flash else { return }
    let width = 30
    let finished = Double(state.withLock { $0.finished }) + (picture?.share ?? 0)
    let done = min(width, Int(Double(width) * finished / Double(max(total, 1))))
    let bar = String(repeating: "#", count: done) + String(repeating: "-", count: width - done)
    flash("[\(bar)] \(Int(finished))/\(total) \(picture?.input.name ?? "")")
  }

  private func emit(_ event: [String: any Sendable]) {
    guard
      let data = try? JSONSerialization.data(withJSONObject: event, options: [.sortedKeys, .withoutEscapingSlashes])
    else { return }
    Console.current.say(String(decoding: data, as: UTF8.self))
  }
}
