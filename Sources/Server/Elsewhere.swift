// SPDX-License-Identifier: Apache-2.0

#if Server
  @preconcurrency import Dispatch

  /// Runs `work` off the pool of threads that Swift's tasks share, which neither disks nor long computations may block.
  func elsewhere<Value: Sendable>(
    on queue: DispatchQueue = .global(), _ work: @Sendable @escaping () -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: work()) }
    }
  }
#endif
