// SPDX-License-Identifier: Apache-2.0

/// Stanford 2D-3D-Semantics: six buildings' areas, scanned.
///
/// Pictures `area_1/pano/rgb/camera_..._frame_equirectangular_domain_rgb.png`, depth in `pano/depth` with `_depth.png`:
/// steps of 1/512 m, 65 535 unknown; ray distance in panoramas. The top and bottom 15 % of the rows were not seen.
/// Copies leave out `pano`; UniFuse's has pictures with filled poles in `rgb_`, which are preferred, HoHoNet's has `img`.
/// Without a list, area 5 is the test set and the others the training set (the dataset's first fold).
extension Layout {
  static let stanford2D3D = Layout(
    scheme: "stanford2d3d", title: "Stanford2D3D", options: [.split, .list, .cap],
    samples: { folder throws(DatasetsError) in
      let pictures = try folder.pictures(
        expected: "area_N/pano/rgb/*\(ending)", lists: { ["stanford2d3d_\($0).txt"] + DatasetFolder.commonNames($0) },
        skipping: ["data", "3d", "raw", "depth", "global_xyz", "normal", "pose", "semantic", "semantic_pretty"],
        split: { $0.replacing("_", with: "").contains("area5") ? "test" : "train" },
        where: { $0.hasSuffix(ending) })
      let encoding = DepthEncoding(step: 1.0 / 512, invalidSteps: [65_535]).capped(folder.uri)
      var areas: [String: Area] = [:]
      var names: Set<String> = []
      var samples: [SampleFiles] = []
      for picture in pictures {
        let (name, areaName) = (picture.split(separator: "/").last ?? "", Area.name(ofPicture: picture))
        // The same panorama may lie in `rgb` and filled in `rgb_`.
        guard names.insert("\(areaName)/\(name)").inserted else { continue }
        let area = areas[areaName] ?? Area(areaName, in: folder)
        areas[areaName] = area
        samples.append(
          SampleFiles(
            name: "\(areaName)/\(name)", picture: folder.file("\(area.pictures)/\(name)"),
            depth: SampleFiles.DepthFile(
              path: folder.file("\(area.depths)/\(name.dropLast(ending.count))_depth.png"), encoding: encoding)))
      }
      return samples
    })

  private static let ending = "_rgb.png"
}

/// Where an area's files lie.
private struct Area {
  let pictures: String
  let depths: String

  /// `area_5a` of `area_5a/pano/rgb/...`: all that comes before the folder of the pictures.
  static func name(ofPicture path: String) -> String {
    let folders = path.split(separator: "/").dropLast(2)
    return (folders.last == "pano" ? folders.dropLast() : folders).joined(separator: "/")
  }

  init(_ name: String, in folder: DatasetFolder) {
    func first(_ candidates: [String], instead: String) -> String {
      candidates.map { "\(name)/\($0)" }.first(where: folder.isFolder) ?? "\(name)/\(instead)"
    }
    pictures = first(["rgb_", "pano/rgb_", "img", "pano/rgb", "rgb"], instead: "pano/rgb")
    depths = first(["pano/depth", "depth"], instead: "pano/depth")
  }
}
