// SPDX-License-Identifier: Apache-2.0

/// A convex piece of free space seen from inside: an upright box cut by planes.
///
/// A room is a union of touching cells.
/// Windows, closed doors and niches are shallow cells too; an open doorway is a cell as thick as its wall.
public struct Cell: Sendable, Hashable {
  /// Lowest corner.
  public var minimum: SIMD3<Float>
  /// Highest corner.
  public var maximum: SIMD3<Float>
  /// Materials of the faces -x, +x, -y, +y, -z, +z as indices into the scene's.
  public var faces: [Int]
  /// Further bounds, as slanted ceilings and cut corners: free space is where `x nx + y ny + z nz <= w`, n of length 1.
  ///
  /// Upright ones wear the -x material, others the +y material.
  public var planes: [SIMD4<Float>] = []

  /// A box of free space whose faces wear `faces`: six indices, or one for all.
  public init(minimum: SIMD3<Float>, maximum: SIMD3<Float>, faces: [Int]) {
    precondition(faces.count == 6 || faces.count == 1, "one material, or one a face")
    self.minimum = minimum
    self.maximum = maximum
    self.faces = faces.count == 6 ? faces : Array(repeating: faces.first ?? 0, count: 6)
  }

  /// Whether a point is inside or within `margin` of it (negative: deeper inside than that).
  public func contains(_ point: SIMD3<Float>, margin: Float = 0) -> Bool {
    guard all(point .>= minimum - margin) && all(point .<= maximum + margin) else { return false }
    return planes.allSatisfy { $0.x * point.x + $0.y * point.y + $0.z * point.z <= $0.w + margin }
  }
}

/// A solid seen from outside.
public struct Solid: Sendable, Hashable {
  /// Its form.
  public enum Shape: Sendable, Hashable {
    /// A box that may be turned about the vertical.
    case box
    /// An upright cylinder: `half.x` is its radius.
    case cylinder
    /// A ball: `half.x` is its radius.
    case sphere
  }

  /// The form.
  public var shape: Shape
  /// The middle.
  public var centre: SIMD3<Float>
  /// Half the size along its own axes.
  public var half: SIMD3<Float>
  /// Angle in radians about the vertical, turning +z towards +x.
  public var yaw: Float
  /// Index into the scene's materials.
  public var material: Int

  /// A solid of a form, place and size.
  public init(_ shape: Shape, centre: SIMD3<Float>, half: SIMD3<Float>, yaw: Float = 0, material: Int) {
    self.shape = shape
    self.centre = centre
    self.half = half
    self.yaw = yaw
    self.material = material
  }
}

/// A rectangle that gives light; a point when both edges are zero.
public struct Lamp: Sendable, Hashable {
  /// The middle.
  public var centre: SIMD3<Float>
  /// From the middle to one edge.
  public var edgeU: SIMD3<Float> = .zero
  /// From the middle to a neighbouring edge.
  public var edgeV: SIMD3<Float> = .zero
  /// Where it faces; zero for light in all directions.
  public var facing: SIMD3<Float> = .zero
  /// Radiant intensity of red, green, blue.
  public var intensity: SIMD3<Float>

  /// A lamp at a place, of an intensity.
  public init(centre: SIMD3<Float>, intensity: SIMD3<Float>) {
    self.centre = centre
    self.intensity = intensity
  }
}

/// Sunlight: parallel rays that reach only what sees a window in their direction.
public struct Sun: Sendable, Hashable {
  /// Unit vector towards the sun.
  public var direction: SIMD3<Float>
  /// Irradiance of red, green, blue on a surface that faces it.
  public var irradiance: SIMD3<Float>

  /// Sunlight from a direction.
  public init(direction: SIMD3<Float>, irradiance: SIMD3<Float>) {
    self.direction = direction
    self.irradiance = irradiance
  }
}

/// Light that has been reflected so often that it comes from everywhere.
public struct AmbientLight: Sendable, Hashable {
  /// Irradiance from above.
  public var above = SIMD3<Float>(repeating: 0.5)
  /// Irradiance from below.
  public var below = SIMD3<Float>(repeating: 0.4)
  /// Relative change of it over a metre.
  public var gradient = SIMD3<Float>.zero
  /// How much of it corners and contacts lose, from 0 to 1.
  public var occlusion: Float = 0.4
  /// How far from a corner it loses half of that.
  public var occlusionReach: Float = 0.3

  /// Even grey light.
  public init() {}
}

/// Geometry, materials and light of a room; metres, y up.
public struct Scene: Sendable, Hashable {
  /// Free space; the camera stands in one of them.
  public var cells: [Cell] = []
  /// What stands, hangs and lies in it.
  public var solids: [Solid] = []
  /// Materials that cells and solids refer to.
  public var materials: [Material] = []
  /// Lamps with shadows.
  public var lamps: [Lamp] = []
  /// Sunlight through the windows.
  public var sun: Sun?
  /// Indirect light.
  public var ambient = AmbientLight()

  /// An empty scene.
  public init() {}

  /// Whether a point lies in free space.
  public func isFree(_ point: SIMD3<Float>, clearance: Float) -> Bool {
    cells.contains { $0.contains(point, margin: -clearance) }
      && solids.allSatisfy { $0.distance(to: point) >= clearance }
  }
}

extension Solid {
  /// Distance of a point from its surface, 0 inside; of a cylinder, from the box around it, which is never more.
  public func distance(to point: SIMD3<Float>) -> Float {
    let local = turned(point - centre)
    switch shape {
    case .sphere: return max(0, length(local) - half.x)
    case .box: return length((abs(local) - half).clamped(lowerBound: .zero, upperBound: SIMD3(repeating: .infinity)))
    case .cylinder:
      let wide = SIMD3(half.x, half.y, half.x)
      return length((abs(local) - wide).clamped(lowerBound: .zero, upperBound: SIMD3(repeating: .infinity)))
    }
  }

  /// A vector in the solid's own axes.
  func turned(_ vector: SIMD3<Float>) -> SIMD3<Float> {
    let (c, s) = (cosine(yaw), sine(yaw))
    return SIMD3(c * vector.x - s * vector.z, vector.y, s * vector.x + c * vector.z)
  }

  /// Radius of the ball around it.
  var reach: Float {
    switch shape {
    case .box: length(half)
    case .cylinder: (half.x * half.x + half.y * half.y).squareRoot()
    case .sphere: half.x
    }
  }
}

func dot(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> Float { (a * b).sum() }
func length(_ a: SIMD3<Float>) -> Float { dot(a, a).squareRoot() }
func abs(_ a: SIMD3<Float>) -> SIMD3<Float> { SIMD3(abs(a.x), abs(a.y), abs(a.z)) }
