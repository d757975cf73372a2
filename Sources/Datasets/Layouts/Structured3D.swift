// SPDX-License-Identifier: Apache-2.0

/// Structured3D: 3500 designed homes, rendered.
///
/// Pictures `scene_00000/2D_rendering/ROOM/panorama/full/rgb_rawlight.png`, also `simple` and `empty`, `coldlight` and
/// `warmlight`; `depth.png` beside them: millimetres, 0 unknown. Scenes below 3000 are the training set, those below
/// 3250 for validation, the others the test set, unless lists of scenes say otherwise.
extension Layout {
  static let structured3D = Layout(
    scheme: "structured3d", title: "Structured3D", options: [.furniture, .light, .split, .list, .cap],
    samples: { folder throws(DatasetsError) in
      let furniture = folder.uri.options["furniture"] ?? "full"
      let name = "rgb_\(folder.uri.options["light"] ?? "raw")light.png"
      let ending = "/panorama/\(furniture)/\(name)"
      let pictures = try folder.pictures(
        expected: "scene_N/2D_rendering/ROOM\(ending)", skipping: ["perspective"], split: officialSplit,
        where: { $0.hasSuffix(ending) })
      let encoding = DepthEncoding().capped(folder.uri)
      return pictures.map { picture in
        SampleFiles(
          name: picture, picture: folder.file(picture),
          depth: SampleFiles.DepthFile(
            path: folder.file(picture.dropLast(name.count) + "depth.png"), encoding: encoding))
      }
    })

  private static func officialSplit(_ path: String) -> String? {
    let prefix = "scene_"
    let scene = path.split(separator: "/").first { $0.hasPrefix(prefix) }
    guard let number = (scene?.dropFirst(prefix.count)).flatMap({ Int($0) }) else { return nil }
    return number < 3000 ? "train" : number < 3250 ? "val" : "test"
  }
}

extension DataOption {
  fileprivate static let furniture = DataOption(name: "furniture", values: .oneOf(["full", "simple", "empty"]))
  fileprivate static let light = DataOption(name: "light", values: .oneOf(["raw", "warm", "cold"]))
}
