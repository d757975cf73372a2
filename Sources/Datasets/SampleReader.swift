// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Reads the samples that draws take, passes over those that cannot be read, and keeps what is drawn again soon.
///
/// What a draw gets depends on the source and the order alone, never on who read what before: what is remembered only
/// saves reading it again.
final class SampleReader: Sendable {
  let source: any SampleSource
  let order: DrawOrder
  private let memory = Mutex(Memory())

  private struct Memory {
    var shelf: [Int: ShelvedSample] = [:]
    var unreadable: [Int: SkippedSample] = [:]
  }

  /// What a draw takes, and what was passed over on the way.
  struct Reading: Sendable {
    let sample: Sample
    let skipped: [SkippedSample]
  }

  init(_ source: any SampleSource, order: DrawOrder) {
    self.source = source
    self.order = order
  }

  /// The sample of a draw.
  ///
  /// - Throws: `DatasetsError.nothingReadable` when no substitute can be read either.
  func read(draw: Int) throws(DatasetsError) -> Reading {
    let item = order.item(draw: draw)
    readGroup(of: item, from: order.firstItem(from: draw))
    var skipped: [SkippedSample] = []
    switch sample(at: order.index(item: item), item: item) {
    case .success(let sample): return Reading(sample: sample, skipped: [])
    case .failure(let failure): skipped.append(failure)
    }
    for index in order.substitutes(item: item) where index != skipped[0].index {
      switch sample(at: index, item: item) {
      case .success(let sample): return Reading(sample: sample, skipped: skipped)
      case .failure(let failure): skipped.append(failure)
      }
    }
    throw .nothingReadable(uri: source.uri, tried: skipped.count, first: skipped[0].description)
  }

  /// Lets go of what neither this draw nor a later one takes.
  func forget(before draw: Int) {
    guard order.replays else { return }
    let first = order.firstItem(from: draw)
    memory.withLock { memory in memory.shelf = memory.shelf.filter { $0.value.lastItem >= first } }
  }

  /// Reads the samples that are cheaper to make beside this one and will be drawn, where it was not read yet.
  ///
  /// Samples of a pool are drawn in a random order; without this each would be made apart from its group.
  private func readGroup(of item: Int, from first: Int) {
    // Of a source that ends, items of one group are far apart in the order of an epoch.
    guard order.replays, source.count == nil, source.groupSize > 1 else { return }
    guard memory.withLock({ $0.shelf[item] == nil }) else { return }
    let start = item / source.groupSize * source.groupSize
    for other in max(start, first)..<start + source.groupSize { _ = sample(at: order.index(item: other), item: other) }
  }

  private func sample(at index: Int, item: Int) -> Result<Sample, SkippedSample> {
    if let known = memory.withLock({ $0.unreadable[index] }) { return .failure(known) }
    guard order.replays else { return freshSample(at: index) }
    let shelved = memory.withLock { memory in
      let place = memory.shelf[index].map { $0.kept(for: item) } ?? ShelvedSample(lastItem: item)
      memory.shelf[index] = place
      return place
    }
    return shelved.sample { freshSample(at: index) }
  }

  private func freshSample(at index: Int) -> Result<Sample, SkippedSample> {
    do {
      return .success(try source.sample(at: index))
    } catch {
      let failure = SkippedSample(index: index, reason: "\(error)")
      memory.withLock { $0.unreadable[index] = failure }
      return .failure(failure)
    }
  }
}

extension SkippedSample: Error {}

/// A sample that is drawn several times: read by the first who asks, while others who ask wait.
private struct ShelvedSample: Sendable {
  /// The last item of the order that took it.
  let lastItem: Int
  private let content: Content

  private final class Content: Sendable {
    let result = Mutex<Result<Sample, SkippedSample>?>(nil)
  }

  init(lastItem: Int) {
    self.init(lastItem: lastItem, content: Content())
  }

  private init(lastItem: Int, content: Content) {
    self.lastItem = lastItem
    self.content = content
  }

  func kept(for item: Int) -> ShelvedSample { ShelvedSample(lastItem: max(lastItem, item), content: content) }

  func sample(_ read: () -> Result<Sample, SkippedSample>) -> Result<Sample, SkippedSample> {
    content.result.withLock { result in
      let read = result ?? read()
      result = read
      return read
    }
  }
}
