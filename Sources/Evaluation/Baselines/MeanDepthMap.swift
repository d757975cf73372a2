// SPDX-License-Identifier: Apache-2.0

public import RotundaDatasets
import RotundaImaging

/// The mean depth of every pixel over many panoramas: the predictor that looks at nothing, which others must beat.
public struct MeanDepthMap: Sendable {
  /// Metres, row by row; 0 where no panorama was valid.
  public let values: [Float]
  /// The source of the panoramas, and how many of them were read.
  let uri: String
  let count: Int

  /// The mean over the valid pixels of the first `count` samples of a source, all of one size.
  ///
  /// - Throws: what reading a sample throws, and `DatasetsError.unlabelled` where one has no depth.
  public init(of source: any SampleSource, count: Int) throws {
    uri = source.uri
    self.count = count
    var sums: [Double] = []
    var counts: [Double] = []
    for index in 0..<count {
      let depth = try source.sample(at: index).label().values
      if sums.isEmpty {
        sums = Array(repeating: 0, count: depth.count)
        counts = sums
      }
      for (pixel, value) in depth.enumerated() where value > 0 {
        sums[pixel] += Double(value)
        counts[pixel] += 1
      }
    }
    values = zip(sums, counts).map { $1 > 0 ? Float($0 / $1) : 0 }
  }
}
