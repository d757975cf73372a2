// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaSphere

/// Takes panoramas of prepared scenes.
///
/// Colour is linear radiance. Depth is the distance along the ray through the pixel's centre to the nearest surface, exact
/// to the rounding of single precision; it is never averaged. Glass and mirrors do not change it: a window's depth is that
/// of its pane.
public struct PanoramaRenderer: Sendable {
  /// How much work goes into a picture.
  public enum Quality: String, Sendable, Hashable, CaseIterable {
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
  ) throws -> Exposure {
    var plan = RenderingPlan(quality)
    if quality == .photo { (plan.lampBits, plan.isFine) = (0, false) }
    let view = View(prepared, camera, width: width, height: height, seed: seed, threads: threads)
    let sightings = Sightings(view, plan)
    let light = plan.paths.map { followed(view, paths: $0) } ?? filtered(sightings)
    let pixels = 0..<view.count
    return Exposure(
      light: pixels.flatMap { [light[0, $0], light[1, $0], light[2, $0]] },
      depth: DepthMap(width: width, height: height, values: pixels.map { sightings.depth[0, $0] }),
      normals: pixels.map { sightings.sides[$0] })
  }

  private func filtered(_ sightings: Sightings) -> Raster {
    let view = sightings.view
    let filter = EdgeAvoidingFilter(
      points: sightings.points, normals: sightings.normals, origin: view.origin, spread: view.spread,
      narrowness: (0..<view.height).map(view.rays.narrowness), threads: threads)
    let lamps = filter.smoothed(sightings.lamps, steps: [1, 2, 4])
    let sun = view.lighting.sun == nil ? sightings.sun : filter.smoothed(sightings.sun, steps: [])
    let direct = sum(lamps, sun)
    let indirect = Interreflection(sightings, direct: direct).spread(filter)
    return Composition(sightings: sightings, light: sum(direct, indirect), filter: filter).picture()
  }

  private func sum(_ a: Raster, _ b: Raster) -> Raster {
    let result = Raster(width: a.width, height: a.height, planes: 3)
    for pixel in 0..<a.count { result[pixel] = a[pixel] + b[pixel] }
    return result
  }

  private func followed(_ view: View, paths count: Int) -> Raster {
    let result = Raster(width: view.width, height: view.height, planes: 3)
    let tracer = PathTracer(lighting: view.lighting, spread: view.spread)
    forRows(view.height, threads: threads) { row in
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
