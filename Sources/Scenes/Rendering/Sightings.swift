// SPDX-License-Identifier: Apache-2.0

/// What the rays through pixel centres see, and the light that falls there straight from lamps and sun.
///
/// Surfaces are those behind mirrors and glass; depth and normals are those of the first surface, glass included.
struct Sightings: Sendable {
  let view: View
  let plan: RenderingPlan
  /// Ray distance of the first surface; 0 where there is none.
  let depth: Raster
  /// Geometric normals of the first surface in the camera's axes.
  let sides: Raster
  /// Places of surfaces in the scene; the fourth plane is 1 more than the index of the material, 0 for sky.
  let points: Raster
  /// Normals that light is reckoned with; zero for sky.
  let normals: Raster
  let albedo: Raster
  let glow: Raster
  /// Light of lamps over pi, and the variance of its brightness.
  let lamps: Raster
  /// Light of the sun over pi.
  let sun: Raster
  /// Start, direction and share of mirror images; the fourth plane of the share is 1 where the image may be smoothed.
  let images: (start: Raster, direction: Raster, share: Raster)

  static let keyPlane = 3
  static let variancePlane = 3

  init(_ view: View, _ plan: RenderingPlan) {
    self.view = view
    self.plan = plan
    func raster(_ planes: Int) -> Raster { Raster(width: view.width, height: view.height, planes: planes) }
    (depth, sides, points, normals) = (raster(1), raster(3), raster(4), raster(3))
    (albedo, glow, lamps, sun) = (raster(3), raster(3), raster(4), raster(3))
    images = (raster(3), raster(3), raster(4))
    let sightings = self
    forRows(view.height, threads: view.threads) { row in
      for column in 0..<view.width { sightings.see(column, row) }
    }
  }

  private func see(_ column: Int, _ row: Int) {
    let (lighting, pixel) = (view.lighting, row * view.width + column)
    let direction = view.rays.centre(column: column, row: row)
    let ray = Ray(origin: view.origin, direction: SIMD3<Float>(direction))
    let hit = lighting.tracer.nearest(ray, meetsGlass: true)
    if let hit {
      let exact = lighting.tracer.exact(hit, from: SIMD3<Double>(view.origin), along: direction)
      depth[0, pixel] = Float(exact.distance)
      sides[pixel] = view.rays.inCamera(exact.normal)
    }
    let sequence = PixelSequence(column: column, row: row, seed: view.seed)
    let sight = lighting.sight(ray, hit, spread: view.spread, meetsGlass: true, place: sequence.pair(.coat))
    albedo[pixel] = sight.albedo
    glow[pixel] = sight.glow
    if plan.isFine, let image = sight.image {
      images.start[pixel] = image.ray.origin
      images.direction[pixel] = image.ray.direction
      images.share[pixel] = image.share
      images.share[3, pixel] = image.isBlurred ? 1 : 0
    }
    guard !sight.isSky else { return }
    points[pixel] = sight.surface.point
    points[Sightings.keyPlane, pixel] = Float(sight.surface.material + 1)
    normals[pixel] = sight.surface.normal
    if sight.albedo != .zero { light(sight.surface, pixel, sequence) }
  }

  private func light(_ surface: Surface, _ pixel: Int, _ sequence: PixelSequence) {
    let lighting = view.lighting
    if lighting.sun != nil { sun[pixel] = lighting.sun(on: surface, place: sequence.pair(.sun)) / .pi }
    guard lighting.hasLamps else { return }
    let count = 1 << plan.lampBits
    let first = sequence.pair(.lamp).x
    var (sum, squares) = (SIMD3<Float>.zero, Float(0))
    for sample in 0..<count {
      // Evenly spaced choices among lamps, so that each gets its share of them.
      let light =
        lighting.lamps(
          on: surface, choice: (Float(sample) + first) / Float(count),
          place: sequence.pair(.place, sample: sample, bits: plan.lampBits)) / .pi
      sum += light
      squares += brightness(light) * brightness(light)
    }
    let mean = sum / Float(count)
    lamps[pixel] = mean
    let spread = max(0, squares / Float(count) - brightness(mean) * brightness(mean))
    lamps[Sightings.variancePlane, pixel] = spread / Float(max(count - 1, 1))
  }
}

/// How bright a colour is.
@inline(__always)
func brightness(_ colour: SIMD3<Float>) -> Float { dot(colour, SIMD3(0.2126, 0.7152, 0.0722)) }
