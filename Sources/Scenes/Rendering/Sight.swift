// SPDX-License-Identifier: Apache-2.0

/// What a ray of the camera shows: the first surface that is not a mirror or clear glass, and what lies before it.
struct Sight {
  /// The surface; its normals are zero where only the sky is seen.
  var surface: Surface
  /// Radiance for each unit of light that the surface scatters.
  var albedo = SIMD3<Float>.zero
  /// Radiance that needs no further light: what glows, and the sky.
  var glow = SIMD3<Float>.zero
  /// The ray of a mirror image that is added, its share, and whether the mirror is so rough that the image may be
  /// smoothed.
  var image: (ray: Ray, share: SIMD3<Float>, isBlurred: Bool)?

  var isSky: Bool { surface.side == .zero }
}

extension Lighting {
  /// Follows a ray through mirrors and panes; two numbers in [0, 1) blur its mirror image.
  func sight(_ ray: Ray, _ hit: Hit?, spread: Float, meetsGlass: Bool, place: SIMD2<Float>) -> Sight {
    var (ray, hit) = (ray, hit)
    var share = SIMD3<Float>(repeating: 1)
    var sight = Sight(surface: .nothing)
    for _ in 0..<8 {
      guard let met = hit else {
        sight.glow += share * tracer.sky[0].radiance(towards: ray.direction)
        return sight
      }
      let surface = tracer.surface(met, ray, spread: spread)
      sight.glow += share * surface.glow
      switch surface.finish {
      case .matte: return sight.ending(at: surface, share * surface.colour)
      case .coated(let gloss, let roughness):
        let mirrored = surface.fresnel(gloss, ray.direction)
        sight.add(
          surface.reflection(ray.direction, roughness: roughness, place), share * mirrored, isBlurred: roughness > 0.15)
        return sight.ending(at: surface, share * surface.colour * (1 - mirrored))
      case .metal(let roughness) where roughness > 0.05:
        sight.add(
          surface.reflection(ray.direction, roughness: roughness, place), share * surface.colour,
          isBlurred: roughness > 0.15)
        return sight.ending(at: surface, .zero)
      case .metal, .mirror:
        share *= surface.colour
        ray = surface.reflection(ray.direction, roughness: 0, .zero)
      case .glass:
        let mirrored = surface.fresnel(Surface.paneGloss, ray.direction)
        sight.add(surface.reflection(ray.direction, roughness: 0, .zero), share * mirrored, isBlurred: false)
        share *= surface.colour * (1 - mirrored)
        ray.origin = surface.startBehind
      }
      hit = tracer.nearest(ray, meetsGlass: meetsGlass)
    }
    return sight
  }
}

extension Sight {
  fileprivate func ending(at surface: Surface, _ albedo: SIMD3<Float>) -> Sight {
    var sight = self
    sight.surface = surface
    sight.albedo = albedo
    return sight
  }

  /// Keeps the stronger of two mirror images.
  fileprivate mutating func add(_ ray: Ray, _ share: SIMD3<Float>, isBlurred: Bool) {
    if share.max() > (image?.share.max() ?? 0.01) { image = (ray, share, isBlurred) }
  }
}

extension Surface {
  /// No surface.
  static let nothing = Surface(
    point: .zero, side: .zero, normal: .zero, colour: .zero, glow: .zero, finish: .matte, material: -1)
}
