// SPDX-License-Identifier: Apache-2.0

/// Matterport3D 360 (University of Bath, 360MonoDepth): Matterport3D rendered to panoramas.
///
/// Pictures `.../HOUSE/ID_rgb.png`, metres in `.../HOUSE/ID_depth.dpt`, not positive where unknown. Lists name houses.
extension Layout {
  static let matterport360 = Layout(
    scheme: "matterport360", title: "Matterport3D 360", options: [.split, .list, .cap],
    samples: { folder throws(DatasetsError) in
      let encoding = DepthEncoding().capped(folder.uri)
      let pictures = try folder.pictures(expected: "HOUSE/ID\(ending)", where: { $0.hasSuffix(ending) })
      return pictures.map { picture in
        SampleFiles(
          name: picture, picture: folder.file(picture),
          depth: SampleFiles.DepthFile(
            path: folder.file(picture.dropLast(ending.count) + "_depth.dpt"), encoding: encoding))
      }
    })

  private static let ending = "_rgb.png"
}
