// SPDX-License-Identifier: Apache-2.0

/// What scenes are made from, in a form that can be kept in a file.
public enum SeriesDescription: Codable, Sendable, Hashable {
  /// Random homes of a seed in a look, under a sky from a file where one is named.
  case rooms(seed: UInt64, look: RoomLook, sky: FileStamp?)

  /// A file that has to be the same for the same result.
  public struct FileStamp: Codable, Sendable, Hashable {
    /// Its path as it was given.
    public var path: String
    /// SHA-256 of its bytes, in hexadecimal.
    public var sha256: String

    /// A file with its digest.
    public init(path: String, sha256: String) {
      self.path = path
      self.sha256 = sha256
    }
  }
}
