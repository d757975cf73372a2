// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension MeshAssembly {
  /// Adds a flat polygon of corners that were added before, anticlockwise seen from its front.
  mutating func addPolygon(_ corners: [UInt32], material: Int) throws(MeshError) {
    guard corners.count > 3 else {
      if corners.count == 3 { try addTriangle(corners[0], corners[1], corners[2], material: material) }
      return
    }
    for triangle in Polygon.triangles(corners.map { model.mesh.positions[Int($0)] }) {
      try addTriangle(corners[triangle.x], corners[triangle.y], corners[triangle.z], material: material)
    }
  }
}
