// SPDX-License-Identifier: Apache-2.0

import RotundaImaging

/// The mean depth of every pixel over many panoramas: the predictor that looks at nothing, which others must beat.
public struct MeanDepthMap: Sendable {
  /// Metres, row by row; 0 where no panorama was valid.
  public let values: [Float]
  /// The source of the panoramas, and how many of them were read.
  let uri: String
  let count: Int

  /// The mean over the valid pixels of the first `count` samples of a source.
  init(_ sums: Sums, uri: String, count: Int) {
    (self.uri, self.count) = (uri, count)
    values = zip(sums.sums, sums.counts).map { $1 > 0 ? Float($0 / $1) : 0 }
  }

  /// Sums over the valid pixels of depth maps of one size.
  struct Sums {
    fileprivate var sums: [Double] = []
    fileprivate var counts: [Double] = []

    mutating func add(_ depth: DepthMap) {
      if sums.isEmpty {
        sums = Array(repeating: 0, count: depth.values.count)
        counts = sums
      }
      for (pixel, value) in depth.values.enumerated() where value > 0 {
        sums[pixel] += Double(value)
        counts[pixel] += 1
      }
    }
  }
}
