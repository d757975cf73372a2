// SPDX-License-Identifier: Apache-2.0

/// A picture file whose header has been read, ready to be decoded.
struct PictureDecoder {
  let header: PanoramaHeader
  private let file: SourceFile
  private let source: Source

  /// One case a format that holds pictures, with what its header gave.
  private enum Source {
    case jpeg(JPEGFile)
    case png(PNGFile)
    case webp(WebPFile)
    case radianceHDR(RadianceHDRFile)
    case openEXR(OpenEXRFile)
  }

  init(_ file: SourceFile) throws(ImagingError) {
    self.file = file
    let format = try file.format()
    let picture: StoredPicture
    switch format {
    case .jpeg:
      let jpeg = try JPEGFile(file)
      (source, picture) = (.jpeg(jpeg), jpeg.picture)
    case .png:
      let png = try PNGFile(file)
      (source, picture) = (.png(png), png.picture)
    case .webp:
      let webp = try WebPFile(file)
      (source, picture) = (.webp(webp), webp.picture)
    case .radianceHDR:
      let hdr = try RadianceHDRFile(file)
      (source, picture) = (.radianceHDR(hdr), hdr.picture)
    case .openEXR:
      let exr = try OpenEXRFile(file)
      (source, picture) = (.openEXR(exr), exr.picture)
    case .npy, .pfm, .dpt:
      throw .notPicture(path: file.path, format: format)
    }
    try file.checkSides(of: picture, format: format)
    header = PanoramaHeader(format: format, picture: picture)
  }

  /// The panorama: decoded, upright, on its full sphere.
  func panorama(_ options: ReadingOptions) throws(ImagingError) -> Panorama {
    try file.check(
      width: header.width, height: header.height, format: header.format, maximumPixels: options.maximumPixels)
    if !options.acceptsAnyAspect { try checkSphere() }
    let reduction = reduction(for: options)
    try checkPlacement(reduction: reduction, options)
    let picture = header.orientation.upright(try decoded(reduction: reduction, options))
    guard let placement = header.crop?.placement(width: picture.width, height: picture.height) else { return picture }
    return placement.placed(picture)
  }

  /// The panorama as linear light, upright.
  func linearPanorama(_ options: ReadingOptions) throws(ImagingError) -> FloatImage {
    try file.check(
      width: header.width, height: header.height, format: header.format, maximumPixels: options.maximumPixels)
    if !options.acceptsAnyAspect { try checkSphere() }
    guard header.crop == nil else {
      throw .unsupported(path: file.path, format: header.format, feature: "light for a part of the sphere only")
    }
    let picture: FloatImage
    switch source {
    case .jpeg, .png, .webp: picture = FloatImage(try decoded(reduction: 1, options))
    case .radianceHDR(let hdr): picture = try FloatImage(try hdr.rows(maximumPixels: options.maximumPixels))
    case .openEXR(let exr): picture = try FloatImage(try exr.colourRows())
    }
    return header.orientation.upright(picture)
  }

  /// The file without its metadata if it is a JPEG without inks, stored upright, of the whole sphere.
  func uprightJPEG() throws(ImagingError) -> [UInt8]? {
    guard case .jpeg(let jpeg) = source, jpeg.components < 4, header.orientation == .topLeft, header.crop == nil
    else { return nil }
    return try jpeg.withoutMetadata(maximumPixels: ReadingOptions.defaultMaximumPixels)
  }

  private func checkSphere() throws(ImagingError) {
    if let projection = header.photoSphere?.projection, projection != "equirectangular" {
      throw .otherProjection(path: file.path, name: projection)
    }
    guard !header.isFullSphere else { return }
    if let crop = header.photoSphere?.crop {
      throw .inconsistentCrop(path: file.path, crop: crop, width: header.width, height: header.height)
    }
    throw .notEquirectangular(path: file.path, width: header.width, height: header.height)
  }

  private func checkPlacement(reduction: Int, _ options: ReadingOptions) throws(ImagingError) {
    let sphere = header.crop?.placement(
      width: reduced(header.width, by: reduction), height: reduced(header.height, by: reduction))
    guard let sphere else { return }
    try file.check(
      width: sphere.fullWidth, height: sphere.fullHeight, format: header.format, maximumPixels: options.maximumPixels)
  }

  /// 1, 2, 4 or 8: by how much the decoder may shrink the picture so that its sphere keeps `minimumWidth` columns.
  private func reduction(for options: ReadingOptions) -> Int {
    guard case .jpeg = source, let minimumWidth = options.minimumWidth else { return 1 }
    return [8, 4, 2].first { reduced(header.fullWidth, by: $0) >= minimumWidth } ?? 1
  }

  private func decoded(reduction: Int, _ options: ReadingOptions) throws(ImagingError) -> Panorama {
    switch source {
    case .jpeg(let jpeg): try jpeg.decoded(reduction: reduction, maximumPixels: options.maximumPixels)
    case .png(let png): try png.decoded(maximumPixels: options.maximumPixels)
    case .webp(let webp): try webp.decoded(maximumPixels: options.maximumPixels)
    case .radianceHDR(let hdr):
      try ToneMapping.panorama(of: try hdr.rows(maximumPixels: options.maximumPixels))
    case .openEXR(let exr): try ToneMapping.panorama(of: try exr.colourRows())
    }
  }
}

/// A side after division, rounded up, as JPEG's reduced decoding rounds.
func reduced(_ side: Int, by reduction: Int) -> Int { (side + reduction - 1) / reduction }
