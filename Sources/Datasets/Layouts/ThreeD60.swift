// SPDX-License-Identifier: Apache-2.0

/// 360D (OmniDepth, ECCV 2018), 3D60 (3DV 2019 and v1), and what `rotunda render` writes, which lies on disk as they do.
///
/// Pictures `..._color_0_Left_Down_90.0.png`, ray distance in metres in `..._depth_0_Left_Down_90.0.exr`; the number is
/// the angle by which the viewpoint is turned. 3D60 has `Right` and `Up` beside `Left_Down`, 0.26 m away. Holes are 0,
/// NaN, infinite or huge.
extension Layout {
  static let threeD360 = Layout(
    scheme: "360d", title: "360D", options: [.split, .list, .view, .suncg, .cap],
    samples: { folder throws(DatasetsError) in
      try ViewFiles(folder).samples { split in
        // The published test list, of all four turns, stands before the later one of a row a viewpoint.
        ["\(split).txt", "caffe_\(split).txt", "eccv18/caffe_\(split).txt", "pytorch_\(split).txt"]
          + ["eccv18/pytorch_\(split).txt", "360d_\(split).txt", "3d60_\(split).txt"]
      }
    })

  static let threeD60 = Layout(
    scheme: "3d60", title: "3D60", options: [.split, .list, .view, .suncg, .cap, .partners],
    samples: { folder throws(DatasetsError) in
      try ViewFiles(folder).samples { split in
        ["\(split).txt", "3dv19/\(split).txt", "v1/3D60_\(split).txt", "3D60_\(split).txt", "3d60_\(split).txt"]
      }
    })

  static let rotunda = Layout(
    scheme: "rotunda", title: "rooms written by rotunda render",
    options: [.split, .list, .view, .cap, .partners],
    samples: { folder throws(DatasetsError) in try ViewFiles(folder).samples { ["\($0).txt"] } })
}

extension DataOption {
  fileprivate static let view = DataOption(name: "view", values: .oneOf(["center", "right", "up"]))
  /// Whether the centre's samples come with what the cameras beside and above saw.
  fileprivate static let partners = DataOption(name: "partners", values: .oneOf(["yes", "no"]))
}

/// The files of the 360D family.
private struct ViewFiles {
  private let folder: DatasetFolder
  private let parts: DatasetParts
  private let encoding: DepthEncoding
  /// What the asked-for view is called in file names.
  private let view: String
  private let keepsSunCG: Bool

  init(_ folder: DatasetFolder) throws(DatasetsError) {
    self.folder = folder
    parts = try DatasetParts(folder)
    encoding = DepthEncoding().capped(folder.uri)
    view = ["right": "_Right_", "up": "_Up_"][folder.uri.options["view"] ?? "center"] ?? "_Left_Down_"
    keepsSunCG = folder.uri.options["suncg"] != "no"
    if let view = folder.uri.options["view"], view != "center", folder.uri.options["partners"] == "yes" {
      // The others stand beside and above the centre.
      throw .unknownValue(
        uri: folder.uri.description, option: "partners", value: "yes", possible: "no where view is \(view)")
    }
  }

  func samples(lists: (String) -> [String]) throws(DatasetsError) -> [SampleFiles] {
    guard let list = try folder.list(names: lists) else { return try all() }
    var samples: [SampleFiles] = []
    for row in list.rows where keepsSunCG || parts.part(ofPath: row.columns[0]) != .suncg {
      samples.append(try sample(of: row, in: list))
    }
    guard !samples.isEmpty else { throw .emptyList(path: list.path) }
    return samples
  }

  /// Every picture in the folder, where no list is asked for.
  private func all() throws(DatasetsError) -> [SampleFiles] {
    let pictures = try folder.files { path in
      isPicture(path) && (keepsSunCG || parts.part(ofPath: path) != .suncg)
    }
    guard !pictures.isEmpty else {
      throw .noSamples(uri: folder.uri.description, path: folder.uri.path, expected: "*_color_*\(view)*.png")
    }
    return pictures.map { sample(picture: $0, depth: Self.depthPath(ofPicture: $0)) }
  }

  private func isPicture(_ path: String) -> Bool {
    let name = Self.fileName(path)
    return name.holds("_color_") && name.holds(view)
  }

  private static func fileName(_ path: String) -> Substring {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[path.utf8.index(after: $0)...] } ?? path[...]
  }

  /// `..._depth_....exr` of `..._color_....png`.
  private static func depthPath(ofPicture path: String) -> String {
    let name = fileName(path)
    let depth = name.replacing("_color_", with: "_depth_")
    let stem = depth.lastIndex(of: ".").map { depth[..<$0] } ?? depth[...]
    return path.dropLast(name.count) + "\(stem).exr"
  }

  /// The columns of the asked-for view: of nine, colour, depth and normals of three views; of two, colour and depth.
  private func sample(of row: SplitList.Row, in list: SplitList) throws(DatasetsError) -> SampleFiles {
    func column(_ kind: String) -> String? {
      row.columns.first {
        let name = Self.fileName($0)
        return name.holds(view) && name.holds(kind)
      }
    }
    if let picture = column("_color_"), let depth = column("_depth_") {
      return sample(picture: parts.pathOnDisk(picture), depth: parts.pathOnDisk(depth))
    }
    guard row.columns.count == 2, view == "_Left_Down_" else {
      throw .badList(
        path: list.path, line: row.line,
        reason: "among \(row.columns.count) columns there is no *_color_*\(view)* with its *_depth_*\(view)*")
    }
    return sample(picture: parts.pathOnDisk(row.columns[0]), depth: parts.pathOnDisk(row.columns[1]))
  }

  private func sample(picture: String, depth: String) -> SampleFiles {
    var sample = SampleFiles(
      name: picture, picture: folder.file(picture),
      depth: SampleFiles.DepthFile(path: folder.file(depth), encoding: encoding))
    if folder.uri.options["partners"] == "yes" {
      sample.partners = SampleFiles.Partners(
        right: partner("_Right_", picture: picture, depth: depth), up: partner("_Up_", picture: picture, depth: depth))
      // Of a turned viewpoint the cameras beside it are not to its right.
      return sample
    }
    if let straight = Self.unturned(picture), let depth = Self.unturned(depth), straight.degrees == depth.degrees {
      sample.unturned = SampleFiles.Unturned(
        picture: folder.file(straight.path), depth: folder.file(depth.path), degrees: straight.degrees)
    }
    return sample
  }

  /// The files of another camera, named as those of the centre are.
  private func partner(_ camera: String, picture: String, depth: String) -> SampleFiles.Partners.View {
    func file(_ path: String) -> String {
      let name = Self.fileName(path)
      return folder.file("\(path.dropLast(name.count))\(name.replacing(view, with: camera))")
    }
    return SampleFiles.Partners.View(
      picture: file(picture), depth: SampleFiles.DepthFile(path: file(depth), encoding: encoding))
  }

  /// `..._90.0.png` as `..._0.0.png` and 90.
  private static func unturned(_ path: String) -> (path: String, degrees: Int)? {
    guard let dot = path.lastIndex(of: "."), let underscore = path[..<dot].lastIndex(of: "_") else { return nil }
    let angle = path[path.index(after: underscore)..<dot]
    guard let degrees = Double(angle).flatMap(Int.init(exactly:)), (1..<360).contains(degrees) else { return nil }
    return ("\(path[...underscore])0.0\(path[dot...])", degrees)
  }
}
