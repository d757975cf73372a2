// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaSphere

/// A room as triangles around the camera, with the photo as their texture.
///
/// Metres in level world axes, y up. Triangles are counterclockwise as the camera sees them. Where a surface hides
/// another, it ends, and the hidden one goes on one lattice step behind its edge: no triangle is stretched between the two,
/// and the camera itself sees no gap.
struct RoomMesh: Sendable {
  /// Corners in metres.
  var positions: [SIMD3<Float>] = []
  /// Where a corner lies on the photo, from 0 (left, top) to 1 (right, bottom).
  ///
  /// As 16-bit fractions they would save 1 MB of 11, but some readers take those for whole numbers.
  var textureCoordinates: [SIMD2<Float>] = []
  /// Three corners a triangle.
  var indices: [UInt32] = []
  /// How far a point of the depth map lies from the mesh, at most, over its distance, within the limits of a lattice.
  var relativeError: Float = 0

  fileprivate init() {}

  /// The mesh of a room with at most `faces` triangles, as close to the depth map as they allow.
  init(_ room: CapturedRoom, faces: Int) {
    var lattice = SphereLattice(room.depth, width: Self.latticeWidth(depth: room.depth.width, faces: faces))
    while true {
      let jumps = DepthJumps(lattice)
      let points = lattice.points()
      let errors = CornerErrors(lattice, points: points, jumps: jumps)
      let triangulation = Triangulation(lattice, errors: errors.values)
      if let bound = triangulation.leastBound(triangles: faces) {
        var builder = MeshBuilder(lattice, points: points, jumps: jumps, pose: room.pose)
        triangulation.visit(bound: bound) { triangle in
          builder.add(triangle)
          return true
        }
        self = builder.mesh
        relativeError = bound
        return
      }
      // The edges of things alone take more triangles than there are.
      lattice = SphereLattice(room.depth, width: lattice.width / 2)
    }
  }

  /// A lattice as fine as the depth map, but not so fine that most triangles would trace the steps of its edges.
  private static func latticeWidth(depth: Int, faces: Int) -> Int {
    var width = SphereLattice.leastWidth
    while width < depth, width < SphereLattice.largestWidth, 4 * width * width <= 16 * faces { width *= 2 }
    return width
  }
}

extension SphereLattice {
  /// The coarsest lattice that is begun with.
  static let leastWidth = 32
  /// The finest lattice.
  static let largestWidth = 2048
}

/// Puts triangles of the lattice together: shared corners, one texture coordinate at each pole and triangle, and the
/// hidden surface behind edges.
private struct MeshBuilder {
  private let lattice: SphereLattice
  private let points: [SIMD3<Float>]
  private let jumps: DepthJumps
  private let pose: Rotation
  private(set) var mesh = RoomMesh()
  /// Number of a corner in the mesh, by its place on the lattice with the last column; -1 before it is used.
  private var numbers: [Int32]
  /// Numbers of the corners that go on behind an edge.
  private var hidden: [Int: UInt32] = [:]

  init(_ lattice: SphereLattice, points: [SIMD3<Float>], jumps: DepthJumps, pose: Rotation) {
    self.lattice = lattice
    self.points = points
    self.jumps = jumps
    self.pose = pose
    numbers = [Int32](repeating: -1, count: (lattice.width + 1) * (lattice.height + 1))
  }

  mutating func add(_ triangle: LatticeTriangle) {
    let triangle = triangle.counterclockwise
    let corners = (triangle.a, triangle.b, triangle.c)
    let cut = triangle.isFinest ? nearSides(triangle) : (false, false, false)
    let middle = triangle.poleColumn(height: lattice.height)
    mesh.indices.append(number(corners.0, isNear: cut.0, poleColumn: middle))
    mesh.indices.append(number(corners.1, isNear: cut.1, poleColumn: middle))
    mesh.indices.append(number(corners.2, isNear: cut.2, poleColumn: middle))
  }

  /// Which corners lie before a jump that the triangle would span.
  private func nearSides(_ triangle: LatticeTriangle) -> (Bool, Bool, Bool) {
    func isBefore(_ near: LatticeCorner, _ far: LatticeCorner) -> Bool {
      let (nearDistance, farDistance) = (distance(near), distance(far))
      return nearDistance < farDistance
        && jumps.separates(
          column: near.column, row: near.row, columns: far.column - near.column, rows: far.row - near.row)
    }
    let (a, b, c) = (triangle.a, triangle.b, triangle.c)
    return (isBefore(a, b) || isBefore(a, c), isBefore(b, a) || isBefore(b, c), isBefore(c, a) || isBefore(c, b))
  }

  private func distance(_ corner: LatticeCorner) -> Float {
    lattice.distances[lattice.index(column: corner.column, row: corner.row)]
  }

  private mutating func number(_ corner: LatticeCorner, isNear: Bool, poleColumn: Double) -> UInt32 {
    let isPole = corner.row == 0 || corner.row == lattice.height
    let place = corner.row * (lattice.width + 1) + corner.column
    let behind = isNear ? jumps.distanceBehind(column: corner.column, row: corner.row) : nil
    if let behind {
      if !isPole, let number = hidden[place] { return number }
      let point = behind * lattice.direction(column: corner.column, row: corner.row)
      let number = append(point, column: isPole ? poleColumn : Double(corner.column), row: corner.row)
      if !isPole { hidden[place] = number }
      return number
    }
    let point = points[lattice.index(column: corner.column, row: corner.row)]
    // A pole has no longitude: each of its triangles takes the middle of its own.
    if isPole { return append(point, column: poleColumn, row: corner.row) }
    if numbers[place] < 0 {
      numbers[place] = Int32(append(point, column: Double(corner.column), row: corner.row))
    }
    return UInt32(numbers[place])
  }

  private mutating func append(_ point: SIMD3<Float>, column: Double, row: Int) -> UInt32 {
    mesh.positions.append(SIMD3<Float>(pose * SIMD3<Double>(point)))
    mesh.textureCoordinates.append(
      SIMD2(Float(column / Double(lattice.width)), Float(row) / Float(lattice.height)))
    return UInt32(mesh.positions.count - 1)
  }
}
