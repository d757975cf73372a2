// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Surface {
  /// Share of light that a clear coat mirrors (Schlick, "An inexpensive BRDF model", 1994).
  func fresnel(_ gloss: Float, _ direction: SIMD3<Float>) -> Float {
    let shallow = 1 - min(abs(dot(normal, direction)), 1)
    let square = shallow * shallow
    return gloss + (1 - gloss) * square * square * shallow
  }

  /// The ray that comes out of a mirror blurred by `roughness`; two numbers in [0, 1) choose among its facets.
  ///
  /// Slopes of the facets have the Trowbridge-Reitz distribution (GGX) with alpha = roughness^2.
  func reflection(_ direction: SIMD3<Float>, roughness: Float, _ place: SIMD2<Float>) -> Ray {
    var facet = normal
    if roughness > 0.02 {
      let slope = roughness * roughness * (place.x / max(1 - place.x, 1e-4)).squareRoot()
      let turn = circlePoint(place.y) * slope
      let (across, along) = tangents(normal)
      facet = normalised(normal + across * turn.x + along * turn.y)
    }
    var reflected = direction - facet * (2 * dot(facet, direction))
    // What would enter the surface is thrown back from it.
    let below = dot(reflected, side)
    if below <= 0 { reflected -= side * (2 * below - 1e-3) }
    return Ray(origin: start, direction: normalised(reflected))
  }

  /// Share of light that a pane mirrors at normal incidence: two faces of 4 % each.
  static let paneGloss: Float = 0.08
}
