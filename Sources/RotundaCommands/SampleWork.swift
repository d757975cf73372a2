// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Works on numbered samples, several at once, until they are done or the user stops it.
struct SampleWork<Value: Sendable>: Sendable {
  /// Samples worked on at once.
  let jobs: Int
  /// What is made of the sample of a number.
  let value: @Sendable (_ index: Int) async throws -> Value

  /// Works on the samples of `indices`; what failed is told to `progress`, which is left for the caller to conclude.
  ///
  /// - `finished`: gets the values one after the other, in the order in which they are done.
  /// - Returns: whether the user has stopped it before its end.
  /// - Throws: what `finished` throws.
  func run(
    on indices: [Int], progress: SampleProgress, finished: (_ index: Int, _ value: Value) throws -> Void
  ) async throws -> Bool {
    let interruption = Interruption()
    try await withThrowingTaskGroup(of: (Int, Result<Value, any Error>).self) { group in
      var waiting = indices[...]
      func begin() {
        guard !interruption.isRequested, let index = waiting.popFirst() else { return }
        group.addTask { (index, await result(at: index)) }
      }
      for _ in 0..<jobs { begin() }
      for try await (index, result) in group {
        switch result {
        case .success(let value):
          try finished(index, value)
          progress.judged()
        case .failure(let error): progress.failed(index, error)
        }
        begin()
      }
    }
    return interruption.isRequested
  }

  private func result(at index: Int) async -> Result<Value, any Error> {
    do { return .success(try await value(index)) } catch { return .failure(error) }
  }
}

/// What a command says while it works on samples.
final class SampleProgress {
  private let total: Int
  private let keepsResults: Bool
  private let start = Date()
  private var judgedCount = 0
  private var failures: [ExitStatus] = []
  private let doneBefore: Int

  /// - `done`: samples that an earlier run has done.
  /// - `keepsResults`: whether the same command goes on where this one is stopped.
  init(total: Int, done: Int = 0, keepsResults: Bool) {
    (self.total, doneBefore, self.keepsResults) = (total, done, keepsResults)
    if done > 0 { Console.current.complain("rotunda: going on after \(done) that were there") }
  }

  private var rate: Double { Double(judgedCount) / max(Date().timeIntervalSince(start), 1e-3) }

  func judged() {
    judgedCount += 1
    let left = Double(total - judgedCount - failures.count) / max(rate, 1e-9) / 60
    Console.current.flash?(
      String(format: "%d/%d samples  %.2f a second  %.0f min left", judgedCount + failures.count, total, rate, left))
  }

  func failed(_ index: Int, _ error: any Error) {
    failures.append((error as? any ExitStatusProviding)?.exitStatus ?? .softwareFault)
    Console.current.flash?("")
    Console.current.complain("rotunda: sample \(index): \(error)")
  }

  /// The last line, and how many samples failed; throws where there is nothing to report on.
  func conclude(interrupted: Bool) throws -> Int {
    Console.current.flash?("")
    if judgedCount > 0 { Console.current.say(String(format: "%d samples judged, %.2f a second", judgedCount, rate)) }
    // Where everything failed for one reason, that reason is more use to a script than "some failed".
    if judgedCount + doneBefore == 0, let first = failures.first, failures.allSatisfy({ $0 == first }) { throw first }
    if interrupted, judgedCount + failures.count < total {
      Console.current.complain("rotunda: stopped" + (keepsResults ? "; the same command goes on" : ""))
      throw ExitStatus.someFailed
    }
    return failures.count
  }
}
