// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere
import Testing

@testable import RotundaExport

/// Meshes against the closed form of the room that they show.
struct RoomMeshTests {
  private typealias Edge = SIMD2<UInt32>

  /// Corners of one place get one number, whatever their texture coordinates.
  private func merged(_ mesh: RoomMesh) -> (positions: [SIMD3<Float>], triangles: [SIMD3<UInt32>]) {
    var numbers: [SIMD3<Float>: UInt32] = [:]
    var positions: [SIMD3<Float>] = []
    let map = mesh.positions.map { position -> UInt32 in
      if let number = numbers[position] { return number }
      numbers[position] = UInt32(positions.count)
      positions.append(position)
      return UInt32(positions.count - 1)
    }
    let triangles = stride(from: 0, to: mesh.indices.count, by: 3).map { first in
      SIMD3(map[Int(mesh.indices[first])], map[Int(mesh.indices[first + 1])], map[Int(mesh.indices[first + 2])])
    }
    return (positions, triangles)
  }

  /// How often each directed edge occurs.
  private func edges(_ triangles: [SIMD3<UInt32>]) -> [Edge: Int] {
    var count: [Edge: Int] = [:]
    for t in triangles {
      for edge in [Edge(t.x, t.y), Edge(t.y, t.z), Edge(t.z, t.x)] { count[edge, default: 0] += 1 }
    }
    return count
  }

  @Test(arguments: [300, 3_000, 100_000]) func anEmptyRoomIsOneClosedSurface(faces: Int) throws {
    let mesh = RoomMesh(try FurnishedRoom.empty.captured(width: 256), faces: faces)
    let (positions, triangles) = merged(mesh)
    #expect(triangles.count <= faces)
    let edges = edges(triangles)
    // Every edge once in each direction: closed over the seam and at the poles, all triangles turned alike.
    #expect(edges.allSatisfy { $0.value == 1 && edges[Edge($0.key.y, $0.key.x)] == 1 })
    // Euler: a sphere.
    #expect(positions.count - edges.count / 2 + triangles.count == 2)
  }

  @Test func trianglesFaceTheCamera() throws {
    let mesh = RoomMesh(try FurnishedRoom.furnished.captured(width: 256), faces: 20_000)
    for first in stride(from: 0, to: mesh.indices.count, by: 3) {
      let (a, b, c) = (
        SIMD3<Double>(mesh.positions[Int(mesh.indices[first])]),
        SIMD3<Double>(mesh.positions[Int(mesh.indices[first + 1])]),
        SIMD3<Double>(mesh.positions[Int(mesh.indices[first + 2])])
      )
      #expect(dot(cross(b - a, c - a), a) < 0)
    }
  }

  @Test func cornersLieOnTheRoomOrBehindItsEdges() throws {
    let room = FurnishedRoom.furnished
    let mesh = RoomMesh(try room.captured(width: 512), faces: 100_000)
    var hidden = 0
    for position in mesh.positions {
      let point = SIMD3<Double>(position)
      let distance = norm(point)
      let seen = distances(around: point / distance, in: room, pixel: 2 * .pi / 512)
      if seen.contains(where: { abs(distance / $0 - 1) < 0.02 }) { continue }
      // Behind an edge, or between two surfaces that are less than a tenth apart.
      #expect(distance > 0.9 * seen[0])
      hidden += 1
    }
    #expect(Double(hidden) < 0.02 * Double(mesh.positions.count))
  }

  /// What is seen along a ray and a pixel beside it: an edge may belong to either side.
  private func distances(around ray: SIMD3<Double>, in room: FurnishedRoom, pixel: Double) -> [Double] {
    let helper = abs(ray.y) < 0.9 ? SIMD3<Double>(0, 1, 0) : SIMD3<Double>(1, 0, 0)
    let side = cross(ray, helper) / norm(cross(ray, helper))
    let other = cross(ray, side)
    return [room.distance(ray)]
      + (0..<8).map { step in
        let angle = Double(step) * .pi / 4
        let moved = ray + pixel * (cos(angle) * side + sin(angle) * other)
        return room.distance(moved / norm(moved))
      }
  }

