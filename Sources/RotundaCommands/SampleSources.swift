// SPDX-License-Identifier: Apache-2.0

import RotundaDatasets
import RotundaScenes

/// The data sources that a URI can name.
///
/// The table is here, above Datasets and Scenes, so that neither needs to know the other's sources.
enum SampleSources {
  /// Opens `rooms:seed=7,count=200` for panoramas of a given size.
  ///
  /// - Throws: `CommandError.unknownData` where the URI names no source or has a wrong option.
  static func open(_ uri: String, width: Int, height: Int) throws -> any SampleSource {
    let parts = uri.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.first == "rooms" else { throw CommandError.unknownData(uri: uri) }
    var seed: UInt64 = 1
    var count: Int?
    for option in parts.dropFirst().joined().split(separator: ",") {
      let pair = option.split(separator: "=", maxSplits: 1)
      switch (pair.first, pair.last) {
      case ("seed", let value?) where UInt64(value) != nil: seed = UInt64(value) ?? seed
      case ("count", let value?) where Int(value) ?? 0 > 0: count = Int(value)
      default: throw CommandError.unknownData(uri: uri)
      }
    }
    return RoomsSource(seed: seed, count: count, width: width, height: height)
  }

  /// Opens a source that ends, with the number of its samples.
  ///
  /// - Throws: `CommandError.unknownData` also where the URI names no count.
  static func openFinite(_ uri: String, width: Int, height: Int) throws -> (source: any SampleSource, count: Int) {
    let source = try open(uri, width: width, height: height)
    guard let count = source.count else { throw CommandError.unknownData(uri: "\(uri) without count=N") }
    return (source, count)
  }
}
