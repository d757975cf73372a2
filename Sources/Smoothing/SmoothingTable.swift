// SPDX-License-Identifier: Apache-2.0

/// The renderer's vector loops of one instruction set.
///
/// Every variant is compiled from the same sources; the renderer picks a table at run time and calls through it.
/// Pointers are valid for the extents that each argument states; nothing here allocates or keeps them.
package struct SmoothingTable: Sendable {
  /// One pass of the edge-avoiding filter over a row; see `SmoothedRow`.
  package let smooth: @Sendable (SmoothedRow) -> Void

  /// A table; each instruction set's module makes one.
  package init(smooth: @escaping @Sendable (SmoothedRow) -> Void) { self.smooth = smooth }
}

/// A row of light to smooth along surfaces.
///
/// All maps have `width * height` pixels a plane, planes after each other.
package struct SmoothedRow {
  /// Light before: red, green, blue, and with four planes the variance of its brightness.
  package var source: UnsafePointer<Float>
  /// Light after; of `source`'s size, and not the same memory.
  package var result: UnsafeMutablePointer<Float>
  /// Planes of light: 3 or 4.
  package var planes: Int
  /// Three planes of places.
  package var points: UnsafePointer<Float>
  /// Three planes of unit normals; where one is zero, the pixel keeps its light and lends it to nobody.
  package var normals: UnsafePointer<Float>
  /// Columns, at least `lanes` of any instruction set: 8.
  package var width: Int
  /// Rows.
  package var height: Int
  /// Where the camera stands.
  package var origin: SIMD3<Float>
  /// Radians between taps.
  package var reach: Float
  /// The row.
  package var row: Int
  /// Rows to the taps above and below; 0 for none.
  package var down: Int
  /// Columns to the taps at the left and the right; at most the width.
  package var across: Int
  /// Whether light of a different brightness counts less; wants four planes.
  package var knowsNoise: Bool

  /// A row; the properties say what each argument is.
  package init(
    source: UnsafePointer<Float>, result: UnsafeMutablePointer<Float>, planes: Int, points: UnsafePointer<Float>,
    normals: UnsafePointer<Float>, width: Int, height: Int, origin: SIMD3<Float>, reach: Float, row: Int, down: Int,
    across: Int, knowsNoise: Bool
  ) {
    (self.source, self.result, self.planes) = (source, result, planes)
    (self.points, self.normals) = (points, normals)
    (self.width, self.height) = (width, height)
    (self.origin, self.reach) = (origin, reach)
    (self.row, self.down, self.across, self.knowsNoise) = (row, down, across, knowsNoise)
  }
}
