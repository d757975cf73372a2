// SPDX-License-Identifier: Apache-2.0

/// What all shapes are built from: polygons and grids. Coordinates on their surfaces are metres, upwards on upright faces.
extension Model {
  /// Adds a convex flat polygon, anticlockwise seen from its visible side.
  ///
  /// `coordinates` are one a corner; where they are missing, they are measured along the first edge and across it.
  public mutating func addPolygon(_ corners: [SIMD3<Float>], coordinates: [SIMD2<Float>]? = nil, material: Int) {
    guard corners.count >= 3 else { return }
    let first = UInt32(mesh.positions.count)
    let right = normalised(corners[1] - corners[0])
    let normal = normalised(cross(right, corners[2] - corners[0]))
    let up = cross(normal, right)
    mesh.positions += corners
    mesh.normals += Array(repeating: .zero, count: corners.count)
    mesh.coordinates +=
      coordinates ?? corners.map { SIMD2(dot($0 - corners[0], right), dot($0 - corners[0], up)) }
    for corner in 1..<UInt32(corners.count) - 1 {
      mesh.triangles.append(SIMD4(first, first + corner, first + corner + 1, UInt32(material)))
    }
  }

  /// A corner of a curved surface.
  package struct SurfacePoint {
    package var position: SIMD3<Float>
    /// Unit normal; zero for flat shading.
    package var normal: SIMD3<Float>
    package var coordinate: SIMD2<Float>

    package init(position: SIMD3<Float>, normal: SIMD3<Float>, coordinate: SIMD2<Float>) {
      (self.position, self.normal, self.coordinate) = (position, normal, coordinate)
    }
  }

  /// Adds a curved surface over a grid: columns run to the right, rows upwards, seen from its visible side.
  ///
  /// Triangles that have shrunk to a line, as at a pole, are left out.
  package mutating func addGrid(
    columns: Int, rows: Int, material: Int, _ point: (_ column: Int, _ row: Int) -> SurfacePoint
  ) {
    let first = UInt32(mesh.positions.count)
    let stride = UInt32(columns + 1)
    for row in 0...rows {
      for column in 0...columns {
        let corner = point(column, row)
        mesh.positions.append(corner.position)
        mesh.normals.append(corner.normal)
        mesh.coordinates.append(corner.coordinate)
      }
    }
    for row in 0..<UInt32(rows) {
      for column in 0..<UInt32(columns) {
        let lower = first + row * stride + column
        let upper = lower + stride
        addTriangle(lower, lower + 1, upper + 1, material)
        addTriangle(lower, upper + 1, upper, material)
      }
    }
  }

  private mutating func addTriangle(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ material: Int) {
    let (p, q, r) = (mesh.positions[Int(a)], mesh.positions[Int(b)], mesh.positions[Int(c)])
    guard length(cross(q - p, r - p)) > 1e-10 else { return }
    mesh.triangles.append(SIMD4(a, b, c, UInt32(material)))
  }

  /// Builds something in axes of its own, which are then laid into the model's: for what is tilted or lies on its side.
  package mutating func addPart(in frame: Frame, _ build: (inout Model) -> Void) {
    let (firstCorner, firstBall, firstLamp) = (mesh.positions.count, balls.count, lamps.count)
    build(&self)
    for corner in firstCorner..<mesh.positions.count {
      mesh.positions[corner] = frame.point(mesh.positions[corner])
      mesh.normals[corner] = frame.direction(mesh.normals[corner])
    }
    for ball in firstBall..<balls.count { balls[ball].centre = frame.point(balls[ball].centre) }
    for lamp in firstLamp..<lamps.count { lamps[lamp] = lamps[lamp].moved(by: frame) }
  }

  /// Coordinates of a point of a flat face by the face's normal: upwards where it is upright, along x or z where it lies.
  static func planarCoordinate(_ point: SIMD3<Float>, normal: SIMD3<Float>, isGrainAlongX: Bool = false) -> SIMD2<Float>
  {
    let size = SIMD3(abs(normal.x), abs(normal.y), abs(normal.z))
    if size.y >= max(size.x, size.z) {
      return isGrainAlongX ? SIMD2(point.z, point.x) : SIMD2(point.x, -point.z)
    }
    if size.x >= size.z { return SIMD2(normal.x > 0 ? -point.z : point.z, point.y) }
    return SIMD2(normal.z > 0 ? point.x : -point.x, point.y)
  }
}
