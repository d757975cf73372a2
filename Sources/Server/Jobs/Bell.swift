// SPDX-License-Identifier: Apache-2.0

#if Server
  import Synchronization

  /// Wakes those who wait for something to change.
  ///
  /// A ring says only that something did: whoever hears it looks for himself, and several rings may be heard as one.
  /// So a slow listener costs nothing and misses nothing.
  final class Bell: Sendable {
    private let listeners = Mutex(Listeners())

    private struct Listeners {
      var next = 0
      var all: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    /// Rings from now on, and one to begin with; ends when the listener stops, or `finish` is called.
    func listen() -> (rings: AsyncStream<Void>, finish: @Sendable () -> Void) {
      let (rings, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
      let number = listeners.withLock { listeners in
        listeners.next += 1
        listeners.all[listeners.next] = continuation
        return listeners.next
      }
      continuation.onTermination = { [weak self] _ in
        self?.listeners.withLock { _ = $0.all.removeValue(forKey: number) }
      }
      continuation.yield()
      return (rings, { continuation.finish() })
    }

    func ring() {
      // Outside the lock: a listener that ends takes the lock itself.
      for continuation in listeners.withLock({ Array($0.all.values) }) { continuation.yield() }
    }
  }
#endif
