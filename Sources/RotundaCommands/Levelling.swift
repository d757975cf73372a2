// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import RotundaImaging

/// How a photo is made level before the network sees it.
enum Levelling: Hashable, ExpressibleByArgument {
  /// By the pose that the photo's metadata tell, if they do.
  case automatic
  /// Not at all.
  case none
  /// By pitch and roll in degrees, as GPano counts them.
  case angles(pitch: Double, roll: Double)

  init?(argument: String) {
    let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    switch argument {
    case "auto": self = .automatic
    case "none": self = .none
    default:
      guard numbers.count == 2, let pitch = numbers[0], let roll = numbers[1], abs(pitch) <= 90, abs(roll) <= 180
      else { return nil }
      self = .angles(pitch: pitch, roll: roll)
    }
  }

  /// Pitch and roll in degrees to take out of a photo; nil where there is nothing to take out.
  func angles(for header: PanoramaHeader) -> Sidecar.Levelling? {
    switch self {
    case .none: return nil
    case .angles(let pitch, let roll): return Sidecar.Levelling(pitchDegrees: pitch, rollDegrees: roll)
    case .automatic: return Sidecar.Levelling(of: header)
    }
  }
}
