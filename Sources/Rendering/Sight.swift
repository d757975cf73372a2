// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What a ray of the camera shows: the first surface that is not a mirror or clear glass, and what lies before it.
struct Sight {
  /// The surface; its normals are zero where only the sky is seen.
  var surface = Surface.nothing
  /// Radiance for each unit of light over pi that falls on the surface.
  var albedo = SIMD3<Float>.zero
  /// Radiance that needs no further light: what glows, and the sky.
  var glow = SIMD3<Float>.zero
  /// A mirror image that is added.
  var image: Sightings.Image?

  var isSky: Bool { surface.side == .zero }
}

extension Lighting {
  /// Follows a ray, and what it met, through mirrors and panes; the sequence blurs the mirror image.
  @inline(__always)
  func sight(_ ray: Ray, _ hit: Hit?, spread: Float, meetsGlass: Bool, _ sequence: PixelSequence) -> Sight {
    var (ray, hit) = (ray, hit)
    var share = SIMD3<Float>(repeating: 1)
    var sight = Sight()
    for _ in 0..<8 {
      guard let met = hit else {
        sight.glow += share * tracer.sky[0].radiance(towards: ray.direction)
        return sight
      }
      let surface = tracer.surface(met, ray, spread: spread)
      sight.glow += share * surface.glow
      switch surface.finish {
      case .matte:
        sight.end(at: surface, share * surface.colour)
        return sight
      case .coated(let gloss, let roughness):
        let mirrored = surface.fresnel(gloss, ray.direction)
        sight.add(surface, ray.direction, share * mirrored, roughness: roughness, sequence)
        sight.end(at: surface, share * surface.colour * (1 - mirrored))
        return sight
      case .metal(let roughness) where roughness > 0.05:
        sight.add(surface, ray.direction, share * surface.colour, roughness: roughness, sequence)
        sight.end(at: surface, .zero)
        return sight
      case .metal, .mirror:
        share *= surface.colour
        ray = surface.reflection(ray.direction, roughness: 0, .zero)
      case .glass:
        let mirrored = surface.fresnel(Surface.paneGloss, ray.direction)
        sight.add(surface, ray.direction, share * mirrored, roughness: 0, sequence)
        share *= surface.colour * (1 - mirrored)
        ray.origin = surface.startBehind
      }
      hit = tracer.nearest(ray, meetsGlass: meetsGlass)
    }
    return sight
  }
}

extension Sight {
  @inline(__always)
  fileprivate mutating func end(at surface: Surface, _ albedo: SIMD3<Float>) {
    self.surface = surface
    self.albedo = albedo
  }

  /// Keeps the stronger of two mirror images.
  fileprivate mutating func add(
    _ surface: Surface, _ direction: SIMD3<Float>, _ share: SIMD3<Float>, roughness: Float, _ sequence: PixelSequence
  ) {
    guard share.max() > (image?.share.max() ?? 0.01) else { return }
    let ray = surface.reflection(direction, roughness: roughness, sequence.pair(.coat))
    image = Sightings.Image(start: ray.origin, direction: ray.direction, share: share, isBlurred: roughness > 0.05)
  }
}

extension Surface {
  /// No surface.
  static let nothing = Surface(
    point: .zero, side: .zero, normal: .zero, colour: .zero, glow: .zero, finish: .matte, material: -1)
}
