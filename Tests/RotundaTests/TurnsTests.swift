// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing

@testable import Rotunda

/// Who may run the network when, and on how many threads.
struct TurnsTests {
  private struct Fault: Error {}

  /// How many are at work, the most there were, and how many have ended.
  private final class Counts: Sendable {
    let numbers = Mutex((now: 0, most: 0, done: 0))

    func begin() { numbers.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1), $0.done) } }
    func end() { numbers.withLock { $0 = ($0.now - 1, $0.most, $0.done + 1) } }
  }

  @Test(arguments: [1, 2, 3]) func neverMoreThanAllowedAreAtWorkAndAllGetTheirTurn(limit: Int) async {
    let turns = Turns(atOnce: limit)
    let counts = Counts()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<40 {
        group.addTask {
          await turns.take {
            counts.begin()
            try? await Task.sleep(for: .milliseconds(1))
            counts.end()
          }
        }
      }
    }
    let (now, most, done) = counts.numbers.withLock { $0 }
    #expect(now == 0 && most == limit && done == 40)
  }

  @Test func workThatFailsGivesItsTurnBack() async {
    let turns = Turns(atOnce: 1)
    for _ in 0..<3 {
      await #expect(throws: Fault.self) { try await turns.take { throw Fault() } }
    }
    #expect(await turns.take { 7 } == 7)
  }

  @Test func aLargeNetworkHasAllThreadsAndSmallOnesShareThem() {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let large = ThreadShares(threads: nil, operations: 385_000_000_000, pictures: 100)
    #expect(large.threads * large.predictions == cores || cores > 385)
    #expect(ThreadShares(threads: nil, operations: 1_000_000, pictures: 1).threads == cores)
    let small = ThreadShares(threads: nil, operations: 1_000_000, pictures: 1000)
    #expect(small.predictions == cores && small.threads == 1)
    let one = ThreadShares(threads: 1, operations: 1_000_000, pictures: 1000)
    #expect(one.predictions == 1 && one.threads == 1)
  }
}
