// SPDX-License-Identifier: Apache-2.0

/// The errors of one image under one protocol: all that is kept of it.
public struct ImageErrors: Sendable, Hashable, Codable {
  /// Pixels that the protocol's mask keeps; an image without any has no errors.
  public let pixels: Int
  /// Sum of the weights of these pixels.
  let weight: Double
  /// A value a metric; of the root mean squares the squares.
  let means: [Double]

  /// The value of a metric for this image alone; not a number where the image has no pixel.
  public subscript(metric: Metric) -> Double {
    guard pixels > 0 else { return .nan }
    let mean = means[metric.rawValue]
    return metric.isRoot ? mean.squareRoot() : mean
  }
}
