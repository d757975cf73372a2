// SPDX-License-Identifier: Apache-2.0

/// What can be said of a predicted depth map without knowing the depth.
///
/// None of these is an error: a map may be flat, square and closed, and wrong. They compare predictors on the same
/// panoramas.
public enum LabelFreeMetric: Int, Sendable, Hashable, CaseIterable {
  /// 1 where a floor is found, else 0.
  case floorFound
  /// Share of the view below that lies on the floor.
  case floorInliers
  /// Median |r| of the view below (`SurfacePlanarity.medianResidual`).
  case floorMedianResidual
  /// Median |r| of the floor (`SurfacePlanarity.inlierResidual`).
  case floorInlierResidual
  /// Angle of the floor against level, degrees.
  case floorTilt
  /// 1 where a ceiling is found, else 0.
  case ceilingFound
  /// Share of the view above that lies on the ceiling.
  case ceilingInliers
  /// Median |r| of the view above.
  case ceilingMedianResidual
  /// Median |r| of the ceiling.
  case ceilingInlierResidual
  /// Angle of the ceiling against level, degrees.
  case ceilingTilt
  /// Share of the sphere whose normal is within 15 degrees of an axis (`ManhattanAlignment.share`).
  case manhattanShare
  /// Mean angle between normals and their nearest axes, degrees (`ManhattanAlignment.meanAngle`).
  case manhattanAngle
  /// Mean relative step between the first and the last column (`SeamStep.acrossSeam`).
  case seamStep
  /// The same, divided by the mean relative step between other neighbours (`SeamStep.ratio`).
  case seamRatio
  /// Mean relative difference after a quarter turn (`YawConsistency`).
  case quarterTurn
  /// Mean relative difference after a turn by an odd number of columns.
  case oddTurn
  /// The camera's height above the floor, metres.
  case cameraHeight
  /// 1 where the camera is 1 to 2 m above a floor, else 0 (`RoomHeights.isCameraPlausible`).
  case cameraPlausible
  /// From the floor to the ceiling, metres.
  case roomHeight

  /// The name in tables for people.
  public var title: String {
    switch self {
    case .floorFound: "floor found (share of images)"
    case .floorInliers: "floor, share of the view below"
    case .floorMedianResidual: "view below, median residual (of camera height)"
    case .floorInlierResidual: "floor, median residual (of camera height)"
    case .floorTilt: "floor, tilt (degrees)"
    case .ceilingFound: "ceiling found (share of images)"
    case .ceilingInliers: "ceiling, share of the view above"
    case .ceilingMedianResidual: "view above, median residual (of its distance)"
    case .ceilingInlierResidual: "ceiling, median residual (of its distance)"
    case .ceilingTilt: "ceiling, tilt (degrees)"
    case .manhattanShare: "normals < 15 degrees from Manhattan axes"
    case .manhattanAngle: "normals to Manhattan axes, mean (degrees)"
    case .seamStep: "seam, relative step"
    case .seamRatio: "seam, step against other columns"
    case .quarterTurn: "quarter turn, relative difference"
    case .oddTurn: "turn by odd columns, relative difference"
    case .cameraHeight: "camera height (m)"
    case .cameraPlausible: "camera 1 to 2 m high (share of images)"
    case .roomHeight: "room height (m)"
    }
  }

  /// The name in tables for programs.
  public var key: String {
    switch self {
    case .floorFound: "floor_found"
    case .floorInliers: "floor_inliers"
    case .floorMedianResidual: "floor_view_residual"
    case .floorInlierResidual: "floor_residual"
    case .floorTilt: "floor_tilt"
    case .ceilingFound: "ceiling_found"
    case .ceilingInliers: "ceiling_inliers"
    case .ceilingMedianResidual: "ceiling_view_residual"
    case .ceilingInlierResidual: "ceiling_residual"
    case .ceilingTilt: "ceiling_tilt"
    case .manhattanShare: "manhattan_15"
    case .manhattanAngle: "manhattan_mean"
    case .seamStep: "seam_step"
    case .seamRatio: "seam_ratio"
    case .quarterTurn: "quarter_turn"
    case .oddTurn: "odd_turn"
    case .cameraHeight: "camera_height"
    case .cameraPlausible: "camera_plausible"
    case .roomHeight: "room_height"
    }
  }

  /// Where better predictions have it, for people; empty where that depends on the room.
  public var aim: String {
    switch self {
    case .floorFound, .floorInliers, .ceilingFound, .ceilingInliers, .manhattanShare, .cameraPlausible: "higher"
    case .floorMedianResidual, .floorInlierResidual, .floorTilt, .ceilingMedianResidual, .ceilingInlierResidual,
      .ceilingTilt, .manhattanAngle, .quarterTurn, .oddTurn:
      "lower"
    case .seamRatio: "1"
    case .seamStep, .cameraHeight, .roomHeight: ""
    }
  }

  /// Whether an image has it or not, so that images are counted; medians are taken of everything else.
  var isCounted: Bool {
    switch self {
    case .floorFound, .ceilingFound, .cameraPlausible: true
    case .floorInliers, .floorMedianResidual, .floorInlierResidual, .floorTilt, .ceilingInliers,
      .ceilingMedianResidual, .ceilingInlierResidual, .ceilingTilt, .manhattanShare, .manhattanAngle, .seamStep,
      .seamRatio, .quarterTurn, .oddTurn, .cameraHeight, .roomHeight:
      false
    }
  }
}
