// SPDX-License-Identifier: Apache-2.0

public import RotundaDatasets
public import RotundaImaging
import RotundaSphere

/// The label-free metrics of one predicted image.
public struct LabelFreeMeasures: Sendable, Hashable {
  /// In the order of `LabelFreeMetric.allCases`; nil where the image has nothing to measure it on.
  private let values: [Double?]

  /// The value of a metric; nil where the image has nothing to measure it on.
  public subscript(metric: LabelFreeMetric) -> Double? { values[metric.rawValue] }

  /// Measures the prediction of a panorama, beside those of the panorama turned; all of one size, 0 is a hole.
  ///
  /// - `turned`: predictions of what `YawTurn.turned` gives; a turn that is missing has no value.
  public init(of prediction: DepthMap, turned: [YawTurn: DepthMap]) {
    let floor = SurfacePlanarity(floorOf: prediction)
    let ceiling = SurfacePlanarity(ceilingOf: prediction)
    let alignment = ManhattanAlignment(of: prediction)
    let grid = EquirectangularGrid(width: prediction.width, height: prediction.height)
    let seam = SeamStep(of: prediction.values, on: grid, measuring: .relative)
    let heights = RoomHeights(floor: floor, ceiling: ceiling)
    func difference(_ turn: YawTurn) -> Double? {
      turned[turn].flatMap { YawConsistency(of: prediction, turned: $0, by: turn) }?.relativeDifference
    }
    values = LabelFreeMetric.allCases.map { metric in
      switch metric {
      case .floorFound: floor == nil ? 0 : 1
      case .floorInliers: floor?.inlierFraction
      case .floorMedianResidual: floor?.medianResidual
      case .floorInlierResidual: floor?.inlierResidual
      case .floorTilt: floor?.tilt
      case .ceilingFound: ceiling == nil ? 0 : 1
      case .ceilingInliers: ceiling?.inlierFraction
      case .ceilingMedianResidual: ceiling?.medianResidual
      case .ceilingInlierResidual: ceiling?.inlierResidual
      case .ceilingTilt: ceiling?.tilt
      case .manhattanShare: alignment?.share
      case .manhattanAngle: alignment?.meanAngle
      case .seamStep: seam?.acrossSeam
      case .seamRatio: seam?.ratio
      case .quarterTurn: difference(.quarter)
      case .oddTurn: difference(.oddColumns)
      case .cameraHeight: heights.camera
      case .cameraPlausible: heights.isCameraPlausible ? 1 : 0
      case .roomHeight: heights.room
      }
    }
  }
}

extension Predictor {
  /// Predicts a sample, and what every `YawTurn` makes of it, and measures that; nothing is asked of the sample's depth.
  public func labelFreeMeasures(of sample: Sample) async throws -> LabelFreeMeasures {
    let prediction = try await depth(of: sample)
    var turned: [YawTurn: DepthMap] = [:]
    for turn in YawTurn.allCases { turned[turn] = try await depth(of: turn.turned(sample)) }
    return LabelFreeMeasures(of: prediction, turned: turned)
  }
}
