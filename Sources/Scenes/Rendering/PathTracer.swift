// SPDX-License-Identifier: Apache-2.0

/// Radiance along rays by following light's paths backwards.
///
/// - Source: Kajiya, "The rendering equation", SIGGRAPH 1986. Lamps are sampled at every matte surface, so what glows is
///   counted only where the camera sees it, directly or mirrored.
struct PathTracer: Sendable {
  let tracer: Tracer
  /// Surfaces that a path may meet.
  let limit: Int
  /// Radians between neighbouring rays of the camera.
  let spread: Float
  private let hasPortals: Bool

  init(_ tracer: Tracer, limit: Int, spread: Float) {
    self.tracer = tracer
    self.limit = limit
    self.spread = spread
    hasPortals = tracer.lamps.contains {
      if case .portal = $0.form { true } else { false }
    }
  }

  /// One sample of the radiance that comes along a ray.
  func radiance(_ ray: Ray, _ random: inout RandomStream) -> SIMD3<Float> {
    var ray = ray
    var (light, throughput) = (SIMD3<Float>.zero, SIMD3<Float>(repeating: 1))
    var spread = spread
    // Whether all so far was mirrors and glass.
    var isSeen = true
    for step in 0..<limit {
      guard let hit = tracer.nearest(ray, meetsGlass: isSeen) else {
        return isSeen || !hasPortals ? light + throughput * tracer.sky[0].radiance(towards: ray.direction) : light
      }
      let surface = tracer.surface(hit, ray, spread: spread)
      if isSeen { light += throughput * surface.glow }
      if surface.isUnlit { return light }
      if let mirrored = mirrored(surface, ray.direction, isSeen: isSeen, &random) {
        throughput *= mirrored.share
        ray = mirrored.ray
        continue
      }
      light += throughput * surface.colour / .pi * direct(surface, &random)
      throughput *= surface.colour
      if step > 2 {
        let chance = min(0.95, throughput.max())
        guard random.unit() < chance else { return light }
        throughput /= chance
      }
      ray = Ray(origin: surface.start, direction: bounce(surface, &random))
      guard dot(ray.direction, surface.side) > 0 else { return light }
      (isSeen, spread) = (false, 0.2)
    }
    return light
  }

  // MARK: - Matte surfaces

  private func bounce(_ surface: Surface, _ random: inout RandomStream) -> SIMD3<Float> {
    let disc = discPoint(SIMD2(random.unit(), random.unit()))
    let (across, along) = tangents(surface.normal)
    let up = max(0, 1 - dot(disc, disc)).squareRoot()
    return normalised(across * disc.x + along * disc.y + surface.normal * up)
  }

  /// Irradiance from the sun and one lamp that stands for all.
  private func direct(_ surface: Surface, _ random: inout RandomStream) -> SIMD3<Float> {
    var light = SIMD3<Float>.zero
    if let sun = tracer.sky[0].sun { light += sunlight(surface, sun) }
    guard !tracer.lamps.isEmpty else { return light }
    let index = min(tracer.lamps.count - 1, Int(random.unit() * Float(tracer.lamps.count)))
    let sample = tracer.lamps[index].sample(surface, tracer.sky[0], SIMD2(random.unit(), random.unit()))
    guard sample.irradiance != .zero,
      !tracer.isBlocked(Ray(origin: surface.start, direction: sample.direction), before: sample.reach)
    else { return light }
    return light + sample.irradiance * Float(tracer.lamps.count)
  }

  private func sunlight(_ surface: Surface, _ sun: Sky.Sun) -> SIMD3<Float> {
    let arriving = dot(surface.normal, sun.direction)
    guard arriving > 0, dot(surface.side, sun.direction) > 0,
      !tracer.isBlocked(Ray(origin: surface.start, direction: sun.direction), before: .infinity)
    else { return .zero }
    return sun.irradiance * arriving
  }

  // MARK: - Mirrors and glass

  /// The ray that a shiny surface sends the path on, and the share of its light; nil where the path ends matte.
  private func mirrored(
    _ surface: Surface, _ direction: SIMD3<Float>, isSeen: Bool, _ random: inout RandomStream
  ) -> (ray: Ray, share: SIMD3<Float>)? {
    switch surface.finish {
    case .matte: return nil
    case .coated(let gloss, let roughness):
      guard isSeen else { return nil }
      // Chosen as often as it mirrors, so its share is one.
      guard random.unit() < fresnel(gloss, surface.normal, direction) else { return nil }
      return (reflection(surface, direction, roughness, &random), SIMD3(repeating: 1))
    case .metal(let roughness): return (reflection(surface, direction, roughness, &random), surface.colour)
    case .mirror: return (reflection(surface, direction, 0, &random), surface.colour)
    case .glass:
      if random.unit() < fresnel(0.08, surface.normal, direction) {
        return (reflection(surface, direction, 0, &random), SIMD3(repeating: 1))
      }
      return (Ray(origin: surface.startBehind, direction: direction), surface.colour)
    }
  }

  /// Share of light that is mirrored (Schlick, "An inexpensive BRDF model", 1994).
  private func fresnel(_ gloss: Float, _ normal: SIMD3<Float>, _ direction: SIMD3<Float>) -> Float {
    let shallow = 1 - min(abs(dot(normal, direction)), 1)
    return gloss + (1 - gloss) * shallow * shallow * shallow * shallow * shallow
  }

  private func reflection(
    _ surface: Surface, _ direction: SIMD3<Float>, _ roughness: Float, _ random: inout RandomStream
  ) -> Ray {
    var normal = surface.normal
    if roughness > 0 {
      // Microscopic slopes of the Trowbridge-Reitz (GGX) distribution.
      let alpha = roughness * roughness
      let u = random.unit()
      let slope = alpha * (u / max(1 - u, 1e-6)).squareRoot()
      let angle = 2 * Float.pi * random.unit()
      let (across, along) = tangents(normal)
      normal = normalised(normal + (across * cosine(angle) + along * sine(angle)) * slope)
    }
    var reflected = direction - normal * (2 * dot(normal, direction))
    let below = dot(reflected, surface.side)
    if below <= 0 { reflected -= surface.side * (2 * below - 1e-3) }
    return Ray(origin: surface.start, direction: normalised(reflected))
  }
}
