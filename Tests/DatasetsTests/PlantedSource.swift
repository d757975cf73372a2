// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaSphere
import Synchronization

/// Small samples that carry their index, some of which cannot be read; each takes its own time to be made.
final class PlantedSource: SampleSource {
  struct Damage: Error, CustomStringConvertible {
    let file: String
    var description: String { "\(file): ends too early" }
  }

  let uri = "planted:"
  let count: Int?
  let damaged: Set<Int>
  let groupSize: Int
  /// How often each sample was asked for.
  let asked = Mutex<[Int: Int]>([:])
  /// The samples that were asked for, in order.
  let order = Mutex<[Int]>([])
  private let size = EquirectangularGrid(width: 16, height: 8)

  init(count: Int?, damaged: Set<Int> = [], groupSize: Int = 1) {
    self.count = count
    self.groupSize = groupSize
    self.damaged = damaged
  }

  func sample(at index: Int) throws -> Sample {
    asked.withLock { $0[index, default: 0] += 1 }
    order.withLock { $0.append(index) }
    // Neighbours take 0 to 2 ms, so that they end in another order than they begin.
    usleep(UInt32(index * 7919 % 5) * 500)
    guard !damaged.contains(index) else { throw Damage(file: "\(index).exr") }
    let pixels = size.width * size.height
    return Sample(
      name: "\(index)",
      panorama: Panorama(
        width: size.width, height: size.height, pixels: (0..<3 * pixels).map { UInt8(truncatingIfNeeded: $0 + index) }),
      depth: DepthMap(
        width: size.width, height: size.height, values: (0..<pixels).map { Float(index + 1) + Float($0) / 1000 }))
  }
}
