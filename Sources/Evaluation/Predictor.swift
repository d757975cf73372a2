// SPDX-License-Identifier: Apache-2.0

public import RotundaDatasets
public import RotundaImaging

/// Whatever says how far away a room is: a network, another program's files, or a rule that others must beat.
public protocol Predictor: Sendable {
  /// What it is called in reports.
  var name: String { get }
  /// What its predictions depend on besides the sample, as a checksum of weights: two runs agree where it does.
  var fingerprint: String { get }
  /// The ray distances that it predicts for a sample, of the size of its panorama, metres.
  func depth(of sample: Sample) async throws -> DepthMap
}

extension MeanDepthMap: Predictor {
  /// "mean depth map".
  public var name: String { "mean depth map" }
  /// The panoramas that it is the mean of.
  public var fingerprint: String { "mean of \(uri), \(count)" }

  /// The map, whatever the sample shows.
  public func depth(of sample: Sample) -> DepthMap {
    DepthMap(width: sample.panorama.width, height: sample.panorama.height, values: values)
  }
}
