// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaScenes
import RotundaSphere

/// The largest relative difference of a depth map from a formula over all pixels.
func worstError(_ depth: DepthMap, _ expected: (SIMD3<Double>) -> Double) -> Double {
  let grid = EquirectangularGrid(width: depth.width, height: depth.height)
  var worst = 0.0
  for row in 0..<depth.height {
    for column in 0..<depth.width {
      let truth = expected(grid.direction(column: Double(column), row: Double(row)))
      worst = max(worst, abs(Double(depth[column: column, row: row]) - truth) / truth)
    }
  }
  return worst
}

/// Distance along `direction` from inside a box to its walls.
func distanceToWalls(
  _ origin: SIMD3<Double>, _ direction: SIMD3<Double>, _ low: SIMD3<Double>, _ high: SIMD3<Double>
) -> Double {
  (0..<3).reduce(Double.infinity) { nearest, axis in
    let bound = direction[axis] > 0 ? high[axis] : low[axis]
    return min(nearest, direction[axis] == 0 ? .infinity : (bound - origin[axis]) / direction[axis])
  }
}

/// A white box of free space, with nothing in it.
func emptyRoom(low: SIMD3<Float>, high: SIMD3<Float>) -> Scene {
  var scene = Scene()
  scene.materials = [Material(.plain, SIMD3(repeating: 0.5))]
  scene.cells = [Cell(minimum: low, maximum: high, faces: [0])]
  return scene
}

/// Depth of a scene seen from a level camera.
func depth(of scene: Scene, from position: SIMD3<Float>, yaw: Float = 0, width: Int = 128) -> DepthMap {
  var camera = Camera(position: position)
  camera.yaw = yaw
  return PanoramaRenderer().render(scene, camera: camera, width: width, height: width / 2).1
}

/// Spearman's rank correlation; equal values share no rank, which noise-free ties make irrelevant here.
func rankCorrelation(_ first: [Double], _ second: [Double]) -> Double {
  let (a, b) = (ranks(first), ranks(second))
  let mean = Double(a.count - 1) / 2
  var (product, square) = (0.0, 0.0)
  for (x, y) in zip(a, b) {
    product += (x - mean) * (y - mean)
    square += (x - mean) * (x - mean)
  }
  return product / square
}

private func ranks(_ values: [Double]) -> [Double] {
  var ranks = [Double](repeating: 0, count: values.count)
  for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
    ranks[index] = Double(rank)
  }
  return ranks
}
