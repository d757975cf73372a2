// SPDX-License-Identifier: Apache-2.0

import RotundaDatasets
import RotundaScenes

/// The data sources that a URI can name.
///
/// The table is here, above Datasets and Scenes, so that neither needs to know the other's sources.
enum SampleSources {
  /// Opens `rooms:seed=7,count=200`, or files as in `360d:/data/360D?split=test`, as panoramas of a given size.
  ///
  /// - Throws: `CommandError.unknownData` where the URI names no source, `DatasetsError` where files are not as it says.
  static func open(_ uri: String, width: Int, height: Int) throws -> any SampleSource {
    let parsed = try DataURI(parsing: uri)
    if parsed.scheme == "rooms" { return try rooms(parsed, width: width, height: height) }
    do {
      return try Layout.open(parsed, width: width, height: height)
    } catch .unknownScheme {
      throw CommandError.unknownData(uri: uri)
    }
  }

  /// Opens several sources as one, as `CombinedSource` says.
  static func open(_ uris: [String], width: Int, height: Int) throws -> any SampleSource {
    try joined(uris.map { try open($0, width: width, height: height) })
  }

  /// Several sources as one, as `CombinedSource` says; one is itself.
  static func joined(_ sources: [any SampleSource]) throws(DatasetsError) -> any SampleSource {
    sources.count == 1 ? sources[0] : try CombinedSource(sources)
  }

  /// The address of photographs: one as it is, a path as the folder that it names.
  static func photographs(at place: String) -> String {
    let scheme = place.prefix { $0.isLetter || $0.isNumber }
    let isAddress = !scheme.isEmpty && place.dropFirst(scheme.count).first == ":"
    return isAddress ? place : DataURI(folder: place).description
  }

  private static func rooms(_ uri: DataURI, width: Int, height: Int) throws -> RoomsSource {
    guard uri.options.isEmpty else { throw CommandError.unknownData(uri: uri.description) }
    return RoomsSource(try RoomsAddress(parsing: uri.path), width: width, height: height)
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
