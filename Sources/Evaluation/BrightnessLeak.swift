// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging

/// How much the brightness of pictures tells of distance.
///
/// Light that falls off from a lamp at the camera makes brightness a function of distance, which a network learns in
/// place of geometry and does not find in photographs; renderings of 3D60 have such a lamp.
public struct BrightnessLeak: Sendable, Hashable {
  private var sum = 0.0

  /// Panoramas added.
  public private(set) var count = 0

  /// No panoramas yet.
  public init() {}

  /// Adds a panorama with its ray distance, both of one size; one without differences in brightness or distance adds
  /// nothing.
  public mutating func add(_ panorama: Panorama, _ depth: DepthMap) {
    precondition(panorama.width == depth.width && panorama.height == depth.height, "picture and depth of one size")
    let valid = depth.values.indices.filter { depth.values[$0] > 0 }
    let brightness = valid.map { pixel in
      0.2126 * Double(panorama.pixels[3 * pixel]) + 0.7152 * Double(panorama.pixels[3 * pixel + 1])
        + 0.0722 * Double(panorama.pixels[3 * pixel + 2])
    }
    let nearness = valid.map { 1 / (Double(depth.values[$0]) * Double(depth.values[$0])) }
    guard let rho = spearman(brightness, nearness) else { return }
    sum += rho
    count += 1
  }

  /// The mean over panoramas of Spearman's rank correlation of luminance and inverse square distance, from -1 to 1; nil
  /// without panoramas.
  public var correlation: Double? { count > 0 ? sum / Double(count) : nil }
}

/// Spearman's rank correlation: Pearson's of the ranks, equal values sharing the mean of theirs; nil where one side is
/// constant.
func spearman(_ first: [Double], _ second: [Double]) -> Double? {
  let (a, b) = (ranks(first), ranks(second))
  let mean = Double(a.count + 1) / 2
  var (product, squareA, squareB) = (0.0, 0.0, 0.0)
  for (x, y) in zip(a, b) {
    product += (x - mean) * (y - mean)
    squareA += (x - mean) * (x - mean)
    squareB += (y - mean) * (y - mean)
  }
  guard squareA > 0, squareB > 0 else { return nil }
  return product / (squareA * squareB).squareRoot()
}

/// Ranks from 1.
private func ranks(_ values: [Double]) -> [Double] {
  let order = values.indices.sorted { values[$0] < values[$1] }
  var ranks = [Double](repeating: 0, count: values.count)
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
    for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
    start = end
  }
  return ranks
}
