// SPDX-License-Identifier: Apache-2.0

@preconcurrency package import Dispatch

/// Runs `work` off the pool of threads that Swift's tasks share, which neither disks nor long computations may block.
package func elsewhere<Value: Sendable>(
  on queue: DispatchQueue = .global(), _ work: @Sendable @escaping () -> Value
) async -> Value {
  await withCheckedContinuation { continuation in
    queue.async { continuation.resume(returning: work()) }
  }
}

/// The same for work that may fail.
package func elsewhereThrowing<Value: Sendable>(
  on queue: DispatchQueue = .global(), _ work: @Sendable @escaping () throws -> Value
) async throws -> Value {
  try await elsewhere(on: queue) { Result { try work() } }.get()
}
