// SPDX-License-Identifier: Apache-2.0

/// How high the camera stands and the room is, by the planes of its floor and its ceiling, metres.
///
/// Nobody knows the heights of a photograph, but cameras for panoramas stand on tripods or are held up: a height outside
/// 1 to 2 m says that the scale of the prediction is probably wrong. The range is a convention of this program.
public struct RoomHeights: Sendable, Hashable {
  /// The camera's height above the floor; nil where no floor is found.
  public let camera: Double?
  /// The camera's distance from the floor plus that from the ceiling; nil where one of them is not found.
  public let room: Double?

  /// Heights at which cameras stand, metres.
  public static let plausibleCamera = 1.0...2.0

  /// The heights by a floor and a ceiling, where they are found.
  public init(floor: SurfacePlanarity?, ceiling: SurfacePlanarity?) {
    camera = floor?.distance
    if let floor, let ceiling { room = floor.distance + ceiling.distance } else { room = nil }
  }

  /// Whether a floor is found, at a height at which cameras stand.
  public var isCameraPlausible: Bool { camera.map(Self.plausibleCamera.contains) ?? false }
}
