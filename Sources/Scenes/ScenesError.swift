// SPDX-License-Identifier: Apache-2.0

/// Why a scene cannot be photographed.
public enum ScenesError: Error, Sendable, Hashable {
  /// Geometry that contradicts itself, as an index beyond the corners.
  case invalidGeometry(String)
  /// A picture without pixels, or a camera nowhere.
  case invalidView(String)
  /// The ray tracer refused; what it was asked for, and its own words.
  case rayTracer(String, message: String)
  /// An option of `rooms:` is unknown or has no such value.
  case badAddress(option: String)
  /// A file is not a scene's record.
  case unreadableRecord(path: String)
  /// A folder holds what other settings made.
  case otherRecord(path: String)
}

extension ScenesError: CustomStringConvertible {
  /// What happened, to what, and what to do about it.
  public var description: String {
    switch self {
    case .invalidGeometry(let fault):
      "the scene's geometry is not valid: \(fault); repair the mesh, or export it again"
    case .invalidView(let fault):
      "there is no picture of \(fault); give a width, a height and a place in metres"
    case .rayTracer(let task, let message):
      "Embree could not \(task): \(message); check that there is memory enough, or render a smaller scene"
    case .badAddress(let option):
      "rooms: has no option \(option); write rooms:seed=N,count=N,look=photo, with a count above 0 and look=photo or "
        + "look=synthetic, each of the three or none"
    case .unreadableRecord(let path):
      "\(path) is not the scene.json of a rendered scene"
    case .otherRecord(let path):
      "\(path) records other settings or another version of the program; choose another --output, or remove that folder"
    }
  }
}
