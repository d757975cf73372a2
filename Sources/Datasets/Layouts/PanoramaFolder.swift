// SPDX-License-Identifier: Apache-2.0

/// Panoramas without depth: SUN360, or any folder with others in it.
extension Layout {
  static let sun360 = Layout(scheme: "sun360", title: "SUN360", options: [], samples: unlabelled)
  static let folder = Layout(scheme: "folder", title: "any folder of panoramas", options: [], samples: unlabelled)

  private static let endings = [".jpg", ".jpeg", ".png", ".webp", ".hdr", ".exr"]

  @Sendable private static func unlabelled(_ folder: DatasetFolder) throws(DatasetsError) -> [SampleFiles] {
    let pictures = try folder.pictures(
      expected: endings.map { "*\($0)" }.joined(separator: ", "),
      where: { path in endings.contains(where: path.lowercased().hasSuffix) })
    return pictures.map { SampleFiles(name: $0, picture: folder.file($0)) }
  }
}
