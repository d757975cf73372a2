// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import RotundaImaging
import Synchronization

/// Reads and augments the samples of a source on several threads, ahead of whoever draws them.
///
/// Draw `n` is a pure function of the source, the seed and `n`: neither the number of workers nor what was drawn before
/// changes a bit, so a run that was stopped goes on at its next draw. A sample that cannot be read is passed over for
/// another one (see `report`), and the draws behind it stay what they are.
///
/// Memory holds about `prefetch` draws, and with replay the pool. Draws are fast in ascending order; any order is right.
public final class SampleLoader: Sendable {
  /// Samples that are dear to make are drawn several times, differently augmented.
  public struct Replay: Sendable, Hashable, Codable {
    /// Samples in memory to draw from; rounded up to a multiple of `reuse`.
    public let pool: Int
    /// How often a sample is drawn before it leaves.
    public let reuse: Int

    /// A pool whose samples are drawn `reuse` times.
    public init(pool: Int, reuse: Int) {
      self.pool = max(1, pool)
      self.reuse = max(1, reuse)
    }
  }

  /// The draws that are one of several loaders', which together give every draw of the series once.
  public struct Share: Sendable, Hashable {
    /// Draws in a row that are dealt out in equal parts.
    public let batch: Int
    /// Which part, from 0.
    public let part: Int
    /// Into how many parts.
    public let parts: Int

    /// All draws.
    public static let whole = Share(batch: 1, part: 0, of: 1)

    /// Part `part` of `parts` of every `batch` draws, which `parts` divides.
    public init(batch: Int, part: Int, of parts: Int) {
      precondition((0..<parts).contains(part) && batch > 0 && batch % parts == 0, "equal parts of a batch")
      (self.batch, self.part, self.parts) = (batch, part, parts)
    }

    /// The draw of the series that is this loader's draw `number`.
    func draw(_ number: Int) -> Int {
      let (turn, place) = number.quotientAndRemainder(dividingBy: batch / parts)
      return turn * batch + part * (batch / parts) + place
    }
  }

  private let reader: SampleReader
  private let share: Share
  private let ranges: AugmentationRanges
  private let seed: UInt64
  private let workers: Int
  private let prefetch: Int
  private let skip: (@Sendable (SkippedSample) -> Void)?
  private let state = Mutex(State())
  private let counted = Mutex(LoadingReport())

  private struct Job {
    let draw: Int
    let slot: Slot
  }

  private struct State {
    /// What is made or on its way, and was not asked for yet.
    var slots: [Int: Slot] = [:]
    var waiting: [Job] = []
    /// The first draw that is not on its way.
    var frontier = 0
    var running = 0

    /// The slot of a draw that is asked for; the draws up to `prefetch` behind it are waiting then.
    mutating func take(_ draw: Int, prefetch: Int) -> Slot {
      if draw > frontier || draw + 2 * prefetch < frontier {
        slots = [:]
        frontier = draw
      }
      while frontier < draw + prefetch {
        let slot = Slot()
        slots[frontier] = slot
        waiting.append(Job(draw: frontier, slot: slot))
        frontier += 1
      }
      slots = slots.filter { $0.key + prefetch > draw }
      if let slot = slots.removeValue(forKey: draw) { return slot }
      // Asked for a second time, or long after those behind it.
      let slot = Slot()
      waiting.insert(Job(draw: draw, slot: slot), at: 0)
      return slot
    }
  }

  /// A loader over a source.
  ///
  /// - `seed`: of the order and of the augmentation.
  /// - `replay`: nil draws every sample once an epoch.
  /// - `share`: which draws of the series this loader's draws 0, 1, 2 ... are.
  /// - `workers`: threads that read at the same time; nil for one a core.
  /// - `prefetch`: draws that are made ahead of the one asked for; at least twice a batch keeps the workers busy.
  /// - `onSkip`: is told once of each sample that cannot be read, when a draw that ran into it is given out.
  /// - Throws: `DatasetsError.emptySource` where the source is empty.
  public init(
    _ source: any SampleSource, seed: UInt64, augmentation: AugmentationRanges = .none, replay: Replay? = nil,
    share: Share = .whole, workers: Int? = nil, prefetch: Int = 32,
    onSkip: (@Sendable (SkippedSample) -> Void)? = nil
  ) throws(DatasetsError) {
    guard source.count != 0 else { throw .emptySource(uri: source.uri) }
    reader = SampleReader(source, order: DrawOrder(count: source.count, replay: replay, seed: seed))
    ranges = augmentation
    self.seed = seed
    self.share = share
    self.workers = max(1, workers ?? ProcessInfo.processInfo.activeProcessorCount)
    self.prefetch = max(1, prefetch)
    skip = onSkip
  }

