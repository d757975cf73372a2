// SPDX-License-Identifier: Apache-2.0

import RotundaDatasets
import RotundaSolids

/// Where the files of a rendered dataset lie: the layout of 360D and 3D60, so that loaders written for these read it.
///
/// `SOURCE/SCENE/NUMBER_SCENE1_color_0_Left_Down_0.0.png`, and beside it `depth` (.exr), `normal` (.exr), `mask` and
/// `preview` (.png); views `Left_Down`, `Right` and `Up` form the stereo rig of 3D60. Lists name files relative to the root:
/// `colour depth`, or with partners the nine columns of 3D60.
public struct DatasetLayout: Sendable, Hashable {
  /// What a file holds.
  public enum Content: String, Sendable, Hashable, CaseIterable {
    case color
    case depth
    case normal
    case mask
    case preview
  }

  /// A camera of the rig.
  public enum Rig: String, Sendable, Hashable, CaseIterable {
    /// The camera itself.
    case centre = "Left_Down"
    /// `DatasetLayout.baseline` to its right.
    case right = "Right"
    /// `DatasetLayout.baseline` above it.
    case up = "Up"
  }

  /// Distance of the partners in metres, as in 3D60.
  public static let baseline = StereoPartners.baseline

  /// Folder of the series.
  public let series: String
  /// Ending of the pictures: png, jpg or hdr.
  public let pictureExtension: String

  /// The layout of a series whose pictures have a file name's ending.
  public init(series: String, pictureExtension: String) {
    self.series = series
    self.pictureExtension = pictureExtension
  }

  /// Folder of a scene, relative to the root.
  public func folder(ofScene scene: String) -> String { "\(series)/\(scene)" }

  /// A file, relative to the root.
  public func path(scene: String, view: Int, _ content: Content, _ rig: Rig) -> String {
    let ending =
      switch content {
      case .color: pictureExtension
      case .depth, .normal: "exr"
      case .mask, .preview: "png"
      }
    return "\(folder(ofScene: scene))/\(view)_\(scene)1_\(content.rawValue)_0_\(rig.rawValue)_0.0.\(ending)"
  }

  /// A view's row in a list.
  func listRow(scene: String, view: Int, hasPartners: Bool) -> String {
    let contents: [Content] = hasPartners ? [.color, .depth, .normal] : [.color, .depth]
    let rigs: [Rig] = hasPartners ? Rig.allCases : [.centre]
    return contents.flatMap { content in rigs.map { path(scene: scene, view: view, content, $0) } }
      .joined(separator: " ")
  }
}

/// The parts that a dataset is split into, by scene: all views of a scene are in one.
public enum DatasetSplit: String, Sendable, Hashable, CaseIterable {
  case train
  case val
  case test

  /// The part of scene number `index`: of ten scenes, eight are to train on, one to validate with, one to test on.
  public init(ofScene index: Int) {
    switch index % 10 {
    case 8: self = .val
    case 9: self = .test
    case _: self = .train
    }
  }
}
