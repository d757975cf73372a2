// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Dispatch
  import Foundation
  public import RotundaDatasets
  import RotundaSphere
  import Synchronization

  /// Samples that are dear to make, drawn several times each in random order, while the next ones are made.
  ///
  /// Draw `n` is a pure function of `n` and the seed, however many threads make samples: draws come from pools of `size`
  /// consecutive samples; each pool is walked through `reuse` times, each time in another order. At most two pools are
  /// in memory.
  public final class ReplayPool: Sendable {
    private let source: any SampleSource
    private let size: Int
    private let reuse: Int
    private let seed: UInt64
    private let pools = Mutex<[Int: Pool]>([:])

    /// One pool, being made or ready.
    private final class Pool: Sendable {
      let made = DispatchGroup()
      let samples = Mutex<[Result<Sample, any Error>?]>([])
    }

    /// A pool over the samples of a source; `size` is cut to its count.
    ///
    /// - Throws: `TrainingError.noSamples` where the source is empty.
    public init(_ source: any SampleSource, size: Int, reuse: Int, seed: UInt64) throws {
      guard source.count != 0 else { throw TrainingError.noSamples(uri: source.uri) }
      self.source = source
      self.size = max(1, min(size, source.count ?? size))
      self.reuse = max(1, reuse)
      self.seed = seed
    }

    /// The sample of draw `index`; waits until it is made.
    public func sample(draw index: Int) throws -> Sample {
      let drawsOfPool = size * reuse
      let number = index / drawsOfPool
      let pass = index % drawsOfPool / size
      var random = SplitMix64(seed: seed, stream: UInt64(number * reuse + pass))
      let place = Array(0..<size).shuffled(using: &random)[index % size]
      let pool = pool(number)
      // The next pool is made while this one is walked through; the one before is let go.
      _ = self.pool(number + 1)
      pools.withLock { pools in pools = pools.filter { $0.key >= number } }
      pool.made.wait()
      guard let result = pool.samples.withLock({ $0[place] }) else { throw TrainingError.noSamples(uri: source.uri) }
      return try result.get()
    }

    private func pool(_ number: Int) -> Pool {
      pools.withLock { pools in
        if let pool = pools[number] { return pool }
        let pool = Pool()
        pools[number] = pool
        pool.samples.withLock { $0 = Array(repeating: nil, count: size) }
        // The first pool is waited for with idle cores; later ones are made beside the training.
        let workers = pools.count == 1 ? ProcessInfo.processInfo.activeProcessorCount : 1
        let next = Counter()
        for _ in 0..<workers {
          DispatchQueue.global(qos: .utility).async(group: pool.made) { [source, size] in
            while true {
              let place = next.take()
              guard place < size else { return }
              var index = number * size + place
              if let count = source.count { index %= count }
              let result = Result { try source.sample(at: index) }
              pool.samples.withLock { $0[place] = result }
            }
          }
        }
        return pool
      }
    }
  }

  private final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    func take() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
  }
#endif
