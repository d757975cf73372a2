// SPDX-License-Identifier: Apache-2.0

/// A vector as it is kept in values that other people's asynchronous functions hold.
///
/// `SIMD3<Double>` is aligned to 32 bytes. Swift 6.3.1 makes the frames of some asynchronous functions that keep so
/// strictly aligned values 16 bytes too short, and the function then writes over what follows it on the heap.
/// Tools/async_frames.py finds such functions in a program.
package struct PackedVector: Sendable, Hashable {
  private let x, y, z: Double

  /// Keeps `vector`.
  package init(_ vector: SIMD3<Double>) {
    x = vector.x
    y = vector.y
    z = vector.z
  }

  /// The vector, to compute with.
  package var vector: SIMD3<Double> { SIMD3(x, y, z) }
}
