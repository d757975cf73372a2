// SPDX-License-Identifier: Apache-2.0

/// Replica 360 (2K and 4K): the Replica scans, rendered to panoramas.
///
/// Pictures `SCENE/0000_rgb_pano.jpg`, metres in `SCENE/0000_depth_pano.dpt`, not positive where unknown, and where
/// there is a `SCENE/0000_mask_pano.png`, unknown where that is black.
extension Layout {
  static let replica360 = Layout(
    scheme: "replica360", title: "Replica 360", options: [.split, .list, .cap],
    samples: { folder throws(DatasetsError) in
      let encoding = DepthEncoding().capped(folder.uri)
      let pictures = try folder.pictures(
        expected: "SCENE/N\(ending).jpg", where: { $0.hasSuffix("\(ending).jpg") || $0.hasSuffix("\(ending).png") })
      return pictures.map { picture in
        let stem = picture.dropLast(ending.count + 4)
        return SampleFiles(
          name: picture, picture: folder.file(picture),
          depth: SampleFiles.DepthFile(
            path: folder.file("\(stem)_depth_pano.dpt"), encoding: encoding, mask: folder.file("\(stem)_mask_pano.png"))
        )
      }
    })

  private static let ending = "_rgb_pano"
}
