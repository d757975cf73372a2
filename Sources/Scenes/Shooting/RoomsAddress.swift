// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What comes after `rooms:` in an address, as `seed=7,count=200,look=synthetic`.
public struct RoomsAddress: Sendable, Hashable {
  /// Seed of the series.
  public var seed: UInt64
  /// Panoramas; nil where it never ends.
  public var count: Int?
  /// What the rooms look like.
  public var look: RoomLook
  /// Whether each panorama comes with those from beside and above it.
  public var hasPartners: Bool

  /// Rooms of a seed.
  public init(seed: UInt64, count: Int? = nil, look: RoomLook = .photo, hasPartners: Bool = false) {
    (self.seed, self.count, self.look, self.hasPartners) = (seed, count, look, hasPartners)
  }

  /// The rooms of an address.
  ///
  /// - Throws: `ScenesError.badAddress` where an option is unknown or has no such value.
  public init(parsing options: String) throws(ScenesError) {
    self.init(seed: 1)
    for option in options.split(separator: ",") {
      let pair = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let value = pair.count == 2 ? pair[1] : ""
      switch pair[0] {
      case "seed":
        guard let seed = UInt64(value) else { throw .badAddress(option: String(option)) }
        self.seed = seed
      case "count":
        guard let count = Int(value), count > 0 else { throw .badAddress(option: String(option)) }
        self.count = count
      case "look":
        guard let look = RoomLook(rawValue: value) else { throw .badAddress(option: String(option)) }
        self.look = look
      case "partners":
        guard ["yes", "no"].contains(value) else { throw .badAddress(option: String(option)) }
        hasPartners = value == "yes"
      case _: throw .badAddress(option: String(option))
      }
    }
  }

  /// The address, with what differs from the defaults.
  public var uri: String {
    "rooms:seed=\(seed)" + (count.map { ",count=\($0)" } ?? "") + (look == .photo ? "" : ",look=\(look.rawValue)")
      + (hasPartners ? ",partners=yes" : "")
  }
}
