// SPDX-License-Identifier: Apache-2.0

public import RotundaDatasets

/// The predictors that do not look at the picture, which others must beat.
public struct TrivialPredictors: Sendable {
  /// What rooms are like on the average.
  public let mean: MeanDepthMap
  /// How far away things are on the whole.
  public let constant: ConstantDistance
  /// What rooms are like where they are boxes and the camera's height is known.
  public let box: FittedBoxRoom

  /// Fits all to the first `count` samples of a source, all of one size, each of which is read once.
  ///
  /// - Throws: what reading a sample throws, and `DatasetsError.unlabelled` where one has no depth.
  public init(of source: any SampleSource, count: Int) throws {
    var sums = MeanDepthMap.Sums()
    var views = FittedBoxRoom.Views()
    var distances = ConstantDistance.Distances()
    for index in 0..<count {
      let depth = try source.sample(at: index).label()
      sums.add(depth)
      views.add(depth)
      distances.add(depth)
    }
    mean = MeanDepthMap(sums, uri: source.uri, count: count)
    constant = ConstantDistance(distances, uri: source.uri, count: count)
    box = FittedBoxRoom(views, uri: source.uri, count: count)
  }
}
