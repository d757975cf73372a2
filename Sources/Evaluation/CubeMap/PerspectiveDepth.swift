// SPDX-License-Identifier: Apache-2.0

public import RotundaSphere

/// Whatever says how far away things are in a perspective picture: a network of the depth literature.
public protocol PerspectiveDepth: Sendable {
  /// What it is called in reports.
  var name: String { get }
  /// What its predictions depend on besides the picture, as a checksum of weights.
  var fingerprint: String { get }
  /// What its numbers mean.
  var kind: PerspectiveDepthKind { get }
  /// Focal length of the pictures that it was trained on, in pixels of the input that it is given here; nil where its
  /// distances do not depend on it, as of a network that is told the focal length.
  var trainingFocalLength: Double? { get }
  /// Its numbers for a picture, of any resolution, over the whole picture.
  func map(of picture: PerspectivePicture) async throws -> PerspectiveMap
}

extension PerspectiveDepth {
  /// What its distances are multiplied by for a view: focal length of the view by that of its training.
  ///
  /// A network takes an object's pixels for its size: in a picture of half the focal length of its training all things look
  /// half as large, and it believes them twice as far away as they are.
  public func focalCorrection(for view: PerspectiveView) -> Double {
    trainingFocalLength.map { view.focalLength / $0 } ?? 1
  }

  /// Ray distances in a view from what the network says of its picture, metres.
  public func distances(from map: PerspectiveMap, in view: PerspectiveView) -> ViewDistances {
    kind.distances(of: map, in: view, correction: focalCorrection(for: view))
  }
}

/// A square perspective picture as a network's input.
public struct PerspectivePicture: Sendable, Hashable {
  /// Columns and rows.
  public let size: Int
  /// Focal length in pixels; the principal point is the centre.
  public let focalLength: Double
  /// sRGB in [0, 1], planar: `[3, size, size]`.
  public let values: [Float]

  /// A picture of `3 * size * size` numbers.
  public init(size: Int, focalLength: Double, values: [Float]) {
    precondition(values.count == 3 * size * size, "three planes")
    (self.size, self.focalLength, self.values) = (size, focalLength, values)
  }
}

/// The numbers that a network gives for a picture, over the whole of it.
public struct PerspectiveMap: Sendable, Hashable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Row by row.
  public let values: [Float]

  /// A map of `width * height` numbers.
  public init(width: Int, height: Int, values: [Float]) {
    precondition(values.count == width * height && !values.isEmpty, "one number a pixel")
    (self.width, self.height, self.values) = (width, height, values)
  }
}
