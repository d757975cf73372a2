// SPDX-License-Identifier: Apache-2.0

public import RotundaDatasets
public import RotundaImaging

/// One distance for every pixel of every panorama: the median of all that rooms have.
public struct ConstantDistance: Predictor, Sendable, Hashable {
  /// Metres.
  public let distance: Float
  private let uri: String
  private let count: Int

  /// The median over the valid pixels of the first `count` samples of a source, to a centimetre.
  init(_ distances: Distances, uri: String, count: Int) {
    (self.uri, self.count) = (uri, count)
    distance = distances.median
  }

  /// "constant distance".
  public var name: String { "constant distance" }
  /// The panoramas whose median it is.
  public var fingerprint: String { "median of \(uri), \(count)" }

  /// The distance everywhere, whatever the sample shows.
  public func depth(of sample: Sample) -> DepthMap {
    let (width, height) = (sample.panorama.width, sample.panorama.height)
    return DepthMap(width: width, height: height, values: Array(repeating: distance, count: width * height))
  }

  /// How often each centimetre was seen.
  struct Distances {
    /// Up to a kilometre.
    private var counts = Array(repeating: 0, count: 100_001)

    mutating func add(_ depth: DepthMap) {
      for value in depth.values where value > 0 { counts[Int(100 * min(value, 1000))] += 1 }
    }

    fileprivate var median: Float {
      let half = counts.reduce(0, +) / 2
      var seen = 0
      for (centimetre, count) in counts.enumerated() {
        seen += count
        if seen > half { return (Float(centimetre) + 0.5) / 100 }
      }
      return 1
    }
  }
}
