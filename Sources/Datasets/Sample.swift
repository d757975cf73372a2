// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging

/// One panorama with what is known of its geometry.
public struct Sample: Sendable {
  /// What it is called in its source: a file name, or a seed.
  public let name: String
  /// The picture.
  public let panorama: Panorama
  /// Ray distance of the same size, 0 invalid; nil where nothing is known of it.
  public let depth: DepthMap?
  /// The same place from beside and from above; nil where it was not photographed so.
  public let partners: StereoPartners?

  /// A named picture with its depth and partners, where it has any; all of one size.
  public init(name: String, panorama: Panorama, depth: DepthMap?, partners: StereoPartners? = nil) {
    let maps = [depth, partners?.right.depth, partners?.up.depth].compactMap { $0.map { [$0.width, $0.height] } }
    let pictures = [partners?.right.panorama, partners?.up.panorama].compactMap { $0.map { [$0.width, $0.height] } }
    precondition(
      (maps + pictures).allSatisfy { $0 == [panorama.width, panorama.height] }, "pictures and depth of one size")
    self.name = name
    self.panorama = panorama
    self.depth = depth
    self.partners = partners
  }

  /// The partners, for whoever cannot do without them.
  ///
  /// - Throws: `DatasetsError.unpaired` where the sample has none.
  public func stereo() throws(DatasetsError) -> StereoPartners {
    guard let partners else { throw .unpaired(sample: name) }
    return partners
  }

  /// The depth, for whoever cannot do without it.
  ///
  /// - Throws: `DatasetsError.unlabelled` where the sample has none.
  public func label() throws(DatasetsError) -> DepthMap {
    guard let depth else { throw .unlabelled(sample: name) }
    return depth
  }
}

/// What two more cameras see, `baseline` metres to the right of (+x) and above (+y) the one of a sample, turned as it is.
public struct StereoPartners: Sendable {
  /// How far each is away, metres: what 3D60 has.
  public static let baseline: Float = 0.26

  /// What one of them sees.
  public struct View: Sendable {
    /// The picture.
    public let panorama: Panorama
    /// Ray distance from there, 0 invalid.
    public let depth: DepthMap

    /// A picture with its depth.
    public init(panorama: Panorama, depth: DepthMap) { (self.panorama, self.depth) = (panorama, depth) }
  }

  /// From the right.
  public let right: View
  /// From above.
  public let up: View

  /// Both views.
  public init(right: View, up: View) { (self.right, self.up) = (right, up) }
}

/// An ordered source of samples that can be read from several threads at once.
///
/// `sample(at:)` is a pure function of the index: whoever reads in whatever order gets the same samples.
public protocol SampleSource: Sendable {
  /// How it is asked for, as `rooms:seed=7`.
  var uri: String { get }
  /// Samples in it; nil where it never ends.
  var count: Int? { get }
  /// Samples that are cheaper to make one after the other: those from a multiple of this number on, as many.
  var groupSize: Int { get }
  /// The sample at `index`, from 0.
  func sample(at index: Int) throws -> Sample
}

extension SampleSource {
  /// 1: no sample is cheaper beside another.
  public var groupSize: Int { 1 }
}
