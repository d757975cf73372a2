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

  /// A named picture with its depth, where it has one; both of one size.
  public init(name: String, panorama: Panorama, depth: DepthMap?) {
    precondition(
      depth.map { panorama.width == $0.width && panorama.height == $0.height } ?? true,
      "picture and depth of one size")
    self.name = name
    self.panorama = panorama
    self.depth = depth
  }

  /// The depth, for whoever cannot do without it.
  ///
  /// - Throws: `DatasetsError.unlabelled` where the sample has none.
  public func label() throws(DatasetsError) -> DepthMap {
    guard let depth else { throw .unlabelled(sample: name) }
    return depth
  }
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
