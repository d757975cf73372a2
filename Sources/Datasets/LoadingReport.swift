// SPDX-License-Identifier: Apache-2.0

/// A sample that could not be read.
public struct SkippedSample: Sendable, Hashable, CustomStringConvertible {
  /// Its place in the source.
  public let index: Int
  /// What is wrong with it; readers of files name the file.
  public let reason: String

  /// The reason and the place.
  public var description: String { "\(reason) (at index \(index))" }
}

/// What a loader gave out so far.
public struct LoadingReport: Sendable, Hashable {
  /// Draws given out.
  public internal(set) var draws = 0
  /// Draws of these that got another sample because their own cannot be read.
  public internal(set) var substitutedDraws = 0
  /// Every sample that these draws ran into and that cannot be read, in the order of the draws.
  public internal(set) var skipped: [SkippedSample] = []

  /// Counts a draw; returns the skipped samples that were not known before.
  mutating func count(skipping samples: [SkippedSample]) -> [SkippedSample] {
    draws += 1
    if !samples.isEmpty { substitutedDraws += 1 }
    let new = samples.filter { sample in !skipped.contains { $0.index == sample.index } }
    skipped += new
    return new
  }
}