  @Test func noTriangleIsStretchedFromFurnitureToTheWall() throws {
    let room = FurnishedRoom.furnished
    let mesh = RoomMesh(try room.captured(width: 512), faces: 100_000)
    for first in stride(from: 0, to: mesh.indices.count, by: 3) {
      let corners = (0..<3).map { SIMD3<Double>(mesh.positions[Int(mesh.indices[first + $0])]) }
      let middle = (corners[0] + corners[1] + corners[2]) / 3
      let distance = norm(middle)
      // Never in the air in front of what is there: at a table's edge the wall is two thirds farther.
      #expect(distance > 0.9 * room.distance(middle / distance))
    }
  }

  @Test func moreFacesComeNearer() throws {
    let room = try FurnishedRoom.furnished.captured(width: 512)
    let errors = [4_000, 20_000, 100_000].map { RoomMesh(room, faces: $0).relativeError }
    #expect(errors[0] > errors[1] && errors[1] > errors[2] && errors[2] < 1e-3)
  }

  @Test func aTurnedCameraGivesTheLevelRoom() throws {
    let pose = Rotation.pitch(0.2) * Rotation.roll(-0.15)
    let mesh = RoomMesh(try FurnishedRoom.empty.captured(width: 512, pose: pose), faces: 50_000)
    let heights = mesh.positions.map(\.y)
    #expect(abs((heights.min() ?? 0) + 1.5) < 0.005 && abs((heights.max() ?? 0) - 1.1) < 0.005)
  }

  @Test func holesStayHoles() throws {
    let whole = try FurnishedRoom.empty.captured(width: 256)
    var values = whole.depth.values
    for row in 60..<80 { for column in 100..<140 { values[row * 256 + column] = 0 } }
    let room = try CapturedRoom(
      title: "hole", photo: whole.photo, depth: DepthMap(width: 256, height: 128, values: values))
    let grid = EquirectangularGrid(width: 256, height: 128)
    let mesh = RoomMesh(room, faces: 100_000)
    #expect(!mesh.positions.isEmpty)
    for first in stride(from: 0, to: mesh.indices.count, by: 3) {
      let corners = (0..<3).map { SIMD3<Double>(mesh.positions[Int(mesh.indices[first + $0])]) }
      let at = grid.position(of: corners[0] + corners[1] + corners[2])
      #expect(!((101.0..<138).contains(at.column) && (61.0..<78).contains(at.row)))
    }
  }

  @Test func textureCoordinatesNameThePhotosPixelOfACorner() throws {
    let mesh = RoomMesh(try FurnishedRoom.furnished.captured(width: 256), faces: 10_000)
    let grid = EquirectangularGrid(width: 1, height: 1)
    for (position, place) in zip(mesh.positions, mesh.textureCoordinates) {
      let at = grid.position(of: SIMD3<Double>(position))
      #expect(abs(Float(at.row + 0.5) - place.y) < 1e-4)
      // A pole has every longitude.
      guard place.y > 1e-3, place.y < 0.999 else { continue }
      let turn = abs(Float(at.column + 0.5) - place.x)
      #expect(min(turn, 1 - turn) < 1e-4)
    }
  }

  @Test func noTriangleRunsAcrossThePhoto() throws {
    let mesh = RoomMesh(try FurnishedRoom.furnished.captured(width: 256), faces: 10_000)
    for first in stride(from: 0, to: mesh.indices.count, by: 3) {
      let u = (0..<3).map { mesh.textureCoordinates[Int(mesh.indices[first + $0])].x }
      #expect((u.max() ?? 0) - (u.min() ?? 0) <= 0.5)
    }
  }
}
