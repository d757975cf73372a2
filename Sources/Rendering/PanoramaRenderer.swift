// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
public import RotundaSolids
import RotundaSphere

/// Takes panoramas of prepared scenes.
///
/// Colour is linear radiance. Depth is the distance along the ray through the pixel's centre to the nearest surface,
/// exact to the rounding of single precision; it is never averaged. Glass and mirrors do not change it: a window's
/// depth is that of its pane.
public struct PanoramaRenderer: Sendable {
  /// How much work goes into a picture.
  public enum Quality: String, Sendable, Hashable, CaseIterable, Codable {
    /// For a first look: no mirror images in clear coats, coarse edges.
    case draft
    /// For training: a few rays a pixel, whose light is filtered along surfaces.
    case train
    /// Light followed to its end, unfiltered: to measure the others by, and to be shown where time does not matter.
    case photo
  }

  /// How much work goes into a picture.
  public var quality: Quality
  /// Threads that share a picture; the picture does not depend on it.
  public var threads: Int

  /// A renderer of a quality.
  public init(quality: Quality = .train, threads: Int = 1) {
    self.quality = quality
    self.threads = threads
  }

  /// What `camera` sees of a scene.
  ///
  /// A pixel whose ray meets nothing has the depth 0. The same seed gives the same bits.
  public func render(
    _ prepared: PreparedScene, camera: Camera, width: Int, height: Int, seed: UInt64
  ) throws(RenderingError) -> Exposure {
    render(try View(prepared, camera, width: width, height: height, seed: seed, threads: threads))
  }

  func render(_ view: View) -> Exposure {
    let plan = RenderingPlan(quality)
    let sightings = Sightings(view, plan)
    let picture = plan.paths.map { followed(view, paths: $0) } ?? filtered(sightings)
    var light = [Float](repeating: 0, count: 3 * view.count)
    for pixel in 0..<view.count {
      let colour = picture[pixel]
      (light[3 * pixel], light[3 * pixel + 1], light[3 * pixel + 2]) = (colour.x, colour.y, colour.z)
    }
    return Exposure(
      light: light, depth: DepthMap(width: view.width, height: view.height, values: sightings.depth.array),
      normals: sightings.sides.array)
  }

  private func filtered(_ sightings: Sightings) -> PixelArray<SIMD3<Float>> {
    let view = sightings.view
    let filter = EdgeAvoidingFilter(
      points: sightings.points, normals: sightings.normals, origin: view.origin, spread: view.spread,
      narrowness: (0..<view.height).map(view.rays.narrowness), threads: view.threads)
    let lamps = filter.smoothed(sightings.lamps, steps: [1, 2, 4])
    let light = sightings.sun
    for pixel in 0..<view.count { light[pixel] += lamps[pixel] }
    let indirect = Interreflection(sightings, direct: light).spread(filter)
    for pixel in 0..<view.count { light[pixel] += indirect[pixel] }
    return Composition(sightings: sightings, light: light, filter: filter).picture()
  }

  private func followed(_ view: View, paths count: Int) -> PixelArray<SIMD3<Float>> {
    let result = PixelArray<SIMD3<Float>>(count: view.count, repeating: .zero)
    let tracer = PathTracer(lighting: view.lighting, spread: view.spread)
    forRows(view.height, threads: view.threads) { row in
      for column in 0..<view.width {
        var random = RandomStream(seed: view.seed, index: row * view.width + column)
        var sum = SIMD3<Float>.zero
        for _ in 0..<count {
          let offset = SIMD2(random.unit(), random.unit()) - 0.5
          let direction = view.rays.direction(column: column, row: row, offset: offset)
          // A rare path of a bright lamp is worth less than the speck it leaves.
          let light = tracer.radiance(Ray(origin: view.origin, direction: direction), &random)
          sum += pointwiseMin(light, SIMD3(repeating: 1000))
        }
        result[row * view.width + column] = sum / Float(count)
      }
    }
    return result
  }
}
