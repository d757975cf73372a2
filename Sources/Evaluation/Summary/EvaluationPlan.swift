// SPDX-License-Identifier: Apache-2.0

public import RotundaDatasets
public import RotundaImaging

/// Who is judged on what, and by which rules: what results depend on.
public struct EvaluationPlan: Sendable, Hashable, Codable {
  /// The samples, as `rooms:seed=2000001,count=200`.
  public let data: String
  /// How many of them there are.
  public let count: Int
  /// What some of them look like, for runs that go on; nil where that is not asked.
  let fingerprint: Fingerprint?
  /// Columns and rows that they are compared at.
  public let size: [Int]
  /// What each predictor is called.
  public let predictors: [String]
  /// What each predictor's predictions depend on.
  let fingerprints: [String]
  /// Every protocol's rules in words.
  let rules: [String]
  /// The protocols, in the order in which they were asked for.
  public let protocols: [EvaluationProtocol]

  /// A plan to judge predictors on the first `count` samples of a source, of a size in pixels.
  ///
  /// - `fingerprint`: of the source, where results are to be kept.
  public init(
    data: String, count: Int, fingerprint: Fingerprint?, width: Int, height: Int, predictors: [any Predictor],
    protocols: [EvaluationProtocol]
  ) {
    self.data = data
    self.count = count
    self.fingerprint = fingerprint
    size = [width, height]
    self.predictors = predictors.map(\.name)
    fingerprints = predictors.map(\.fingerprint)
    rules = protocols.map(\.description)
    self.protocols = protocols
  }

  /// Compares predictions, one a predictor, with what is known of a sample.
  ///
  /// - Throws: `DatasetsError.unlabelled` where the sample has no depth.
  public func record(
    of sample: Sample, at index: Int, predictions: [DepthMap]
  ) throws(DatasetsError) -> EvaluationRecord {
    let truth = try sample.label()
    return EvaluationRecord(
      index: index, image: sample.name,
      predictors: predictions.map { prediction in
        EvaluationRecord.Predicted(
          errors: protocols.map { $0.errors(of: prediction, against: truth) },
          geometry: GeometryErrors(of: prediction, against: truth),
          profile: ErrorProfile(of: prediction, against: truth))
      })
  }
}

/// What is kept of one image.
public struct EvaluationRecord: Sendable, Hashable, Codable {
  /// The errors of one predictor.
  public struct Predicted: Sendable, Hashable, Codable {
    /// By protocol, in the plan's order.
    public let errors: [ImageErrors]
    /// Edges, normals, seam.
    public let geometry: GeometryErrors
    /// By distance and latitude.
    public let profile: ErrorProfile
  }

  /// The image's number in its source.
  public let index: Int
  /// Its name.
  public let image: String
  /// By predictor, in the plan's order.
  public let predictors: [Predicted]

  /// What images of one viewpoint have in common.
  var viewpoint: String { Self.viewpoint(of: image) }

  /// The name of an image without the angle by which 360D turns a panorama.
  static func viewpoint(of image: String) -> String {
    guard let dot = image.lastIndex(of: "."), let underscore = image[..<dot].lastIndex(of: "_") else { return image }
    let angle = image[image.index(after: underscore)..<dot]
    // `..._Left_Down_90.0.png`; other names that end in a number name images of their own.
    return ["0.0", "90.0", "180.0", "270.0"].contains(angle) ? String(image[..<underscore]) : image
  }
}
