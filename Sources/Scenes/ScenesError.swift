// SPDX-License-Identifier: Apache-2.0

/// Why there are no scenes to photograph.
public enum ScenesError: Error, Sendable, Hashable {
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
    case .badAddress(let option):
      "rooms: has no option \(option); write rooms:seed=N,count=N,look=photo,partners=yes, with a count above 0, look=photo "
        + "or look=synthetic and partners=yes or partners=no, each of the four or none"
    case .unreadableRecord(let path):
      "\(path) is not the scene.json of a rendered scene"
    case .otherRecord(let path):
      "\(path) records other settings or another version of the program; choose another --output, or remove that folder"
    }
  }
}
