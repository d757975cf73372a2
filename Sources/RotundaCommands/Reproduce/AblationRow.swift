// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaDatasets
  import RotundaImaging
  import RotundaSphere

  /// What several models see in one picture: the picture, their depth maps in one range of colours, and their normals;
  /// before those the true depth and its normals, where they are known.
  struct AblationRow {
    let sample: Sample
    let predictions: [DepthMap]

    private static let (width, height) = (256, 128)
    private static let hole = SIMD3<UInt8>(40, 40, 40)

    /// All rows below each other, with captions over every picture.
    static func sheet(_ rows: [AblationRow], titles: [String]) -> RGBImage {
      var pictures: [RGBImage] = []
      var captions: [String] = []
      for row in rows {
        let hasTruth = row.sample.depth != nil
        let maps = (row.sample.depth.map { [$0] } ?? []) + row.predictions
        let names = (hasTruth ? ["truth"] : []) + titles
        pictures += [row.sample.panorama.image.resized(width: width, height: height)] + row.depthPictures(maps)
        captions += [row.sample.name] + names
        // The normals stand below their depth maps.
        pictures += [RGBImage(width: width, height: height, pixels: blank)] + maps.map(normalPicture)
        captions += [""] + names.map { "normals: \($0)" }
      }
      let columns = titles.count + 1 + (rows.contains { $0.sample.depth != nil } ? 1 : 0)
      return ContactSheet(pictures, captions: captions, columns: columns).image
    }

    private static var blank: [UInt8] { [UInt8](repeating: 16, count: 3 * width * height) }

    private func depthPictures(_ maps: [DepthMap]) -> [RGBImage] {
      let colours = DepthPreview(of: maps[0])
      return maps.map { map in
        Self.picture(map.width, map.height) { colours.colour(of: Double(map.values[$0])) }
      }
    }

    /// Components from -1 to 1 as red, green and blue.
    private static func normalPicture(_ map: DepthMap) -> RGBImage {
      let normals = EquirectangularGrid(width: map.width, height: map.height).normals(ofDepth: map.values)
      return picture(map.width, map.height) { index in
        let normal = SIMD3(normals[3 * index], normals[3 * index + 1], normals[3 * index + 2])
        guard normal != .zero else { return hole }
        return SIMD3<UInt8>((normal * 127.5 + 127.5).rounded(.toNearestOrAwayFromZero))
      }
    }

    private static func picture(_ width: Int, _ height: Int, _ colour: (Int) -> SIMD3<UInt8>) -> RGBImage {
      let pixels = (0..<width * height).flatMap { index in
        let colour = colour(index)
        return [colour.x, colour.y, colour.z]
      }
      return RGBImage(width: width, height: height, pixels: pixels).resized(width: Self.width, height: Self.height)
    }
  }
#endif
