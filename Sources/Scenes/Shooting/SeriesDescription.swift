// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What scenes are made from, in a form that can be kept in a file.
public enum SeriesDescription: Codable, Sendable, Hashable {
  /// Random homes of a seed in a look, under a sky from a file where one is named.
  case rooms(seed: UInt64, look: RoomLook, sky: FileStamp?)
  /// A mesh.
  case mesh(source: MeshDescription)

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

  /// A mesh file, how it is read, and where cameras stand.
  public struct MeshDescription: Codable, Sendable, Hashable {
    /// The mesh.
    public var file: FileStamp
    /// How it is placed and lit.
    public var options: MeshOptions
    /// Positions of cameras; nil where they are sampled.
    public var positions: FileStamp?
    /// Cameras to sample.
    public var count: Int
    /// Seed of the sampling.
    public var seed: UInt64
    /// What lights it from outside, where it is lit.
    public var sky: FileStamp?

    /// A mesh with everything that its panoramas depend on.
    public init(
      file: FileStamp, options: MeshOptions, positions: FileStamp?, count: Int, seed: UInt64, sky: FileStamp?
    ) {
      (self.file, self.options, self.positions) = (file, options, positions)
      (self.count, self.seed, self.sky) = (count, seed, sky)
    }
  }
}
