// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What shading needs to know of a point that a ray met.
struct Surface {
  var point: SIMD3<Float>
  /// Unit normal of the geometry, against the ray.
  var side: SIMD3<Float>
  /// Unit normal that light is reckoned with, against the ray.
  var normal: SIMD3<Float>
  var colour: SIMD3<Float>
  /// Radiance that the surface gives off by itself.
  var glow: SIMD3<Float>
  var finish: Material.Finish
  /// Index of what it wears.
  var material: Int

  /// Where rays start that leave the surface on its visible side: off it by more than rounding errors of `point`.
  var start: SIMD3<Float> { point + side * Surface.clearance(point) }
  /// Where rays start that go on behind the surface.
  var startBehind: SIMD3<Float> { point - side * Surface.clearance(point) }

  private static func clearance(_ point: SIMD3<Float>) -> Float {
    1e-4 + 2e-6 * (abs(point.x) + abs(point.y) + abs(point.z))
  }
}

extension Tracer {
  /// The surface at a hit, flat and without its colour.
  @inline(__always)
  func bareSurface(_ hit: Hit, _ ray: Ray) -> Surface {
    let side = dot(hit.normal, ray.direction) > 0 ? -hit.normal : hit.normal
    return Surface(
      point: ray.origin + ray.direction * hit.distance, side: side, normal: side, colour: .zero, glow: .zero,
      finish: .matte, material: 0)
  }

  /// Gives a surface the mean colour of its material.
  func colourFromAfar(_ surface: inout Surface, _ hit: Hit) {
    switch hit.target {
    case .triangle(let index, _, _): surface.material = Int(triangles[index].w)
    case .ball(let index): surface.material = balls[index].material
    }
    surface.colour = meanColours[surface.material]
  }

  /// The surface at a hit.
  ///
  /// - `spread`: radians between neighbouring rays, which say how much of a texture one of them stands for.
  func surface(_ hit: Hit, _ ray: Ray, spread: Float) -> Surface {
    switch hit.target {
    case .triangle(let index, let u, let v): facetSurface(index, u, v, hit.distance, ray, spread)
    case .ball(let index): ballSurface(balls[index], hit.distance, ray, spread)
    }
  }

  private func facetSurface(
    _ index: Int, _ u: Float, _ v: Float, _ distance: Float, _ ray: Ray, _ spread: Float
  ) -> Surface {
    let facet = facets[index]
    let place = facet.coordinates + facet.alongU * u + facet.alongV * v
    let facing: Float = dot(facet.normal, ray.direction) > 0 ? -1 : 1
    var surface = Surface(
      point: ray.origin + ray.direction * distance, side: facet.normal * facing, normal: facet.normal * facing,
      colour: .zero, glow: .zero, finish: .matte, material: 0)
    if facet.isSmooth { surface.normal = smoothNormal(index, u, v, surface.side, ray.direction) }
    dress(&surface, Int(facet.material), place, footprint: distance * spread, density: facet.density)
    if !colours.isEmpty {
      let corners = triangles[index]
      let tint = blend(colours[Int(corners.x)], colours[Int(corners.y)], colours[Int(corners.z)], u, v)
      surface.colour *= tint
      surface.glow *= tint
    }
    return surface
  }

  private func ballSurface(_ ball: Ball, _ distance: Float, _ ray: Ray, _ spread: Float) -> Surface {
    let point = ray.origin + ray.direction * distance
    let outward = normalised(point - ball.centre)
    let side = dot(outward, ray.direction) > 0 ? -outward : outward
    var surface = Surface(
      point: point, side: side, normal: side, colour: .zero, glow: .zero, finish: .matte, material: 0)
    // Metres along the equator and the meridian.
    let across = arcTangent(outward.x, outward.z) * ball.radius
    dress(&surface, ball.material, SIMD2(across, outward.y * ball.radius), footprint: distance * spread, density: 1)
    return surface
  }

  /// - `density`: units of the coordinates in a metre.
  private func dress(
    _ surface: inout Surface, _ material: Int, _ place: SIMD2<Float>, footprint: Float, density: Float
  ) {
    var colour = materials[material].colour(
      u: place.x, v: place.y, height: surface.point.y, footprint: footprint)
    if let picture = materials[material].picture {
      colour *= textures[picture].colour(at: place, footprint: footprint * density)
    }
    surface.colour = materials[material].isUnlit ? .zero : colour
    surface.glow = colour * materials[material].emission
    surface.finish = materials[material].finish
    surface.material = material
  }

  private func smoothNormal(
    _ index: Int, _ u: Float, _ v: Float, _ side: SIMD3<Float>, _ direction: SIMD3<Float>
  ) -> SIMD3<Float> {
    let corners = triangles[index]
    let sum = blend(normals[Int(corners.x)], normals[Int(corners.y)], normals[Int(corners.z)], u, v)
    let normal = normalised(dot(sum, side) < 0 ? -sum : sum)
    // Seen from behind its tangent plane a normal would make the surface black: it is bent until it is seen edge-on.
    let facing = dot(normal, direction)
    return facing < 0 ? normal : normalised(normal - direction * (facing + 1e-3))
  }
}

/// What lies between the three corners of a triangle, by the weights of the second and the third.
@inline(__always)
private func blend(
  _ a: SIMD3<Float>, _ b: SIMD3<Float>, _ c: SIMD3<Float>, _ u: Float, _ v: Float
) -> SIMD3<Float> {
  let first: SIMD3<Float> = a * (1 - u - v)
  return first + b * u + c * v
}
