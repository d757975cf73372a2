// SPDX-License-Identifier: Apache-2.0

/// Puts furniture and clutter into an empty room.
struct Furnisher {
  /// A piece where it stands, hangs or lies.
  struct Placed: Sendable, Hashable {
    /// The family it comes from, as "sofa".
    var family: String
    var model: Model
    var pose: Pose
    /// Lowest and highest point of the model in its own axes.
    var bounds: (low: SIMD3<Float>, high: SIMD3<Float>)

    static func == (a: Placed, b: Placed) -> Bool { a.family == b.family && a.pose == b.pose && a.model == b.model }
    func hash(into hasher: inout Hasher) {
      hasher.combine(family)
      hasher.combine(pose)
    }
  }

  /// What belongs into a room of this kind and size, without interpenetration and with clearances a person leaves.
  static func furnish(_ shell: RoomShell, palette: Palette, _ random: inout RandomStream) -> [Placed] { [] }
}
