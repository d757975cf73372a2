// SPDX-License-Identifier: Apache-2.0

import Foundation
public import RotundaImaging
import RotundaSphere

extension EvaluationProtocol {
  /// Compares a predicted depth map with the truth; both are of one size, and 0 is a hole.
  public func errors(of prediction: DepthMap, against truth: DepthMap) -> ImageErrors {
    precondition(prediction.height == truth.height, "maps of one size")
    return errors(of: prediction.values, against: truth.values, width: truth.width)
  }

  /// Compares distances as a file or a network gives them: they may be negative, infinite or no number.
  ///
  /// Both are row by row, equirectangular, metres.
  ///
  /// - `counts`: the pixels that may count if the mask keeps them; nil for all.
  public func errors(
    of prediction: [Float], against truth: [Float], width: Int, counting counts: [Bool]? = nil
  ) -> ImageErrors {
    precondition(prediction.count == truth.count && truth.count % width == 0, "one prediction a pixel, whole rows")
    precondition(counts.map { $0.count == truth.count } ?? true, "one mark a pixel")
    var pixels = validPixels(prediction, truth, width: width, counting: counts)
    align(&pixels, of: prediction, to: truth)
    return sums(pixels).errors
  }

  private struct Pixel {
    var prediction: Double
    let truth: Double
    let weight: Double
  }

  // MARK: - Before comparing

  /// The pixels that count, clamped.
  private func validPixels(
    _ prediction: [Float], _ truth: [Float], width: Int, counting counts: [Bool]?
  ) -> [Pixel] {
    let height = truth.count / width
    let cropped = Int(mask.poles * Double(height))
    var pixels: [Pixel] = []
    pixels.reserveCapacity(truth.count)
    for row in cropped..<height - cropped {
      let weight = weight(row: row, of: height)
      for index in row * width..<(row + 1) * width
      where (counts?[index] ?? true) && mask.keeps(Double(truth[index])) {
        let prediction = clamped(Double(prediction[index]))
        var distance = Double(truth[index])
        if let range = clamping.truth { distance = distance.clamped(to: range) }
        if let cap = clamping.capsTruthUnderFarPredictions, prediction > cap { distance = cap }
        pixels.append(Pixel(prediction: prediction, truth: distance, weight: weight))
      }
    }
    return pixels
  }

  private func clamped(_ prediction: Double) -> Double {
    let prediction = clamping.takesAbsolutePredictions ? abs(prediction) : prediction
    return clamping.prediction.map { prediction.clamped(to: $0) } ?? prediction
  }

  private func weight(row: Int, of height: Int) -> Double {
    switch weights {
    case .equal: 1
    case .latitude: cos(EquirectangularGrid(width: 1, height: height).latitude(row: Double(row)))
    case .latitudeDividedByCount: cos(EquirectangularGrid(width: 1, height: height).latitude(row: Double(row) - 0.5))
    }
  }

  private func align(_ pixels: inout [Pixel], of prediction: [Float], to truth: [Float]) {
    let fit: ScaleAndShift
    switch alignment {
    case .none: return
    case .lowerMedian:
      fit = ScaleAndShift(scale: pixels.map(\.truth).lowerMedian / pixels.map(\.prediction).lowerMedian)
    case .lowerMedianOfAllPixels:
      let predictions = prediction.map { clamped(Double($0)) }
      fit = ScaleAndShift(scale: truth.map(Double.init).lowerMedian / predictions.lowerMedian)
    case .median: fit = ScaleAndShift(scale: pixels.map(\.truth).median / pixels.map(\.prediction).median)
    case .leastSquaresScale:
      fit = ScaleAndShift(scalingOnly: pixels.map(\.prediction), to: pixels.map(\.truth))
    case .leastSquaresScaleAndShift: fit = ScaleAndShift(pixels.map(\.prediction), to: pixels.map(\.truth))
    }
    for index in pixels.indices { pixels[index].prediction = fit.scale * pixels[index].prediction + fit.shift }
  }

  // MARK: - Comparing

  private func sums(_ pixels: [Pixel]) -> ErrorSums {
    var sums = ErrorSums(dividesByCount: weights == .latitudeDividedByCount)
    for pixel in pixels { add(pixel, to: &sums) }
    return sums
  }

  private func add(_ pixel: Pixel, to sums: inout ErrorSums) {
    let (prediction, truth, weight) = (pixel.prediction, pixel.truth, pixel.weight)
    sums.addPixel(weight: weight)
    let error = prediction - truth
    sums.add(abs(error) / truth, .absoluteRelative, weight)
    sums.add(error * error / truth, .squaredRelative, weight)
    sums.add(error * error, .rootMeanSquare, weight)
    sums.add(abs(error), .meanAbsolute, weight)
    let positive = positive(prediction)
    if let inLogarithm = positive.inLogarithm {
      let difference = logarithm == .ten ? log10(inLogarithm) - log10(truth) : log(inLogarithm) - log(truth)
      sums.add(difference * difference, .rootMeanSquareLog, weight)
    }
    if let inLog10 = positive.inLog10 { sums.add(abs(log10(inLog10) - log10(truth)), .meanAbsoluteLog10, weight) }
    guard let inRatio = positive.inRatio else { return }
    // Both ratios are no number together, and then no bound holds.
    let ratio = max(inRatio / truth, truth / inRatio)
    let ratioWeight = weights == .latitudeDividedByCount ? 1 : weight
    for metric in ErrorSums.ratioMetrics { sums.add(ratio < metric.bound ? 1 : 0, metric.metric, ratioWeight) }
  }

  /// What stands for a prediction where only positive numbers have a meaning; nil leaves it out.
  private func positive(_ prediction: Double) -> (inLogarithm: Double?, inLog10: Double?, inRatio: Double?) {
    switch nonPositive {
    case .used: return (prediction, prediction, prediction)
    case .zeroIsTiny: return (prediction == 0 ? 1e-24 : prediction, prediction, prediction)
    case .leftOutOfLogarithms:
      let kept = prediction > 1e-7 ? prediction : nil
      return (kept, kept, prediction)
    case .leftOutOfRatios:
      let kept = prediction > 0 ? prediction : nil
      return (kept, prediction, kept)
    case .raised(let least):
      let raised = max(prediction, least)
      return (raised, raised, raised)
    }
  }
}

/// Sums over the pixels of an image.
private struct ErrorSums {
  static let ratioMetrics = Metric.allCases.compactMap { metric in
    metric.ratioBound.map { (metric: metric, bound: $0) }
  }

  /// Whether sums are divided by the number of pixels in place of the sum of weights.
  let dividesByCount: Bool
  private var pixels = 0
  private var weight = 0.0
  private var sums = [Double](repeating: 0, count: Metric.allCases.count)
  private var weights = [Double](repeating: 0, count: Metric.allCases.count)

  init(dividesByCount: Bool) { self.dividesByCount = dividesByCount }

  mutating func addPixel(weight: Double) {
    pixels += 1
    self.weight += weight
  }

  mutating func add(_ value: Double, _ metric: Metric, _ weight: Double) {
    sums[metric.rawValue] += weight * value
    weights[metric.rawValue] += dividesByCount ? 1 : weight
  }

  var errors: ImageErrors {
    ImageErrors(pixels: pixels, weight: weight, means: zip(sums, weights).map { $0 / $1 })
  }
}

extension Double {
  /// The nearest number in a range; what is no number stays so.
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    self < range.lowerBound ? range.lowerBound : self > range.upperBound ? range.upperBound : self
  }
}
