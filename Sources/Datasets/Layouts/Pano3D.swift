// SPDX-License-Identifier: Apache-2.0

/// Pano3D (CVPR workshops 2021): Matterport3D and GibsonV2, rendered.
///
/// Pictures `SCENE/3_spherical_1_emission_center_0.png`, metres in `SCENE/3_spherical_1_depth_center_0.exr`, infinite
/// where nothing was hit. The filmic look is colour only, in a folder with `_filmic` after its name: beside the
/// dataset's or beside the scene's. Splits are YAML: scenes and the files of each.
extension Layout {
  static let pano3D = Layout(
    scheme: "pano3d", title: "Pano3D", options: [.split, .list, .place, .look, .cap],
    samples: { folder throws(DatasetsError) in
      let centres = try folder.pictures(
        expected: "SCENE/*\(centre)*.png", lists: { ["M3D_v1_\($0).yaml", "\($0).yaml", "\($0).txt"] },
        where: { $0.holds(centre) && $0.hasSuffix(".png") })
      let place = "_emission_\(folder.uri.options["view"] ?? "center")_"
      let colour = try ColourFolder(folder)
      let encoding = DepthEncoding().capped(folder.uri)
      return centres.map { path in
        let picture = path.replacing(centre, with: place)
        let depth = picture.replacing("_emission_", with: "_depth_").dropLast(4) + ".exr"
        return SampleFiles(
          name: picture, picture: colour.file(picture),
          depth: SampleFiles.DepthFile(path: folder.file(String(depth)), encoding: encoding))
      }
    })

  /// Lists name the picture at the centre; those to its left, right, up and down are named alike.
  private static let centre = "_emission_center_"
}

extension DataOption {
  fileprivate static let place = DataOption(name: "view", values: .oneOf(["center", "left", "right", "up", "down"]))
  fileprivate static let look = DataOption(name: "look", values: .oneOf(["plain", "filmic"]))
}

/// Where the colours of the asked-for look lie.
private enum ColourFolder {
  case plain(DatasetFolder)
  /// `DATASET_filmic/SCENE/...`
  case filmicDataset(DatasetFolder)
  /// `DATASET/SCENE_filmic/...`
  case filmicScenes(DatasetFolder)

  private static let suffix = "_filmic"

  init(_ folder: DatasetFolder) throws(DatasetsError) {
    if folder.uri.options["look"] != "filmic" {
      self = .plain(folder)
    } else if SampleFiles.exists(folder.path + Self.suffix) {
      self = .filmicDataset(folder)
    } else if try folder.names(in: "").contains(where: { $0.hasSuffix(Self.suffix) }) {
      self = .filmicScenes(folder)
    } else {
      throw .missingFolder(uri: folder.uri.description, path: folder.path + Self.suffix)
    }
  }

  func file(_ path: String) -> String {
    switch self {
    case .plain(let folder): folder.file(path)
    case .filmicDataset(let folder): "\(folder.path)\(Self.suffix)/\(path)"
    case .filmicScenes(let folder):
      folder.file(path.split(separator: "/").dropLast().joined(separator: "/"))
        + "\(Self.suffix)/\(path.split(separator: "/").last ?? "")"
    }
  }
}
