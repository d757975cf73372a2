// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaSphere
import Testing

@Suite struct DepthKindTests {
  @Test func `depth of cube faces is told from ray distance`() {
    let grid = EquirectangularGrid(width: 128, height: 64)
    var ray: [Float] = []
    var face: [Float] = []
    for row in 0..<64 {
      for column in 0..<128 {
        let direction = grid.direction(column: Double(column), row: Double(row))
        let vertical = direction.y < 0 ? 1.5 / -direction.y : 1.2 / direction.y
        let distance = min(vertical, 3 / abs(direction.x), 2.5 / abs(direction.z))
        ray.append(Float(distance))
        face.append(Float(distance * max(abs(direction.x), abs(direction.y), abs(direction.z))))
      }
    }
    #expect(DepthKind(of: DepthMap(width: 128, height: 64, values: ray)) == .rayDistance)
    #expect(DepthKind(of: DepthMap(width: 128, height: 64, values: face)) == .cubeFaceDepth)
    #expect(DepthKind(of: DepthMap(width: 128, height: 64, values: ray.map { _ in 0 })) == .undecided)
  }
}
