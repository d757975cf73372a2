// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaRendering
import RotundaSolids
import RotundaSphere

/// A room without furniture, open at none of its sides.
func boxRoom(low: SIMD3<Float>, high: SIMD3<Float>, material: Material) -> Model {
  var model = Model()
  let index = model.add(material)
  model.addRoom(low: low, high: high, material: index)
  return model
}

extension Model {
  /// Six walls seen from inside.
  mutating func addRoom(low: SIMD3<Float>, high: SIMD3<Float>, material: Int) {
    func corner(_ x: Int, _ y: Int, _ z: Int) -> SIMD3<Float> {
      SIMD3(x == 0 ? low.x : high.x, y == 0 ? low.y : high.y, z == 0 ? low.z : high.z)
    }
    addPolygon([corner(0, 0, 1), corner(1, 0, 1), corner(1, 0, 0), corner(0, 0, 0)], material: material)
    addPolygon([corner(0, 1, 0), corner(1, 1, 0), corner(1, 1, 1), corner(0, 1, 1)], material: material)
    addPolygon([corner(0, 0, 0), corner(1, 0, 0), corner(1, 1, 0), corner(0, 1, 0)], material: material)
    addPolygon([corner(1, 0, 1), corner(0, 0, 1), corner(0, 1, 1), corner(1, 1, 1)], material: material)
    addPolygon([corner(0, 0, 1), corner(0, 0, 0), corner(0, 1, 0), corner(0, 1, 1)], material: material)
    addPolygon([corner(1, 0, 0), corner(1, 0, 1), corner(1, 1, 1), corner(1, 1, 0)], material: material)
  }
}

/// A sky of one radiance all around, without a sun.
func evenSky(_ radiance: Float) -> Sky {
  Sky(.uniform(SIMD3(repeating: radiance)), ground: SIMD3(repeating: radiance))
}

/// A picture of a model under a sky, black unless given.
func photograph(
  _ model: Model, sky: Sky = evenSky(0), from camera: Camera, width: Int = 64,
  quality: PanoramaRenderer.Quality = .draft, seed: UInt64 = 1
) throws -> Exposure {
  try PanoramaRenderer(quality: quality)
    .render(PreparedScene(Scene(model: model, sky: sky)), camera: camera, width: width, height: width / 2, seed: seed)
}

extension Exposure {
  var grid: EquirectangularGrid { EquirectangularGrid(width: width, height: height) }

  /// Green light of the pixel in which a level camera at `eye` sees a point.
  func light(at point: SIMD3<Double>, from eye: SIMD3<Double>) -> Double { glimpse(at: point, from: eye).light }

  /// Green light of that pixel, and the point that its centre sees.
  func glimpse(at point: SIMD3<Double>, from eye: SIMD3<Double>) -> (light: Double, point: SIMD3<Double>) {
    let place = grid.position(of: point - eye)
    let (column, row) = (Int(place.column.rounded()) % width, min(max(Int(place.row.rounded()), 0), height - 1))
    let direction = grid.direction(column: Double(column), row: Double(row))
    return (
      Double(light[3 * (row * width + column) + 1]), eye + direction * Double(depth[column: column, row: row])
    )
  }

  /// Mean of all light, each pixel by its share of the sphere.
  var meanLight: Double {
    var (sum, total) = (0.0, 0.0)
    for row in 0..<height {
      let weight = cosine(grid.latitude(row: Double(row)))
      for index in 3 * row * width..<3 * (row + 1) * width {
        sum += weight * Double(light[index])
        total += weight
      }
    }
    return sum / total
  }
}

/// The direction that a pixel of a camera looks along in the scene: rolled to the right, then pitched up, then turned
/// from -z towards +x.
func sceneDirection(_ v: SIMD3<Double>, _ camera: Camera) -> SIMD3<Double> {
  let (roll, pitch, yaw) = (Double(camera.roll), Double(camera.pitch), Double(camera.yaw))
  let a = SIMD3(cosine(roll) * v.x + sine(roll) * v.y, cosine(roll) * v.y - sine(roll) * v.x, v.z)
  let b = SIMD3(a.x, cosine(pitch) * a.y - sine(pitch) * a.z, sine(pitch) * a.y + cosine(pitch) * a.z)
  return SIMD3(cosine(yaw) * b.x - sine(yaw) * b.z, b.y, sine(yaw) * b.x + cosine(yaw) * b.z)
}

/// Irradiance at a point from a polygon of radiance 1, wholly above the surface (Lambert, "Photometria", 1760).
func irradiance(at point: SIMD3<Double>, normal: SIMD3<Double>, from corners: [SIMD3<Double>]) -> Double {
  var sum = SIMD3<Double>.zero
  for (index, corner) in corners.enumerated() {
    let (a, b) = (unit(corner - point), unit(corners[(index + 1) % corners.count] - point))
    let product = SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    let length = (product * product).sum().squareRoot()
    sum += product / length * arcTangent(length, (a * b).sum())
  }
  return abs((sum * normal).sum()) / 2
}

func unit(_ v: SIMD3<Double>) -> SIMD3<Double> { v / (v * v).sum().squareRoot() }
