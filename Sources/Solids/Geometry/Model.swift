// SPDX-License-Identifier: Apache-2.0

/// A thing, or a whole building: geometry, the materials it wears and the lamps in it; metres, y up.
///
/// A piece of furniture is a model in its own axes: the origin is the middle of its footprint on the floor, its front
/// looks along +z.
public struct Model: Sendable, Hashable {
  /// Triangles, whose materials are indices into `materials`.
  public var mesh = Mesh()
  /// Spheres.
  public var balls: [Ball] = []
  /// What surfaces wear.
  public var materials: [Material] = []
  /// Pictures that materials refer to by index.
  public var textures: [Texture] = []
  /// What gives light.
  ///
  /// A lamp is not seen: the surface around it wants a material that glows.
  public var lamps: [Lamp] = []

  /// An empty model.
  public init() {}

  /// Adds a material and returns its index.
  public mutating func add(_ material: Material) -> Int {
    materials.append(material)
    return materials.count - 1
  }

  /// Adds another model with its materials, textures and lamps, moved to a pose.
  public mutating func add(_ other: Model, at pose: Pose = Pose()) {
    let (corner, material) = (UInt32(mesh.positions.count), UInt32(materials.count))
    let isColoured = !mesh.colours.isEmpty || !other.mesh.colours.isEmpty
    if isColoured { pad(&mesh.colours, to: mesh.positions.count) }
    mesh.positions += other.mesh.positions.map(pose.point)
    mesh.normals += other.mesh.normals.map(pose.direction)
    mesh.coordinates += other.mesh.coordinates
    mesh.colours += other.mesh.colours
    if isColoured { pad(&mesh.colours, to: mesh.positions.count) }
    mesh.triangles += other.mesh.triangles.map { $0 &+ SIMD4(corner, corner, corner, material) }
    balls += other.balls.map {
      Ball(centre: pose.point($0.centre), radius: $0.radius, material: $0.material + Int(material))
    }
    let picture = textures.count
    materials += other.materials.map { material in
      var material = material
      material.picture = material.picture.map { $0 + picture }
      return material
    }
    textures += other.textures
    lamps += other.lamps.map { $0.moved(by: pose) }
  }

  /// Lowest and highest point of triangles and balls; nil where there are none.
  public var bounds: (low: SIMD3<Float>, high: SIMD3<Float>)? {
    balls.reduce(into: mesh.bounds) { bounds, ball in
      let (low, high) = (ball.centre - ball.radius, ball.centre + ball.radius)
      bounds = bounds.map { (pointwiseMin($0.low, low), pointwiseMax($0.high, high)) } ?? (low, high)
    }
  }

  private func pad(_ colours: inout [SIMD3<Float>], to count: Int) {
    colours += Array(repeating: SIMD3(repeating: 1), count: max(0, count - colours.count))
  }
}

/// A place and a heading.
public struct Pose: Sendable, Hashable {
  /// Where the model's origin goes.
  public var position: SIMD3<Float>
  /// Angle in radians about the vertical, turning +z towards +x.
  public var yaw: Float

  /// A pose; the origin and no turn where nothing is said.
  public init(position: SIMD3<Float> = .zero, yaw: Float = 0) {
    self.position = position
    self.yaw = yaw
  }

  /// A model's point in the scene.
  public func point(_ point: SIMD3<Float>) -> SIMD3<Float> { position + direction(point) }

  /// A model's direction in the scene.
  public func direction(_ vector: SIMD3<Float>) -> SIMD3<Float> {
    let (c, s) = (cosine(yaw), sine(yaw))
    return SIMD3(c * vector.x + s * vector.z, vector.y, c * vector.z - s * vector.x)
  }
}
