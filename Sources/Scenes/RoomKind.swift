// SPDX-License-Identifier: Apache-2.0

/// What a room is for; sets its size and what stands in it.
enum RoomKind: CaseIterable {
  case dwelling
  case corridor
  case hall
  case workshop
  case studio

  /// How often it is drawn.
  var weight: Float {
    switch self {
    case .dwelling: 48
    case .corridor: 8
    case .hall: 16
    case .workshop: 18
    case .studio: 10
    }
  }

  /// Least and greatest width, length and height.
  var size: (least: SIMD3<Float>, greatest: SIMD3<Float>) {
    switch self {
    case .dwelling: (SIMD3(2.4, 2.2, 3), SIMD3(6, 3.4, 9))
    case .corridor: (SIMD3(1.25, 2.2, 5), SIMD3(2.3, 3.1, 14))
    case .hall: (SIMD3(5.5, 3, 7), SIMD3(11, 7, 16))
    case .workshop: (SIMD3(4.5, 2.8, 6), SIMD3(10, 5.5, 15))
    case .studio: (SIMD3(4, 2.6, 5), SIMD3(9, 4.5, 11))
    }
  }

  /// Pieces of furniture to try to place for ten square metres of floor.
  var density: Float {
    switch self {
    case .dwelling: 4.5
    case .corridor: 2.5
    case .hall: 1.6
    case .workshop: 2.4
    case .studio: 2.2
    }
  }
}
