// SPDX-License-Identifier: Apache-2.0

/// How one public dataset lies on disk: what its URI may say, and where its samples are.
///
/// A new one is a file in `Layouts` and a line in `all`.
public struct Layout: Sendable {
  /// What its URIs begin with, as `360d`.
  public let scheme: String
  /// What people call the dataset.
  public let title: String
  /// What its URIs may set.
  public let options: [DataOption]
  /// Finds the samples in a folder, in a fixed order.
  let samples: @Sendable (DatasetFolder) throws(DatasetsError) -> [SampleFiles]

  /// Every layout that is read.
  public static let all: [Layout] = [
    .threeD360, .threeD60, .rotunda, .pano3D, .stanford2D3D, .matterport3D, .matterport360, .structured3D, .replica360,
    .sun360, .folder,
  ]

  /// Datasets that are no longer distributed.
  private static let withdrawn = ["panosuncg"]

  /// Opens the files that a URI names, as samples of a size.
  ///
  /// Nothing but names and lists is read yet; a missing or damaged file is an error of its sample.
  /// - Throws: `DatasetsError` where there is no such layout, option, folder, list or sample.
  public static func open(_ uri: DataURI, width: Int, height: Int) throws(DatasetsError) -> FileSource {
    guard !withdrawn.contains(uri.scheme) else { throw .withdrawn(uri: uri.description) }
    guard let layout = all.first(where: { $0.scheme == uri.scheme }) else {
      throw .unknownScheme(uri: uri.description, known: all.map(\.scheme))
    }
    for (name, value) in uri.options.sorted(by: { $0.key < $1.key }) {
      guard let option = layout.options.first(where: { $0.name == name }) else {
        throw .unknownOption(uri: uri.description, option: name, known: layout.options.map(\.name))
      }
      try option.check(value, of: uri)
    }
    let samples = try layout.samples(DatasetFolder(uri))
    return FileSource(uri: uri, samples: samples, width: width, height: height)
  }
}
