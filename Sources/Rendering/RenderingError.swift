// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Why a scene cannot be rendered.
public enum RenderingError: Error, Sendable, Hashable {
  /// Geometry that contradicts itself, as an index beyond the corners.
  case invalidGeometry(String)
  /// A picture without pixels, or a camera nowhere.
  case invalidView(String)
  /// The ray tracer refused; what it was asked for, and its own words.
  case rayTracer(String, message: String)
}

extension RenderingError: CustomStringConvertible {
  /// What happened, to what, and what to do about it.
  public var description: String {
    switch self {
    case .invalidGeometry(let fault):
      "the scene's geometry is not valid: \(fault); repair the mesh, or export it again"
    case .invalidView(let fault):
      "there is no picture of \(fault); give a width, a height and a place in metres"
    case .rayTracer(let task, let message):
      "Embree could not \(task): \(message); check that there is memory enough, or render a smaller scene"
    }
  }
}
