// SPDX-License-Identifier: Apache-2.0

/// What the numbers in every depth file of this program mean, in words for whoever opens one.
public struct FileConventions: Codable, Sendable, Hashable {
  /// Unit of the distances; a PNG holds thousandths of it.
  public private(set) var unit = "metre"
  /// What a distance is measured along.
  public private(set) var depth = "ray distance"
  /// The number that stands for "no distance".
  public private(set) var invalid = 0
  /// How pixels lie on the sphere.
  public private(set) var projection = "equirectangular"
  /// Which direction a pixel's centre looks along, `u` columns from the left and `v` rows from the top.
  public private(set) var pixelCentres =
    "longitude = 2 pi (u + 1/2) / width - pi; latitude = pi/2 - pi (v + 1/2) / height"
  /// The camera's axes.
  public private(set) var axes = "right-handed, +x right, +y up, -z forward (image centre)"

  /// The conventions.
  public init() {}
}
