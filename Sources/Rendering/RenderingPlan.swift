// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What a quality means in rays.
struct RenderingPlan: Sendable {
  /// Shadow rays to lamps at each pixel, as a power of two.
  var lampBits: UInt32
  /// Rays that gather light from other surfaces at each second pixel of each second row, as a power of two.
  var gatherBits: UInt32
  /// Whether light that was gathered is gathered again.
  var gathersTwice: Bool
  /// Whether clear coats mirror, and edges are looked at more closely.
  var isFine: Bool
  /// Paths a pixel, where light is followed to its end instead of being filtered; else nil.
  var paths: Int?

  init(_ quality: PanoramaRenderer.Quality) {
    (lampBits, gatherBits, gathersTwice, isFine) = (1, 2, true, true)
    switch quality {
    case .draft: (lampBits, gatherBits, gathersTwice, isFine) = (1, 1, false, false)
    case .train: break
    case .photo: paths = 192
    }
  }
}
