// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Radiance along rays by following light's paths backwards, until chance ends them: noisy, but true on average.
///
/// Lamps are asked at every matte surface, so what glows counts only where the camera sees it, directly or mirrored.
///
/// - Source: Kajiya, "The rendering equation", SIGGRAPH 1986.
struct PathTracer: Sendable {
  let lighting: Lighting
  /// Surfaces that a path may meet.
  var limit = 24
  /// Radians between neighbouring rays of the camera.
  let spread: Float

  private var tracer: Tracer { lighting.tracer }

  /// One sample of the radiance that comes along a ray.
  func radiance(_ ray: Ray, _ random: inout RandomStream) -> SIMD3<Float> {
    var ray = ray
    var (light, throughput) = (SIMD3<Float>.zero, SIMD3<Float>(repeating: 1))
    // Whether all so far was mirrors and glass.
    var isSeen = true
    for step in 0..<limit {
      guard let hit = tracer.nearest(ray, meetsGlass: isSeen) else {
        let sky = isSeen ? tracer.sky[0].radiance(towards: ray.direction) : lighting.skyBeyond(ray.direction)
        return light + throughput * sky
      }
      let surface = tracer.surface(hit, ray, spread: isSeen ? spread : 0.1)
      if isSeen { light += throughput * surface.glow }
      if let mirrored = mirrored(surface, ray.direction, isSeen: isSeen, &random) {
        throughput *= mirrored.share
        ray = mirrored.ray
        continue
      }
      throughput *= surface.colour
      guard throughput != .zero else { return light }
      let place = pair(&random)
      var falling = lighting.sun(on: surface, place: place)
      falling += lighting.lamps(on: surface, choice: random.unit(), place: pair(&random))
      light += throughput * falling / .pi
      if step > 2 {
        let chance = min(0.95, throughput.max())
        guard random.unit() < chance else { return light }
        throughput /= chance
      }
      ray = Ray(origin: surface.start, direction: lighting.scattered(surface, pair(&random)))
      guard dot(ray.direction, surface.side) > 0 else { return light }
      isSeen = false
    }
    return light
  }

  private func pair(_ random: inout RandomStream) -> SIMD2<Float> { SIMD2(random.unit(), random.unit()) }

  /// The ray that a shiny surface sends the path on, and its share of the light; nil where the path goes on matte.
  private func mirrored(
    _ surface: Surface, _ direction: SIMD3<Float>, isSeen: Bool, _ random: inout RandomStream
  ) -> (ray: Ray, share: SIMD3<Float>)? {
    switch surface.finish {
    case .matte: return nil
    case .coated(let gloss, let roughness):
      // Chosen as often as it mirrors, so its share is one.
      guard isSeen, random.unit() < surface.fresnel(gloss, direction) else { return nil }
      return (surface.reflection(direction, roughness: roughness, pair(&random)), SIMD3(repeating: 1))
    case .metal(let roughness):
      return (surface.reflection(direction, roughness: roughness, pair(&random)), surface.colour)
    case .mirror: return (surface.reflection(direction, roughness: 0, .zero), surface.colour)
    case .glass:
      if random.unit() < surface.fresnel(Surface.paneGloss, direction) {
        return (surface.reflection(direction, roughness: 0, .zero), SIMD3(repeating: 1))
      }
      return (Ray(origin: surface.startBehind, direction: direction), surface.colour)
    }
  }
}
