// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// What a picture file says about itself, read without decoding a pixel.
public struct PanoramaHeader: Sendable, Hashable {
  /// The file's format, told by its first bytes.
  public let format: ImageFormat
  /// Columns of the upright picture.
  public let width: Int
  /// Rows of the upright picture.
  public let height: Int
  /// How the file stores the upright picture.
  public let orientation: Orientation
  /// What the file's XMP says about the sphere; nil where it says nothing.
  public let photoSphere: PhotoSphere?
  /// The part of the sphere that the picture shows, where it is a part and the numbers fit the picture.
  ///
  /// From GPano or, in an OpenEXR file, from a data window inside its display window. GPano numbers describe the
  /// upright picture; they are ignored where they do not fit it.
  public let crop: SphereCrop?

  /// Columns of the full sphere on which the picture is placed.
  public var fullWidth: Int { crop?.placement(width: width, height: height).fullWidth ?? width }
  /// Rows of the full sphere on which the picture is placed.
  public var fullHeight: Int { crop?.placement(width: width, height: height).fullHeight ?? height }
  /// Whether the picture, placed on its sphere, is twice as wide as high (within two columns).
  public var isFullSphere: Bool { RotundaImaging.isFullSphere(width: fullWidth, height: fullHeight) }

  /// The header of the picture at `url`; a few small reads, whatever the file's size.
  public static func read(_ url: URL) throws(ImagingError) -> PanoramaHeader {
    try PictureDecoder(SourceFile(url)).header
  }

  init(format: ImageFormat, picture: StoredPicture) {
    self.format = format
    width = picture.orientation.exchangesAxes ? picture.height : picture.width
    height = picture.orientation.exchangesAxes ? picture.width : picture.height
    orientation = picture.orientation
    photoSphere = picture.photoSphere
    let crop = picture.window ?? picture.photoSphere?.crop
    let fits = crop?.fits(width: width, height: height) ?? false
    self.crop = fits ? crop : nil
  }
}

/// A picture as its file stores it, before it is turned upright and placed on the sphere.
struct StoredPicture: Sendable, Hashable {
  /// No side of a picture or of its sphere is longer.
  static let longestSide = 1 << 20

  var width: Int
  var height: Int
  var orientation = Orientation.topLeft
  var photoSphere: PhotoSphere?
  /// The part of the sphere that the format itself declares, without XMP.
  var window: SphereCrop?
}
