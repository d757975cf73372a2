// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What the rays through pixel centres see, and the light that falls there straight from lamps and sun.
///
/// Surfaces are those behind mirrors and glass; depth and normals are those of the first surface, glass included.
struct Sightings: Sendable {
  /// Where a surface is, and how it is turned.
  struct Spot: BitwiseCopyable, Sendable {
    /// Place in the scene.
    var point = SIMD3<Float>.zero
    /// Normal that light is reckoned with; zero for sky.
    var normal = SIMD3<Float>.zero
  }

  /// What a surface does with light.
  struct Shade: BitwiseCopyable, Sendable {
    /// Radiance for each unit of light over pi.
    var albedo = SIMD3<Float>.zero
    /// Radiance without any light.
    var glow = SIMD3<Float>.zero
  }

  /// A mirror image that is added to a pixel.
  struct Image: BitwiseCopyable, Sendable {
    var column = 0
    var start: SIMD3<Float>
    var direction: SIMD3<Float>
    var share: SIMD3<Float>
    /// Whether the mirror is so rough that the image may be smoothed.
    var isBlurred: Bool
  }

  let view: View
  let plan: RenderingPlan
  /// Ray distance of the first surface; 0 where there is none.
  let depth: PixelArray<Float>
  /// Geometric normals of the first surface in the camera's axes.
  let sides: PixelArray<SIMD3<Float>>
  let spots: PixelArray<Spot>
  let shades: PixelArray<Shade>
  /// Mirror images of each row.
  let images: Rows<[Image]>
  /// Material of the surface; -1 for sky.
  let materials: PixelArray<Int32>
  /// The spots again, plane by plane.
  let points: Raster
  let normals: Raster
  /// Light of lamps over pi, and the variance of its brightness.
  let lamps: Raster
  /// Light of the sun over pi.
  let sun: PixelArray<SIMD3<Float>>

  private static let variancePlane = 3

  init(_ view: View, _ plan: RenderingPlan) {
    self.view = view
    self.plan = plan
    let count = view.count
    depth = PixelArray(count: count, repeating: 0)
    sides = PixelArray(count: count, repeating: .zero)
    spots = PixelArray(count: count, repeating: Spot())
    shades = PixelArray(count: count, repeating: Shade())
    images = Rows(count: view.height, repeating: [])
    materials = PixelArray(count: count, repeating: -1)
    sun = PixelArray(count: count, repeating: .zero)
    points = Raster(width: view.width, height: view.height, planes: 3)
    normals = Raster(width: view.width, height: view.height, planes: 3)
    lamps = Raster(width: view.width, height: view.height, planes: 4)
    let sightings = self
    forRows(view.height, threads: view.threads) { row in
      var images: [Image] = []
      for first in stride(from: 0, to: view.width, by: Tracer.packet) {
        view.lighting.tracer.nearest(
          min(Tracer.packet, view.width - first),
          { Ray(origin: view.origin, direction: SIMD3<Float>(view.rays.centre(column: first + $0, row: row))) },
          { index, ray, hit in sightings.see(first + index, row, ray, hit, &images) })
      }
      sightings.images[row] = images
    }
  }

  private func see(_ column: Int, _ row: Int, _ ray: Ray, _ hit: Hit?, _ images: inout [Image]) {
    let (lighting, pixel) = (view.lighting, row * view.width + column)
    if let hit {
      let direction = view.rays.centre(column: column, row: row)
      let exact = lighting.tracer.exact(hit, from: SIMD3<Double>(view.origin), along: direction)
      depth[pixel] = Float(exact.distance)
      sides[pixel] = view.rays.inCamera(exact.normal)
    }
    guard plan.paths == nil else { return }
    let sequence = PixelSequence(column: column, row: row, seed: view.seed)
    let sight = lighting.sight(ray, hit, spread: view.spread, meetsGlass: true, sequence)
    shades[pixel] = Shade(albedo: sight.albedo, glow: sight.glow)
    if plan.isFine, var image = sight.image {
      image.column = column
      images.append(image)
    }
    guard !sight.isSky else { return }
    let surface = sight.surface
    materials[pixel] = Int32(surface.material)
    spots[pixel] = Spot(point: surface.point, normal: surface.normal)
    (points[pixel], normals[pixel]) = (surface.point, surface.normal)
    if sight.albedo != .zero { light(surface, pixel, sequence) }
  }

  private func light(_ surface: Surface, _ pixel: Int, _ sequence: PixelSequence) {
    let lighting = view.lighting
    if lighting.sun != nil { sun[pixel] = lighting.sun(on: surface, place: sequence.pair(.sun)) / .pi }
    guard lighting.hasLamps else { return }
    let count = 1 << Int(plan.lampBits)
    let first = sequence.pair(.lamp).x
    let places = sequence.pairs(.place, bits: plan.lampBits)
    let cell = lighting.grid.cell(before: surface)
    var (sum, squares) = (SIMD3<Float>.zero, Float(0))
    for sample in 0..<count {
      // Evenly spaced choices among lamps, so that each gets its share of them.
      let light =
        lighting.lamps(
          on: surface, cell: cell, choice: (Float(sample) + first) / Float(count), place: places[sample]) / .pi
      sum += light
      squares += luminance(light) * luminance(light)
    }
    let mean = sum / Float(count)
    lamps[pixel] = mean
    let spread = max(0, squares / Float(count) - luminance(mean) * luminance(mean))
    lamps[Sightings.variancePlane, pixel] = spread / Float(max(count - 1, 1))
  }

  /// The pixel that shows a surface; nil where the camera does not see it.
  func pixel(showing surface: Surface) -> Int? {
    let pixel = view.place(towards: surface.point, view.width, view.height)
    return view.shows(spots[pixel], surface) ? pixel : nil
  }
}

extension View {
  /// Whether what is seen somewhere is, within the size of some pixels, a surface.
  @inline(__always)
  func shows(_ spot: Sightings.Spot, _ surface: Surface, pixels: Float = 1) -> Bool {
    let difference = spot.point - surface.point
    let away = surface.point - origin
    let size = pixels * spread
    return dot(difference, difference) < 6 * size * size * dot(away, away) + 1e-4
      && dot(spot.normal, surface.normal) > 0.6
  }
}

/// A colour made so dark that its brightness is below a limit.
@inline(__always)
func dimmed(_ colour: SIMD3<Float>, to limit: Float) -> SIMD3<Float> {
  let bright = luminance(colour)
  return bright > limit ? colour * (limit / bright) : colour
}
