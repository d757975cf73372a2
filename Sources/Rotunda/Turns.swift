// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Lets so many tasks at a time do something; the others wait in the order in which they came.
final class Turns: Sendable {
  private let state: Mutex<State>

  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  init(atOnce count: Int) {
    state = Mutex(State(free: max(1, count)))
  }

  /// Does `work` when it is this task's turn.
  ///
  /// A cancelled task waits too: its work is what looks at the cancellation.
  func take<Value: Sendable>(_ work: () async throws -> Value) async rethrows -> Value {
    await begin()
    defer { end() }
    return try await work()
  }

  private func begin() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        guard state.free == 0 else {
          state.free -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  /// Gives the turn to the task that has waited longest.
  private func end() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard !state.waiting.isEmpty else {
        state.free += 1
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}
