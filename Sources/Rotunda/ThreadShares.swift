// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaNetworks

/// How the engine's threads are shared by pictures that are predicted at the same time.
struct ThreadShares: Hashable {
  /// Networks that run at once.
  let predictions: Int
  /// Threads of each.
  let threads: Int

  /// Operations, counted as direct convolution, that make a thread worth waking: it takes milliseconds for these, and
  /// the threads of one picture wait for each other at every layer, some fifty times.
  private static let worthwhile = 1_000_000_000

  /// A large network has all threads to itself; of a small one as many run at once as keep the threads busy.
  ///
  /// - `operations`: of the network for one picture; `pictures`: that there are to predict at a time.
  init(threads: Int?, operations: Int, pictures: Int) {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let all = max(1, min(threads ?? cores, cores))
    let useful = max(1, operations / Self.worthwhile)
    predictions = max(1, min(pictures, all / min(useful, all)))
    self.threads = all / predictions
  }
}
