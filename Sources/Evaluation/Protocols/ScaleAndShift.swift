// SPDX-License-Identifier: Apache-2.0

/// What makes a prediction agree with the truth: scale * prediction + shift.
struct ScaleAndShift {
  let scale: Double
  var shift = 0.0

  init(scale: Double) { self.scale = scale }

  /// The scale s that minimises sum (s p - g)^2.
  init(scalingOnly prediction: [Double], to truth: [Double]) {
    scale = dot(prediction, truth) / dot(prediction, prediction)
  }

  /// Scale s and shift t that minimise sum (s p + t - g)^2, by the normal equations; both 0 where these have no solution.
  init(_ prediction: [Double], to truth: [Double]) {
    let count = Double(prediction.count)
    let (sumP, sumG) = (prediction.reduce(0, +), truth.reduce(0, +))
    let (squares, products) = (dot(prediction, prediction), dot(prediction, truth))
    let determinant = squares * count - sumP * sumP
    guard determinant > 0 else {
      scale = 0
      return
    }
    scale = (count * products - sumP * sumG) / determinant
    shift = (squares * sumG - sumP * products) / determinant
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

extension [Double] {
  /// The middle value, of two the lower one; not a number where there is none or a value is no number.
  var lowerMedian: Double {
    guard !isEmpty, !contains(where: \.isNaN) else { return .nan }
    return sorted()[(count - 1) / 2]
  }

  /// The middle value, of two their mean; not a number where there is none or a value is no number.
  var median: Double {
    guard !isEmpty, !contains(where: \.isNaN) else { return .nan }
    let sorted = sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }
}
