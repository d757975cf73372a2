// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How many pictures to work on at once so that the network need not wait for files.
struct PicturesAtOnce {
  let jobs: Jobs
  /// Networks that run at once.
  let predictions: Int
  var cores = ProcessInfo.processInfo.activeProcessorCount
  /// Bytes of this machine.
  var memory = Int(clamping: ProcessInfo.processInfo.physicalMemory)
  private var working = 0.0
  private var network = 0.0
  private var largest = 1

  /// Bytes a pixel that a picture takes: photo, depth and what is made of them on their way to files.
  private static let bytesPerPixel = 24

  init(_ jobs: Jobs, predictions: Int) {
    (self.jobs, self.predictions) = (jobs, predictions)
  }

  /// Learns from a picture that is done.
  mutating func learn(_ work: PictureWork) {
    working += work.seconds
    network += work.networkSeconds
    largest = max(largest, work.pixels)
  }

  /// A picture that takes k times as long as its network wants k of them a network at work, and one is read ahead; no
  /// core is busy with two, and all take less than a quarter of the memory.
  var count: Int {
    switch jobs {
    case .fixed(let count): return count
    case .automatic:
      guard network > 0 else { return predictions + 1 }
      let share = min(working / network, Double(cores))
      let wanted = Int((Double(predictions) * share).rounded(.up)) + 1
      return max(1, min(wanted, predictions + cores, memory / 4 / (Self.bytesPerPixel * largest)))
    }
  }
}

/// What a picture cost.
struct PictureWork: Sendable, Hashable {
  /// From its file to its results, without waiting for the network to be free.
  let seconds: Double
  /// Of these, the network's.
  let networkSeconds: Double
  /// Of the photo as it was read or of its depth, whichever has more.
  let pixels: Int
}
