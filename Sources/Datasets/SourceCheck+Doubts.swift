// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging

extension SourceCheck {
  /// Something that is readable and yet looks wrong.
  public enum Doubt: Sendable, Hashable, CustomStringConvertible {
    /// More floors are flat when depth is read as z-depth of cube faces than as ray distance.
    case perpendicularDepth(samples: Int, of: Int)
    /// Edges of depth lie beside those of the pictures, by degrees to the right and down.
    case shiftedDepth(right: Double, down: Double)
    /// Left and right end of depth do not meet.
    case openSeam(ratio: Double)

    /// What it is and what it would mean.
    public var description: String {
      switch self {
      case .perpendicularDepth(let samples, let total):
        "\(samples) of \(total) floors are flat only if depth is z-depth of cube faces; everything here takes it as ray "
          + "distance"
      case .shiftedDepth(let right, let down):
        String(
          format: "depth lies %+.1f degrees to the right and %+.1f degrees down of its picture", right, down)
          + "; picture and depth may not belong together"
      case .openSeam(let ratio):
        String(format: "depth steps at the seam %.1f times as far as elsewhere", ratio)
          + "; it may be cropped or not close around the sphere"
      }
    }
  }

  /// What looks wrong, from the samples that were looked at closely.
  public var doubts: [Doubt] {
    var doubts: [Doubt] = []
    let (flatAsFace, flatAsRay) = (kinds[.cubeFaceDepth] ?? 0, kinds[.rayDistance] ?? 0)
    if flatAsFace > flatAsRay { doubts.append(.perpendicularDepth(samples: flatAsFace, of: flatAsFace + flatAsRay)) }
    if let shift = alignment?.telling { doubts.append(.shiftedDepth(right: shift.right, down: shift.down)) }
    if let ratio = medianSeamRatio, ratio > Self.suspiciousSeam { doubts.append(.openSeam(ratio: ratio)) }
    return doubts
  }

  /// Walls meet the seam at all angles; medians of sets that close lie between 0.5 and 1.5.
  private static let suspiciousSeam = 3.0
}

extension EdgeAlignment {
  /// A shift of two pixels or more that agrees clearly better than none; nil where there is none.
  fileprivate var telling: (right: Double, down: Double)? {
    func tells(_ shift: Shift) -> Bool {
      abs(shift.pixels) >= 2 && shift.correlation > 0.05 && shift.correlation > 1.1 * unshifted.correlation
    }
    // Each axis is searched with the other unshifted; what the weaker finds is chance then.
    let (columns, rows) = (bestColumns, bestRows)
    if tells(columns), columns.correlation >= rows.correlation { return (columns.degrees, 0) }
    return tells(rows) ? (0, rows.degrees) : nil
  }
}
