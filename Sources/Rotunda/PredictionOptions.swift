// SPDX-License-Identifier: Apache-2.0

public import RotundaNetworks
public import RotundaSphere

/// How a panorama is turned into depth.
public struct PredictionOptions: Sendable, Hashable {
  /// The size of the depth map.
  public enum Size: Sendable, Hashable {
    /// The size at which the network works.
    case network
    /// That of the panorama.
    case input
    /// A size of one's own.
    case exact(Extent)
  }

  /// The size of the depth map.
  public var size = Size.input
  /// The camera's pose, where it is known; the network then sees a level panorama.
  ///
  /// The depth always lies on the photo as it is.
  public var pose = Rotation.identity
  /// The height of the camera above the floor in metres, to which the depth is scaled; nil leaves it as predicted.
  public var cameraHeight: Double?
  /// Passes over the panorama turned and mirrored, of which the median is taken; 1 is a single pass.
  public var ensemble = 1

  /// One level pass at the panorama's own size.
  public init() {}
}
