// SPDX-License-Identifier: Apache-2.0

public import RotundaDatasets

/// Rendered random rooms as samples to train and to judge on.
///
/// `rooms:seed=7` never ends; `rooms:seed=7,count=200` has an end. Samples of different seeds share nothing.
public struct RoomsSource: SampleSource {
  /// Seed of the sequence.
  public let seed: UInt64
  /// Samples in it; nil where it never ends.
  public let count: Int?
  /// Columns of the panoramas.
  public let width: Int
  /// Rows of the panoramas.
  public let height: Int

  /// Rooms of a seed, rendered at a size.
  public init(seed: UInt64, count: Int? = nil, width: Int = 512, height: Int = 256) {
    self.seed = seed
    self.count = count
    self.width = width
    self.height = height
  }

  /// `rooms:seed=7`, with the count where there is one.
  public var uri: String { "rooms:seed=\(seed)" + (count.map { ",count=\($0)" } ?? "") }

  /// Room number `index` of the seed: the same on every call and every thread.
  public func sample(at index: Int) -> Sample {
    let room = Room.random(seed: seed, index: index)
    let (panorama, depth) = PanoramaRenderer(look: room.look).render(
      room.scene, camera: room.camera, width: width, height: height)
    return Sample(name: "room-\(seed)-\(index)", panorama: panorama, depth: depth)
  }
}
