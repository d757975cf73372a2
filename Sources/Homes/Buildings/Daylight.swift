// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// The time of day: its sky, and how many lamps burn.
struct Daylight: Sendable {
  let hour: Sky.Hour
  let sky: Sky

  /// Share of rooms with burning lamps.
  var burning: Float {
    switch hour {
    case .clear, .cloudy: 0.25
    case .overcast: 0.45
    case .lowSun: 0.5
    case .dusk: 0.8
    case .night: 0.92
    }
  }

  init(_ random: inout RandomStream) {
    hour = Sky.Hour.allCases[random.index(weights: [22, 18, 20, 12, 8, 20])]
    sky = Sky.random(at: hour, &random)
  }
}
