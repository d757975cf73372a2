// SPDX-License-Identifier: Apache-2.0

extension EvaluationProtocol {
  /// All protocols there are: the name alone is the form of the public code, faults included.
  public static let all: [EvaluationProtocol] =
    [rotunda, rotundaSpherical] + omnidepthFamily + svsFamily + unifuseFamily + [hohonet] + bifuseFamily + pano3dFamily
    + pagerFamily

  /// The protocols of a name; `rotunda` stands for its plain and its spherical form.
  public static func named(_ name: String) -> [EvaluationProtocol] {
    name == rotunda.name ? [rotunda, rotundaSpherical] : all.filter { $0.name == name }
  }

  // MARK: - Ours

  /// Ours: metres as they are, every image alike, every pixel alike.
  public static let rotunda = ours(weighting: .pixels, maximumDepth: 10)

  /// Ours, pixels weighted by solid angle.
  public static let rotundaSpherical = ours(weighting: .latitude, maximumDepth: 10)

  static func ours(weighting: Weighting, maximumDepth: Double) -> EvaluationProtocol {
    let (name, weights): (String, PixelWeights) =
      switch weighting {
      case .pixels: ("rotunda", .equal)
      case .latitude: ("rotunda-spherical", .latitude)
      }
    return EvaluationProtocol(
      name: name, origin: "Rotunda itself", mask: Mask(above: 0, upTo: maximumDepth), nonPositive: .raised(to: 0.01),
      weights: weights)
  }

  // MARK: - Published programs

  /// P1: the test program of OmniDepth-PyTorch, by which the released RectNet was measured.
  private static let omnidepthFamily: [EvaluationProtocol] = {
    let published = EvaluationProtocol(
      name: "omnidepth", origin: "OmniDepth-PyTorch (omnidepth_trainer.py, metrics.py) at its test batch of 1",
      mask: Mask(above: 0, upTo: 8), alignment: .lowerMedian, nonPositive: .leftOutOfLogarithms, averaging: .overPixels)
    return [published, published.with(name: "omnidepth-corrected") { $0.nonPositive = .raised(to: 0.01) }]
  }()

  /// P2: the test program of Spherical View Synthesis (3DV 2019), with its options.
  private static let svsFamily: [EvaluationProtocol] = {
    let published = EvaluationProtocol(
      name: "svs", origin: "SphericalViewSynthesis (test.py)", mask: Mask(above: nil, upTo: 20),
      clamping: Clamping(takesAbsolutePredictions: true))
    let corrected = EvaluationProtocol(
      name: "svs-corrected", origin: published.origin, mask: Mask(above: 0, upTo: 20),
      clamping: Clamping(takesAbsolutePredictions: true))
    return [
      published,
      published.with(name: "svs-median") { $0.alignment = .lowerMedianOfAllPixels },
      published.with(name: "svs-spherical") { $0.weights = .latitudeDividedByCount },
      corrected,
      corrected.with(name: "svs-median-corrected") { $0.alignment = .lowerMedian },
      corrected.with(name: "svs-spherical-corrected") { $0.weights = .latitude },
    ]
  }()

  /// UniFuse (RA-L 2021).
  private static let unifuseFamily: [EvaluationProtocol] = {
    let published = EvaluationProtocol(
      name: "unifuse", origin: "UniFuse (metrics.py and its loaders)", mask: Mask(above: 0, upTo: 10),
      clamping: Clamping(truth: 0.1...10, prediction: 0.1...(.infinity), capsTruthUnderFarPredictions: 10),
      logarithm: .ten)
    let corrected = published.with(name: "unifuse-corrected") {
      $0.clamping = Clamping(truth: 0.1...10, prediction: 0.1...10)
      $0.logarithm = .natural
    }
    return [
      published, published.with(name: "unifuse-median") { $0.alignment = .lowerMedian }, corrected,
    ]
  }()

  /// HoHoNet (CVPR 2021).
  private static let hohonet = EvaluationProtocol(
    name: "hohonet", origin: "HoHoNet (test_depth.py)", mask: Mask(above: 0),
    clamping: Clamping(truth: 0.01...10, prediction: 0.01...10), logarithm: .ten)

  /// BiFuse++ (TPAMI 2022).
  private static let bifuseFamily: [EvaluationProtocol] = {
    let published = EvaluationProtocol(
      name: "bifuse++", origin: "BiFusev2 (Metric/Metrics.py)", mask: Mask(above: 0.01, upTo: 10, excludesBound: true),
      alignment: .median, nonPositive: .leftOutOfRatios, logarithm: .ten)
    return [
      published, published.with(name: "bifuse++-unaligned") { $0.alignment = .none },
      published.with(name: "bifuse++-corrected") { $0.nonPositive = .raised(to: 0.01) },
    ]
  }()

  /// Pano3D (CVPR workshops 2021).
  private static let pano3dFamily: [EvaluationProtocol] = {
    let published = EvaluationProtocol(
      name: "pano3d", origin: "Pano3D (metrics/direct.py, loaders.py)", mask: Mask(above: 0, upTo: 8),
      nonPositive: .zeroIsTiny)
    return [
      published, published.with(name: "pano3d-spherical") { $0.weights = .latitude },
      published.with(name: "pano3d-corrected") { $0.nonPositive = .raised(to: 0.01) },
      published.with(name: "pano3d-spherical-corrected") {
        $0.weights = .latitude
        $0.nonPositive = .raised(to: 0.01)
      },
    ]
  }()

  /// PaGeR (2026): its three alignments, and its crops of the poles for two datasets whose poles are empty.
  private static let pagerFamily: [EvaluationProtocol] = {
    // A distance is clipped to 0.01 m to 75 m and counts where it is a hundredth inside of both.
    let range = (low: 0.01 * 1.01, high: 75 * 0.99)
    let published = EvaluationProtocol(
      name: "pager", origin: "PaGeR (depth_metrics.py, _base.py)",
      mask: Mask(above: range.low, upTo: range.high, excludesBound: true))
    func cropped(_ name: String, _ poles: Double) -> EvaluationProtocol {
      EvaluationProtocol(
        name: name, origin: published.origin,
        mask: Mask(above: range.low, upTo: range.high, excludesBound: true, poles: poles))
    }
    return [
      published,
      published.with(name: "pager-scale") { $0.alignment = .leastSquaresScale },
      published.with(name: "pager-scale-shift") { $0.alignment = .leastSquaresScaleAndShift },
      cropped("pager-matterport360", 0.14), cropped("pager-stanford", 0.15),
    ]
  }()

  private func with(name: String, _ change: (inout EvaluationProtocol) -> Void) -> EvaluationProtocol {
    var copy = EvaluationProtocol(
      name: name, origin: origin, mask: mask, clamping: clamping, alignment: alignment, nonPositive: nonPositive,
      weights: weights, logarithm: logarithm, averaging: averaging)
    change(&copy)
    return copy
  }
}
