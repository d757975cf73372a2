// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging
import RotundaSolids

/// What a spherical camera sees of a scene, before it is developed into bytes; row by row, equirectangular.
public struct Exposure: Sendable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Linear radiance: red, green, blue of each pixel.
  public var light: [Float]
  /// Exact ray distance through each pixel's centre; 0 where the ray meets nothing.
  public var depth: DepthMap
  /// Unit normals of what the depth describes, in the camera's axes, facing the camera; zero where the depth is 0.
  public var normals: [SIMD3<Float>]

  /// What was seen; `light` has three numbers a pixel, `normals` one vector.
  public init(light: [Float], depth: DepthMap, normals: [SIMD3<Float>]) {
    precondition(light.count == 3 * depth.values.count && normals.count == depth.values.count, "one entry a pixel")
    (width, height) = (depth.width, depth.height)
    (self.light, self.depth, self.normals) = (light, depth, normals)
  }
}
