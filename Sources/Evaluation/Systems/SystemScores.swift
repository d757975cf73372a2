// SPDX-License-Identifier: Apache-2.0

public import RotundaDatasets
public import RotundaImaging

/// What a system achieves on the images of a set, image by image; of perspective ones under every scaling and region.
public struct SystemScores: Sendable, Hashable, Codable {
  /// The errors of all images one way.
  public struct Variant: Sendable, Hashable, Codable {
    /// How distances of views got their scale; nil of systems that see whole panoramas.
    public let scaling: ViewScaling?
    /// Which pixels count.
    public let region: CubeMapResult.Region
    /// An entry an image.
    public internal(set) var errors: [ImageErrors]
  }

  /// Names of the images.
  public private(set) var images: [String] = []
  /// One for systems of panoramas, six for perspective ones.
  public private(set) var variants: [Variant] = []
  /// Seconds that each panorama took.
  public private(set) var seconds: [Double] = []

  /// Scores of no image yet.
  public init() {}

  /// Adds what a system of panoramas says of an image.
  ///
  /// - Throws: `DatasetsError.unlabelled`.
  public mutating func add(
    _ prediction: DepthMap, of sample: Sample, by evaluationProtocol: EvaluationProtocol, seconds: Double
  ) throws(DatasetsError) {
    let errors = evaluationProtocol.errors(of: prediction, against: try sample.label())
    add([Variant(scaling: nil, region: .sphere, errors: [errors])], of: sample, seconds: seconds)
  }

  /// Adds what a perspective system says of an image.
  public mutating func add(
    _ result: CubeMapResult, of sample: Sample, by evaluationProtocol: EvaluationProtocol, seconds: Double
  ) {
    let rows = result.rows(evaluationProtocol).map { row in
      Variant(scaling: row.scaling, region: row.region, errors: [row.errors])
    }
    add(rows, of: sample, seconds: seconds)
  }

  private mutating func add(_ new: [Variant], of sample: Sample, seconds: Double) {
    images.append(sample.name)
    self.seconds.append(seconds)
    guard !variants.isEmpty else {
      variants = new
      return
    }
    for (number, variant) in new.enumerated() { variants[number].errors += variant.errors }
  }

  /// The middle one of the images' seconds; not a number where there is no image.
  public var medianSeconds: Double { seconds.isEmpty ? .nan : seconds.median }

  /// A variant's errors by metric in the order of `Metric.allCases`, with intervals over viewpoints.
  func estimates(of variant: Variant, under evaluationProtocol: EvaluationProtocol) -> [Estimate] {
    Bootstrap().estimates(
      of: variant.errors, under: evaluationProtocol, groups: images.map(EvaluationRecord.viewpoint(of:)))
  }
}