  /// What was given out so far, the same for any number of workers.
  public var report: LoadingReport { counted.withLock { $0 } }

  /// The sample of a draw, from 0; the thread waits until it is made.
  ///
  /// - Throws: `DatasetsError.nothingReadable` where neither its sample nor any other can be read.
  public func sample(draw: Int) throws(DatasetsError) -> Sample {
    let arrived = DispatchSemaphore(value: 0)
    let slot = slot(draw: draw)
    slot.whenFilled { _ in arrived.signal() }
    arrived.wait()
    return try given(slot.outcome ?? .failure(.emptySource(uri: reader.source.uri)))
  }

  /// The sample of a draw, from 0; the task waits until it is made.
  ///
  /// - Throws: `DatasetsError.nothingReadable` where neither its sample nor any other can be read.
  public func sample(draw: Int) async throws(DatasetsError) -> Sample {
    let slot = slot(draw: draw)
    return try given(await withCheckedContinuation { task in slot.whenFilled { task.resume(returning: $0) } })
  }

  private func given(_ outcome: Slot.Outcome) throws(DatasetsError) -> Sample {
    let reading = try outcome.get()
    let new = counted.withLock { $0.count(skipping: reading.skipped) }
    if let skip { new.forEach(skip) }
    return reading.sample
  }

  // MARK: - Work

  /// Takes the slot of a draw out of those that are on their way, and sends the next ones on theirs.
  private func slot(draw: Int) -> Slot {
    precondition(draw >= 0, "draws are numbered from 0")
    let (slot, starting) = state.withLock { state in
      let slot = state.take(draw, prefetch: prefetch)
      let starting = max(0, min(workers - state.running, state.waiting.count))
      state.running += starting
      return (slot, starting)
    }
    reader.forget(before: share.draw(draw))
    for _ in 0..<starting {
      DispatchQueue.global().async { [weak self] in
        while let loader = self, let job = loader.nextJob() { job.slot.fill(loader.made(job.draw)) }
      }
    }
    return slot
  }

  /// The next draw to make; nil ends the worker.
  private func nextJob() -> Job? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.running -= 1
        return nil
      }
      return state.waiting.removeFirst()
    }
  }

  private func made(_ number: Int) -> Slot.Outcome {
    let draw = share.draw(number)
    return Result { () throws(DatasetsError) in
      let reading = try reader.read(draw: draw)
      let augmentation = ranges.augmentation(seed: seed, draw: draw, width: reading.sample.panorama.width)
      return SampleReader.Reading(sample: augmentation.applied(to: reading.sample), skipped: reading.skipped)
    }
  }
}

/// Where one draw's sample arrives.
private final class Slot: Sendable {
  typealias Outcome = Result<SampleReader.Reading, DatasetsError>

  private struct State {
    var outcome: Outcome?
    var waiting: [@Sendable (Outcome) -> Void] = []
  }

  private let state = Mutex(State())

  var outcome: Outcome? { state.withLock { $0.outcome } }

  func fill(_ outcome: Outcome) {
    let waiting = state.withLock { state in
      defer { state.waiting = [] }
      state.outcome = outcome
      return state.waiting
    }
    for body in waiting { body(outcome) }
  }

  /// Calls `body` with the outcome, at once or when it arrives.
  func whenFilled(_ body: @escaping @Sendable (Outcome) -> Void) {
    let outcome = state.withLock { state in
      if state.outcome == nil { state.waiting.append(body) }
      return state.outcome
    }
    if let outcome { body(outcome) }
  }
}
