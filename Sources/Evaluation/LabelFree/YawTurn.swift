// SPDX-License-Identifier: Apache-2.0

public import RotundaDatasets
import RotundaImaging

/// By how much a panorama is turned about the vertical before it is predicted again.
///
/// A turn by whole columns moves pixels and changes none, so nothing but the network can make the predictions differ.
public enum YawTurn: Sendable, Hashable, CaseIterable {
  /// A quarter of the circle. Networks whose padding wraps around commute with it, where a quarter is a multiple of their
  /// stride: what is left tells of the borders that others see.
  case quarter
  /// A third of the circle, to an odd number of columns, with which no network of stride 2 or more commutes.
  case oddColumns

  /// The columns of the turn on a map of `width` columns.
  public func columns(ofWidth width: Int) -> Int {
    switch self {
    case .quarter: width / 4
    case .oddColumns: width / 3 | 1
    }
  }

  /// The sample turned to the left: its column c is column c + `columns` of the given one.
  public func turned(_ sample: Sample) -> Sample {
    var augmentation = Augmentation()
    augmentation.turn = .columns(columns(ofWidth: sample.panorama.width))
    return augmentation.applied(to: sample)
  }
}
