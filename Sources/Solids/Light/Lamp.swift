// SPDX-License-Identifier: Apache-2.0

/// What gives light.
public struct Lamp: Sendable, Hashable {
  /// Its form and how it shines.
  public enum Form: Sendable, Hashable {
    /// A rectangle from `centre - edgeU - edgeV` to `centre + edgeU + edgeV` that shines to the side of
    /// `cross(edgeU, edgeV)`; the emission is radiance (Lambert's law).
    case panel(edgeU: SIMD3<Float>, edgeV: SIMD3<Float>)
    /// A ball that shines everywhere; the emission is radiant intensity.
    case bulb(radius: Float)
    /// A small ball that shines within a cone about `direction`, fading from the inner to the outer cosine; the emission
    /// is radiant intensity along the axis.
    case spot(direction: SIMD3<Float>, innerCosine: Float, outerCosine: Float, radius: Float)
    /// An opening to the sky, a rectangle as `panel`; what comes through is the sky's, times the emission.
    case portal(edgeU: SIMD3<Float>, edgeV: SIMD3<Float>)
  }

  /// The form.
  public var form: Form
  /// The middle.
  public var centre: SIMD3<Float>
  /// Strength of red, green, blue, linear; its unit depends on the form.
  public var emission: SIMD3<Float>

  /// A lamp of a form at a place.
  public init(_ form: Form, centre: SIMD3<Float>, emission: SIMD3<Float>) {
    self.form = form
    self.centre = centre
    self.emission = emission
  }

  /// The lamp of a model that goes to a pose.
  package func moved(by pose: some RigidMotion) -> Lamp {
    let form: Form =
      switch form {
      case .panel(let u, let v): .panel(edgeU: pose.direction(u), edgeV: pose.direction(v))
      case .bulb(let radius): .bulb(radius: radius)
      case .spot(let direction, let inner, let outer, let radius):
        .spot(direction: pose.direction(direction), innerCosine: inner, outerCosine: outer, radius: radius)
      case .portal(let u, let v): .portal(edgeU: pose.direction(u), edgeV: pose.direction(v))
      }
    return Lamp(form, centre: pose.point(centre), emission: emission)
  }
}
