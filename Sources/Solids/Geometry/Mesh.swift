// SPDX-License-Identifier: Apache-2.0

/// Triangles with a material each.
///
/// The arrays `positions`, `normals` and `coordinates` run in parallel, one entry a corner.
public struct Mesh: Sendable, Hashable {
  /// Corners, in metres.
  public var positions: [SIMD3<Float>] = []
  /// Unit normals that light is reckoned with at the corners; zero where the triangle's own is meant (flat surfaces).
  public var normals: [SIMD3<Float>] = []
  /// Place on the surface at the corners: metres where the material is a pattern (y grows upwards on upright
  /// surfaces), texture coordinates where it is a picture.
  public var coordinates: [SIMD2<Float>] = []
  /// Linear colours at the corners that multiply the material's; empty where all are white.
  public var colours: [SIMD3<Float>] = []
  /// Three corners, anticlockwise seen from outside, and an index into the materials.
  public var triangles: [SIMD4<UInt32>] = []

  /// No triangles.
  public init() {}

  /// Lowest and highest corner; nil without corners.
  public var bounds: (low: SIMD3<Float>, high: SIMD3<Float>)? {
    guard let first = positions.first else { return nil }
    return positions.reduce(into: (low: first, high: first)) { bounds, position in
      bounds.low = pointwiseMin(bounds.low, position)
      bounds.high = pointwiseMax(bounds.high, position)
    }
  }
}

/// A perfect sphere.
public struct Ball: Sendable, Hashable {
  /// The middle.
  public var centre: SIMD3<Float>
  /// Metres.
  public var radius: Float
  /// Index into the materials.
  public var material: Int

  /// A sphere of a material.
  public init(centre: SIMD3<Float>, radius: Float, material: Int) {
    self.centre = centre
    self.radius = radius
    self.material = material
  }
}
