// SPDX-License-Identifier: Apache-2.0

/// Why a scene cannot be photographed.
public enum ScenesError: Error, Sendable, Hashable {
  /// Geometry that contradicts itself, as an index beyond the corners.
  case invalidGeometry(String)
  /// The ray tracer refused; what it was asked for, and its own words.
  case rayTracer(String, message: String)
}

extension ScenesError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidGeometry(let fault):
      "the scene's geometry is not valid: \(fault); repair the mesh, or export it again"
    case .rayTracer(let task, let message):
      "Embree could not \(task): \(message); check that there is memory enough, or render a smaller scene"
    }
  }
}
