// SPDX-License-Identifier: Apache-2.0

import Foundation
public import RotundaImaging
import RotundaSphere

/// What a perspective network achieves on one panorama under every scaling, with and without the views up and down.
///
/// Nothing in the training of such networks looks straight up or down, and nothing in the literature says how their panoramas
/// were scaled: results are told side by side.
public struct CubeMapResult: Sendable {
  /// Which pixels are judged.
  public enum Region: String, Sendable, Hashable, Codable, CaseIterable {
    /// All.
    case sphere = "all"
    /// Those whose rays meet no floor or ceiling face of the cube around the camera, whatever the views are. Scales are
    /// those of all pixels.
    case horizon = "without up and down"
  }

  /// The errors under one scaling in one region.
  public struct Row: Sendable, Hashable {
    /// The scaling.
    public let scaling: ViewScaling
    /// The pixels.
    public let region: Region
    /// The errors.
    public let errors: ImageErrors
  }

  /// What is known of the panorama.
  public let truth: DepthMap
  /// In the order of `ViewScaling.allCases`.
  private let depths: [DepthMap]

  init(truth: DepthMap, depth: (ViewScaling) -> DepthMap) {
    self.truth = truth
    depths = ViewScaling.allCases.map(depth)
  }

  /// The panorama under a scaling, metres.
  public subscript(scaling: ViewScaling) -> DepthMap {
    switch scaling {
    case .raw: depths[0]
    case .perPanorama: depths[1]
    case .perView: depths[2]
    }
  }

  /// The errors by a protocol, whose own alignment, where it has one, comes after the scaling: a row a scaling and region.
  public func rows(_ evaluationProtocol: EvaluationProtocol) -> [Row] {
    let counts = Region.allCases.map(counts(in:))
    return ViewScaling.allCases.flatMap { scaling in
      zip(Region.allCases, counts).map { region, counts in
        let errors = evaluationProtocol.errors(
          of: self[scaling].values, against: truth.values, width: truth.width, counting: counts)
        return Row(scaling: scaling, region: region, errors: errors)
      }
    }
  }

  /// The rows as a Markdown table of some metrics.
  public func markdown(_ evaluationProtocol: EvaluationProtocol, metrics: [Metric] = Metric.table) -> String {
    let rows = rows(evaluationProtocol).map { row in
      [row.scaling.rawValue, row.region.rawValue] + metrics.map { String(format: "%.4f", row.errors[$0]) }
    }
    return TextTable(heading: ["scale", "pixels"] + metrics.map(\.title), rows: rows).markdown
  }

  /// Whether each pixel lies in a region; nil where all do.
  private func counts(in region: Region) -> [Bool]? {
    switch region {
    case .sphere: return nil
    case .horizon:
      let grid = EquirectangularGrid(width: truth.width, height: truth.height)
      return (0..<truth.values.count).map { pixel in
        let direction = grid.direction(column: Double(pixel % grid.width), row: Double(pixel / grid.width))
        let face = CubeFace(facing: direction)
        return face != .up && face != .down
      }
    }
  }
}
