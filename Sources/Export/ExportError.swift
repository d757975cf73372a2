// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging

/// What can go wrong between a depth map and a file for other programs.
public enum ExportError: Error, Sendable, Hashable {
  /// A picture is not twice as wide as it is high.
  case notEquirectangular(what: String, width: Int, height: Int)
  /// A map is not as large as the depth map it belongs to.
  case otherSize(what: String, width: Int, height: Int, expected: Int)
  /// No pixel holds a distance.
  case nothingValid
  /// Every point was filtered away.
  case nothingLeft(maximumDistance: Double?, leastGrazing: Double)
  /// The result does not fit its format.
  case tooLarge(format: ExportFormat, bytes: Int)
  /// A part of the viewer is missing beside the program.
  case viewerMissing(part: String)
  /// A picture or file could not be written.
  case imaging(ImagingError)
}

extension ExportError: CustomStringConvertible {
  /// What happened, to what, and what to do.
  public var description: String {
    switch self {
    case .notEquirectangular(let what, let width, let height):
      "the \(what) is \(width)x\(height), and a full sphere is twice as wide as high"
    case .otherSize(let what, let width, let height, let expected):
      "the \(what) is \(width)x\(height), but belongs to a depth map that is \(expected) wide; give them the same size"
    case .nothingValid: "no pixel of the depth map holds a distance"
    case .nothingLeft(let distance, let grazing):
      "no point is left: every one is "
        + (distance.map { "farther than \($0) m or " } ?? "")
        + "seen at less than \(grazing) degrees to its surface; relax the limits"
    case .tooLarge(let format, let bytes):
      "\(bytes) bytes do not fit a \(format.rawValue) file of 4 GiB; ask for fewer points or faces, or a smaller photo"
    case .viewerMissing(let part):
      "the viewer's \(part) is missing beside the program; keep its folder rotunda_RotundaExport.resources with it"
    case .imaging(let error): error.description
    }
  }
}
