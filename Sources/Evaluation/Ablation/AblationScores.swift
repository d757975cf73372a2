// SPDX-License-Identifier: Apache-2.0

public import RotundaDatasets
public import RotundaImaging

/// The two kinds of pictures that a network is adapted from and to.
public enum Domain: String, Sendable, Hashable, Codable, CaseIterable {
  /// Rendered panoramas with depth, which networks learn from.
  case source
  /// Pictures whose depth only the judge knows.
  case target
}

/// What one trained network achieves on the images of both domains.
public struct AblationScores: Sendable, Hashable, Codable {
  /// One image.
  public struct Image: Sendable, Hashable, Codable {
    /// What images of one scene have in common.
    public let scene: String
    /// Abs Rel.
    public let absoluteRelative: Double
    /// Root of the mean square, metres.
    public let rootMeanSquare: Double
    /// Share of pixels within a factor of 1.25.
    public let delta1: Double

    /// Judges a prediction by protocol `rotunda`; nil where no pixel counts.
    ///
    /// - Throws: `DatasetsError.unlabelled`.
    public init?(of prediction: DepthMap, on sample: Sample) throws(DatasetsError) {
      let errors = DepthErrors(of: prediction.values, against: try sample.label(), weighting: .pixels)
      guard errors.weight > 0 else { return nil }
      self.init(
        // Rendered rooms are called SCENE-VIEW.
        scene: sample.name.lastIndex(of: "-").map { String(sample.name[..<$0]) } ?? sample.name,
        absoluteRelative: errors.absoluteRelative, rootMeanSquare: errors.rootMeanSquare, delta1: errors.delta.x)
    }

    init(scene: String, absoluteRelative: Double, rootMeanSquare: Double, delta1: Double) {
      (self.scene, self.absoluteRelative) = (scene, absoluteRelative)
      (self.rootMeanSquare, self.delta1) = (rootMeanSquare, delta1)
    }
  }

  private var source: [Image]
  private var target: [Image]

  /// The images of both domains, in the order of their sources.
  public init(source: [Image], target: [Image]) { (self.source, self.target) = (source, target) }

  /// The images of a domain.
  public subscript(domain: Domain) -> [Image] {
    switch domain {
    case .source: source
    case .target: target
    }
  }
}
