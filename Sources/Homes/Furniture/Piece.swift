// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// A box along the axes of a piece that its substance lies in.
///
/// What stands between the legs of a table is no collision: a table is a box for its top and one a leg.
struct Solid: Sendable, Hashable {
  var low: SIMD3<Float>
  var high: SIMD3<Float>

  init(_ low: SIMD3<Float>, _ high: SIMD3<Float>) {
    self.low = low
    self.high = high
  }

  /// The box of a width (x), a depth (z) and two heights about the middle of the floor.
  init(width: Float, depth: Float, from bottom: Float = 0, to top: Float) {
    low = SIMD3(-width / 2, bottom, -depth / 2)
    high = SIMD3(width / 2, top, depth / 2)
  }
}

/// A level place where small things may stand, in the axes of its piece.
struct SupportSurface: Sendable, Hashable {
  /// Metres above the piece's lowest point.
  var height: Float
  /// Corners in x and z.
  var low: SIMD2<Float>
  var high: SIMD2<Float>
  /// Free height above it; 0.6 where nothing is above.
  var clearHeight: Float = 0.6
}

/// A single thing in its own axes: origin at the middle of its footprint, front along +z, lowest point at y = 0.
///
/// What hangs from a ceiling has its highest point at y = 0 instead.
struct Piece: Sendable, Hashable {
  var model: Model
  /// Boxes that together hold all of the model; placement keeps those of different pieces apart.
  var solids: [Solid]
  /// Where clutter may stand.
  var surfaces: [SupportSurface]

  /// A piece; one solid around everything where none are given, and given ones grow to hold all of the model.
  init(_ model: Model, solids: [Solid] = [], surfaces: [SupportSurface] = []) {
    self.model = model
    self.surfaces = surfaces
    self.solids =
      solids.isEmpty ? model.bounds.map { [Solid($0.low, $0.high)] } ?? [] : Piece.grown(solids, toHold: model)
  }

  /// Solids of which the nearest has grown to each corner that lies in none: what leans or bulges out of them.
  private static func grown(_ solids: [Solid], toHold model: Model) -> [Solid] {
    var solids = solids
    func hold(_ low: SIMD3<Float>, _ high: SIMD3<Float>) {
      var (nearest, least) = (0, Float.infinity)
      for (index, solid) in solids.enumerated() {
        let outside = pointwiseMax(pointwiseMax(solid.low - low, high - solid.high), .zero).sum()
        if outside < least { (nearest, least) = (index, outside) }
      }
      guard least > 0 else { return }
      solids[nearest].low = pointwiseMin(solids[nearest].low, low)
      solids[nearest].high = pointwiseMax(solids[nearest].high, high)
    }
    for position in model.mesh.positions { hold(position, position) }
    for ball in model.balls { hold(ball.centre - ball.radius, ball.centre + ball.radius) }
    return solids
  }

  /// The box around all solids.
  var extent: Solid {
    solids.dropFirst().reduce(solids.first ?? Solid(.zero, .zero)) {
      Solid(pointwiseMin($0.low, $1.low), pointwiseMax($0.high, $1.high))
    }
  }

  /// Width, height, depth.
  var size: SIMD3<Float> { extent.high - extent.low }

  /// The piece as in a mirror, left and right exchanged.
  var mirrored: Piece {
    var other = self
    func flip(_ v: SIMD3<Float>) -> SIMD3<Float> { SIMD3(-v.x, v.y, v.z) }
    other.model.mesh.positions = model.mesh.positions.map(flip)
    other.model.mesh.normals = model.mesh.normals.map(flip)
    other.model.mesh.triangles = model.mesh.triangles.map { SIMD4($0.x, $0.z, $0.y, $0.w) }
    other.model.balls = model.balls.map { Ball(centre: flip($0.centre), radius: $0.radius, material: $0.material) }
    other.model.lamps = model.lamps.map { $0.moved(by: Mirror()).withEdgesExchanged }
    other.solids = solids.map {
      Solid(SIMD3(-$0.high.x, $0.low.y, $0.low.z), SIMD3(-$0.low.x, $0.high.y, $0.high.z))
    }
    other.surfaces = surfaces.map {
      var surface = $0
      surface.low.x = -$0.high.x
      surface.high.x = -$0.low.x
      return surface
    }
    return other
  }
}

/// Things that belong together, in axes of their own: a bed and its night tables, a table and its chairs.
struct Arrangement: Sendable, Hashable {
  /// One thing of it.
  struct Member: Sendable, Hashable {
    /// The family's name, as "chair".
    var family: String
    var piece: Piece
    /// Where it is in the arrangement's axes.
    var pose = Pose()
    /// Free floor it wants in front, in metres.
    var front: Float = 0
    /// Whether the others make no sense without it; what is not is left out where it does not fit.
    var isEssential = false
    /// Whether it lies flat on the floor under the others, as a rug.
    var isUnderfoot = false
  }

  var members: [Member]

  /// A thing alone.
  init(_ family: String, _ piece: Piece, front: Float = 0) {
    members = [Member(family: family, piece: piece, front: front, isEssential: true)]
  }

  /// Several things.
  init(_ members: [Member]) { self.members = members }
}

/// Exchanges left and right.
private struct Mirror: RigidMotion {
  func point(_ point: SIMD3<Float>) -> SIMD3<Float> { SIMD3(-point.x, point.y, point.z) }
  func direction(_ vector: SIMD3<Float>) -> SIMD3<Float> { SIMD3(-vector.x, vector.y, vector.z) }
}

extension Lamp {
  /// A mirrored panel shines to its mirrored side only if its edges change places, for `cross` turns with the hand.
  fileprivate var withEdgesExchanged: Lamp {
    switch form {
    case .panel(let u, let v): Lamp(.panel(edgeU: v, edgeV: u), centre: centre, emission: emission)
    case .portal(let u, let v): Lamp(.portal(edgeU: v, edgeV: u), centre: centre, emission: emission)
    case .bulb, .spot: self
    }
  }
}
