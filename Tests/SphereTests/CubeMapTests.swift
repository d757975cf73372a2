// SPDX-License-Identifier: Apache-2.0

import RotundaSphere
import RotundaTestSupport
import Testing

@Suite struct CubeMapTests {
  @Test func `the faces come in the order +x -x +y -y +z -z`() {
    let centres: [SIMD3<Double>] = [
      SIMD3(1, 0, 0), SIMD3(-1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, -1, 0), SIMD3(0, 0, 1), SIMD3(0, 0, -1),
    ]
    #expect(CubeFace.allCases.map { $0.direction(right: 0, above: 0) } == centres)
    #expect(centres.map { CubeFace(facing: $0) } == CubeFace.allCases)
  }

  @Test func `each face is seen from inside and upright`() {
    for face in CubeFace.allCases {
      let forward = face.direction(right: 0, above: 0)
      let right = face.direction(right: 1, above: 0) - forward
      let up = face.direction(right: 0, above: 1) - forward
      // A camera's right, up and backward directions are right-handed.
      let product = SIMD3(
        right.y * up.z - right.z * up.y, right.z * up.x - right.x * up.z, right.x * up.y - right.y * up.x)
      #expect(product == -forward)
    }
    #expect(CubeFace.front.direction(right: 0.5, above: 0.25) == SIMD3(0.5, 0.25, -1))
    #expect(CubeFace.right.direction(right: 0.5, above: 0.25) == SIMD3(1, 0.25, 0.5))
    #expect(CubeFace.up.direction(right: 0.5, above: 0.25) == SIMD3(0.5, 1, 0.25))
    #expect(CubeFace.down.direction(right: 0.5, above: 0.25) == SIMD3(0.5, -1, -0.25))
  }

  @Test func `every pixel of every face comes back`() {
    let cube = CubeGrid(size: 5)
    for face in CubeFace.allCases {
      for row in 0..<5 {
        for column in 0..<5 {
          let direction = cube.direction(face, column: Double(column), row: Double(row))
          #expect(abs((direction * direction).sum() - 1) < 1e-12)
          let position = cube.position(of: 3 * direction)
          #expect(position.face == face)
          #expect(abs(position.column - Double(column)) < 1e-12)
          #expect(abs(position.row - Double(row)) < 1e-12)
        }
      }
    }
  }

  @Test func `every direction comes back`() {
    var generator = SeededGenerator(seed: 3)
    let cube = CubeGrid(size: 64)
    for _ in 0..<200 {
      let normals = generator.normals(3)
      let vector = SIMD3(Double(normals[0]), Double(normals[1]), Double(normals[2]))
      let unit = vector / (vector * vector).sum().squareRoot()
      let position = cube.position(of: vector)
      #expect((-0.5...63.5).contains(position.column) && (-0.5...63.5).contains(position.row))
      expectClose(cube.direction(position.face, column: position.column, row: position.row), unit)
    }
  }

  @Test func `nothing behind a face's camera is projected onto it`() {
    #expect(CubeFace.front.projection(of: SIMD3(0, 0, 1)) == nil)
    #expect(CubeFace.front.projection(of: SIMD3(1, 0, 0)) == nil)
  }

  @Test func `a wall at one z-depth has the ray distances of a plane`() {
    let cube = CubeGrid(size: 16)
    for row in 0..<16 {
      for column in 0..<16 {
        let distance = 2.5 * cube.rayDistancePerZDepth(column: Double(column), row: Double(row))
        let point = distance * cube.direction(.right, column: Double(column), row: Double(row))
        #expect(abs(point.x - 2.5) < 1e-12)
      }
    }
    #expect(cube.rayDistancePerZDepth(column: 7.5, row: 7.5) == 1)
    #expect(abs(cube.rayDistancePerZDepth(column: -0.5, row: -0.5) - 3.0.squareRoot()) < 1e-12)
  }
}
