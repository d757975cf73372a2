// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTorch
  import Synchronization

  /// Gradients averaged over the processes that train together, in buckets that travel while the rest is still computed.
  ///
  /// Backward passes give gradients of the last layers first, so parameters are dealt into buckets from the last to the
  /// first; a bucket leaves when all of its gradients and all buckets before it are there, so that every process sends
  /// the same ones in the same order.
  final class GradientExchange: Sendable {
    private let processes: Processes
    private let buckets: [[Tensor]]
    private let state: Mutex<State>
    private let listener = Mutex<GradientListener?>(nil)

    private struct State {
      var isArmed = false
      /// Gradients that each bucket still waits for.
      var missing: [Int] = []
      var sent: [PendingSum] = []
      var failure: (any Error)?
    }

    /// Numbers a bucket; a few megabytes fill a network's line and leave enough buckets to overlap.
    private static let bucketSize = 1 << 20

    /// An exchange of the gradients of leaves, in the order in which a forward pass uses them.
    init(_ parameters: [Tensor], processes: Processes) throws {
      self.processes = processes
      var buckets: [[Tensor]] = []
      var room = 0
      for parameter in parameters.reversed() {
        let size = parameter.shape.reduce(1, *)
        if buckets.isEmpty || size > room {
          buckets.append([])
          room = Self.bucketSize
        }
        buckets[buckets.count - 1].append(parameter)
        room -= size
      }
      self.buckets = buckets
      state = Mutex(State())
      let bucketOfLeaf = buckets.enumerated().flatMap { bucket, leaves in leaves.map { _ in bucket } }
      let made = try GradientListener(buckets.flatMap { $0 }) { [weak self] leaf in self?.collected(bucketOfLeaf[leaf])
      }
      listener.withLock { $0 = made }
    }

    /// The next backward pass is the last of its step: its gradients go out.
    func arm() {
      state.withLock { state in
        state.isArmed = true
        state.missing = buckets.map(\.count)
        state.sent = []
      }
    }

    private func collected(_ bucket: Int) {
      state.withLock { state in
        guard state.isArmed else { return }
        state.missing[bucket] -= 1
        do {
          while state.sent.count < buckets.count, state.missing[state.sent.count] == 0 {
            state.sent.append(try send(buckets[state.sent.count]))
          }
        } catch {
          state.failure = error
        }
      }
    }

    private func send(_ bucket: [Tensor]) throws -> PendingSum {
      let gradients = try withoutRecording { try bucket.map { try ($0.gradient() ?? $0.zeros()).flattened() } }
      return processes.beginSum(try Tensor.concatenation(gradients, along: 0).floats())
    }

    /// Waits for all buckets, those of leaves that got no gradient too, and puts the means in the gradients' place.
    func finish() throws {
      let sent = try state.withLock { state in
        state.isArmed = false
        if let failure = state.failure { throw failure }
        while state.sent.count < buckets.count { state.sent.append(try send(buckets[state.sent.count])) }
        return state.sent
      }
      for (bucket, pending) in zip(buckets, sent) { try receive(try pending.numbers(), into: bucket) }
    }

    private func receive(_ sums: [Float], into bucket: [Tensor]) throws {
      try withoutRecording {
        let share = 1 / Float(processes.count)
        var start = 0
        for leaf in bucket {
          let end = start + leaf.shape.reduce(1, *)
          try leaf.gradient()?.overwrite(with: try Tensor(sums[start..<end].map { $0 * share }, shape: leaf.shape))
          start = end
        }
      }
    }
  }
#endif
