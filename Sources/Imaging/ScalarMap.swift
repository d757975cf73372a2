// SPDX-License-Identifier: Apache-2.0

/// One number a pixel, whatever it means: a confidence map, a spread, or depth on its way in or out of a file.
public struct ScalarMap: Sendable, Hashable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Row by row.
  public let values: [Float]

  /// A map of `width * height` numbers.
  public init(width: Int, height: Int, values: [Float]) {
    precondition(values.count == width * height, "one number a pixel")
    self.width = width
    self.height = height
    self.values = values
  }
}

extension DepthMap {
  /// Distances of a map of metres: what is not a finite positive number is invalid.
  public init(_ map: ScalarMap) { self.init(width: map.width, height: map.height, values: map.values) }

  /// The distances as plain numbers.
  public var scalars: ScalarMap { ScalarMap(width: width, height: height, values: values) }
}
