// SPDX-License-Identifier: Apache-2.0

typealias Lanes = SIMD8<Float>
typealias LaneMask = SIMDMask<SIMD8<Int32>>
typealias LaneIndices = SIMD8<Int32>

/// Eight vectors, one a lane.
struct VectorLanes {
  var x: Lanes
  var y: Lanes
  var z: Lanes

  @inline(__always)
  init(_ x: Lanes, _ y: Lanes, _ z: Lanes) {
    self.x = x
    self.y = y
    self.z = z
  }

  @inline(__always)
  init(_ vector: SIMD3<Float>) {
    x = Lanes(repeating: vector.x)
    y = Lanes(repeating: vector.y)
    z = Lanes(repeating: vector.z)
  }

  @inline(__always)
  subscript(lane: Int) -> SIMD3<Float> {
    get { SIMD3(x[lane], y[lane], z[lane]) }
    set { (x[lane], y[lane], z[lane]) = (newValue.x, newValue.y, newValue.z) }
  }

  @inline(__always)
  static func + (a: VectorLanes, b: VectorLanes) -> VectorLanes { VectorLanes(a.x + b.x, a.y + b.y, a.z + b.z) }
  @inline(__always)
  static func - (a: VectorLanes, b: VectorLanes) -> VectorLanes { VectorLanes(a.x - b.x, a.y - b.y, a.z - b.z) }
  @inline(__always)
  static func * (a: VectorLanes, b: Lanes) -> VectorLanes { VectorLanes(a.x * b, a.y * b, a.z * b) }
  @inline(__always)
  func dot(_ other: VectorLanes) -> Lanes { x * other.x + y * other.y + z * other.z }

  /// The mean of the lanes.
  var mean: SIMD3<Float> { SIMD3(x.sum(), y.sum(), z.sum()) / 8 }
}

/// Eight rays.
struct RayPacket {
  var origin: VectorLanes
  var direction: VectorLanes

  /// Points at distances along the rays.
  @inline(__always)
  func points(at distance: Lanes) -> VectorLanes { origin + direction * distance }
}

/// What eight rays meet.
struct HitPacket {
  /// Distance along the ray.
  var distance = Lanes(repeating: .greatestFiniteMagnitude)
  /// Cells count from 0, solids follow; -1 for nothing.
  var part = LaneIndices(repeating: -1)
  /// Face of a cell or box: -x, +x, -y, +y, -z, +z, then a cell's planes.
  ///
  /// For a cylinder 0 is the side, 2 and 3 are its ends.
  var face = LaneIndices(repeating: 0)
}

/// 1/x, finite also at 0.
@inline(__always)
func reciprocal(_ x: Lanes) -> Lanes {
  let tiny = Lanes(repeating: 1e-12)
  return 1 / x.replacing(with: tiny, where: (x .< tiny) .& (x .> -tiny))
}

@inline(__always)
func smaller(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .< a) }
@inline(__always)
func larger(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .> a) }
/// Whether a lane is set: three integer operations, where `any` goes through the lanes.
@inline(__always)
func isAny(_ mask: LaneMask) -> Bool {
  let bits = LaneIndices(repeating: 0).replacing(with: LaneIndices(repeating: -1), where: mask)
  let four = bits.lowHalf | bits.highHalf
  let two = four.lowHalf | four.highHalf
  return two.x | two.y != 0
}

/// Whether every lane is set.
@inline(__always)
func isEvery(_ mask: LaneMask) -> Bool { !isAny(.!mask) }

@inline(__always)
func roots(_ x: Lanes) -> Lanes { larger(x, Lanes(repeating: 0)).squareRoot() }
