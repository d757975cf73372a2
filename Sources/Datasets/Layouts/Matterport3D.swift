// SPDX-License-Identifier: Apache-2.0

/// Matterport3D's skyboxes, stitched to panoramas by others.
///
/// - UniFuse's: `HOUSE/pano_skybox_color/ID.jpg` and `HOUSE/pano_depth/ID.png`: steps of 1/4000 m, 0 unknown, which the
///   poles are.
/// - BiFuse's: `HOUSE/ID/color.jpg` and `HOUSE/ID/depth.npy`: metres, 0.01 unknown. Its lists name houses.
extension Layout {
  static let matterport3D = Layout(
    scheme: "matterport3d", title: "Matterport3D", options: [.split, .list, .stitch, .cap],
    samples: { folder throws(DatasetsError) in
      try folder.uri.options["stitch"] == "bifuse" ? bifuse(folder) : unifuse(folder)
    })

  private static func unifuse(_ folder: DatasetFolder) throws(DatasetsError) -> [SampleFiles] {
    let encoding = DepthEncoding(step: 1.0 / 4000).capped(folder.uri)
    let pictures = try folder.pictures(
      expected: "HOUSE/pano_skybox_color/ID.jpg (for BiFuse's stitching, set stitch=bifuse)",
      lists: { ["matterport3d_\($0).txt"] + DatasetFolder.commonNames($0) }, skipping: ["pano_depth"],
      where: { $0.holds("pano_skybox_color/") && ($0.hasSuffix(".jpg") || $0.hasSuffix(".png")) })
    return pictures.map { picture in
      let depth = picture.replacing("pano_skybox_color/", with: "pano_depth/").dropLast(4) + ".png"
      return SampleFiles(
        name: picture, picture: folder.file(picture),
        depth: SampleFiles.DepthFile(path: folder.file(String(depth)), encoding: encoding))
    }
  }

  private static func bifuse(_ folder: DatasetFolder) throws(DatasetsError) -> [SampleFiles] {
    let encoding = DepthEncoding(nearest: 0.01).capped(folder.uri)
    let pictures = try folder.pictures(
      expected: "HOUSE/ID/color.jpg", lists: { DatasetFolder.commonNames($0) + ["mp3d_scenes_\($0).txt"] },
      where: { $0.hasSuffix("/color.jpg") })
    return pictures.map { picture in
      let depth = folder.file(picture.dropLast("color.jpg".count) + "depth.npy")
      return SampleFiles(
        name: picture, picture: folder.file(picture), depth: SampleFiles.DepthFile(path: depth, encoding: encoding))
    }
  }
}

extension DataOption {
  fileprivate static let stitch = DataOption(name: "stitch", values: .oneOf(["unifuse", "bifuse"]))
}
