// SPDX-License-Identifier: Apache-2.0

/// Where a panorama is taken and how its frame is turned.
public struct Camera: Sendable, Hashable, Codable {
  /// Where it stands.
  public var position: SIMD3<Float>
  /// Heading in radians: the image's middle looks along -z when 0, towards +x as it grows.
  public var yaw: Float = 0
  /// Angle in radians by which the image's middle looks up.
  public var pitch: Float = 0
  /// Angle in radians by which the frame leans to the right.
  public var roll: Float = 0

  /// A level camera at a position.
  public init(position: SIMD3<Float>) { self.position = position }

  /// The camera's axes right, up and backwards in the scene, in double precision.
  package var axes: (x: SIMD3<Double>, y: SIMD3<Double>, z: SIMD3<Double>) {
    let (cy, sy) = (doubleCosine(yaw), doubleSine(yaw))
    let (cp, sp) = (doubleCosine(pitch), doubleSine(pitch))
    let (cr, sr) = (doubleCosine(roll), doubleSine(roll))
    func headed(_ v: SIMD3<Double>) -> SIMD3<Double> { SIMD3(cy * v.x - sy * v.z, v.y, sy * v.x + cy * v.z) }
    func pitched(_ v: SIMD3<Double>) -> SIMD3<Double> { SIMD3(v.x, cp * v.y - sp * v.z, sp * v.y + cp * v.z) }
    return (
      headed(pitched(SIMD3(cr, -sr, 0))), headed(pitched(SIMD3(sr, cr, 0))), headed(pitched(SIMD3(0, 0, 1)))
    )
  }

  private func doubleCosine(_ angle: Float) -> Double { Double(angle).cosine }
  private func doubleSine(_ angle: Float) -> Double { Double(angle).sine }
}
