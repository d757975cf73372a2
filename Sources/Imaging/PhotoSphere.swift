// SPDX-License-Identifier: Apache-2.0

/// What a photo's XMP says about its sphere, in Google's Photo Sphere vocabulary (GPano).
///
/// Source: https://developers.google.com/streetview/spherical-metadata
public struct PhotoSphere: Sendable, Hashable {
  /// Which way the camera looked and leaned; nil where nothing is said.
  public let pose: SpherePose?
  /// Which part of the sphere the photo shows, as written; nil where not all six numbers are there.
  public let crop: SphereCrop?
  /// `ProjectionType`, in lower case; nil where nothing is said.
  public let projection: String?

  init?(xmp: [UInt8]) {
    let values = XMP.values(of: xmp, namespace: "http://ns.google.com/photos/1.0/panorama/", usualPrefix: "GPano")
    func degrees(_ name: String) -> Double? { values[name].flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil } }
    func pixels(_ name: String) -> Int? { degrees(name).flatMap { Int(exactly: $0.rounded()) } }

    let angles = (degrees("PoseHeadingDegrees"), degrees("PosePitchDegrees"), degrees("PoseRollDegrees"))
    let hasPose = angles.0 != nil || angles.1 != nil || angles.2 != nil
    pose =
      hasPose
      ? SpherePose(headingDegrees: angles.0, pitchDegrees: angles.1 ?? 0, rollDegrees: angles.2 ?? 0) : nil
    crop = SphereCrop(
      width: pixels("CroppedAreaImageWidthPixels"), height: pixels("CroppedAreaImageHeightPixels"),
      left: pixels("CroppedAreaLeftPixels"), top: pixels("CroppedAreaTopPixels"),
      fullWidth: pixels("FullPanoWidthPixels"), fullHeight: pixels("FullPanoHeightPixels"))
    projection = values["ProjectionType"]?.lowercased()
    guard pose != nil || crop != nil || projection != nil else { return nil }
  }
}

/// Which way the camera looked and leaned, in degrees, as GPano counts them.
public struct SpherePose: Sendable, Hashable {
  /// Compass heading of the picture's centre, clockwise from north; nil where it is not known.
  public let headingDegrees: Double?
  /// Pitch of the picture's centre above the horizon.
  public let pitchDegrees: Double
  /// Roll, positive where the right side lies lower.
  public let rollDegrees: Double
}

/// The rectangle of a full sphere that a photo shows, in pixels of the size it was stitched at.
public struct SphereCrop: Sendable, Hashable, CustomStringConvertible {
  /// Columns of the photo.
  public let width: Int
  /// Rows of the photo.
  public let height: Int
  /// Column of the sphere at which the photo begins.
  public let left: Int
  /// Row of the sphere at which the photo begins.
  public let top: Int
  /// Columns of the full sphere.
  public let fullWidth: Int
  /// Rows of the full sphere.
  public let fullHeight: Int

  init?(width: Int?, height: Int?, left: Int?, top: Int?, fullWidth: Int?, fullHeight: Int?) {
    guard let width, let height, let left, let top, let fullWidth, let fullHeight else { return nil }
    self.width = width
    self.height = height
    self.left = left
    self.top = top
    self.fullWidth = fullWidth
    self.fullHeight = fullHeight
  }

  /// The numbers in words.
  public var description: String { "\(width) x \(height) at (\(left), \(top)) of \(fullWidth) x \(fullHeight)" }

  /// Whether the rectangle lies inside a 2:1 sphere and has the shape of a picture of `pictureWidth` x `pictureHeight`.
  ///
  /// Programs that shrink a photo often leave the numbers of the large one behind, so only the shape is compared: one
  /// percent and one pixel, the rounding of a shrunk picture.
  func fits(width pictureWidth: Int, height pictureHeight: Int) -> Bool {
    // As written the six may be any numbers; none that passes here makes later sums or products overflow.
    guard [left, top].allSatisfy((0...StoredPicture.longestSide).contains),
      [width, height, fullWidth, fullHeight].allSatisfy((1...StoredPicture.longestSide).contains),
      left <= fullWidth - width, top <= fullHeight - height, isFullSphere(width: fullWidth, height: fullHeight)
    else { return false }
    let expectedHeight = Double(pictureWidth) * Double(height) / Double(width)
    return abs(expectedHeight - Double(pictureHeight)) <= 1 + 0.01 * Double(pictureHeight)
      && placement(width: pictureWidth, height: pictureHeight).fullWidth <= StoredPicture.longestSide
  }

  /// The place of a picture of `pictureWidth` x `pictureHeight`, which may be smaller than the crop's own numbers.
  func placement(width pictureWidth: Int, height pictureHeight: Int) -> SpherePlacement {
    let scale = Double(pictureWidth) / Double(width)
    let scaledLeft = Int((Double(left) * scale).rounded())
    let scaledTop = Int((Double(top) * scale).rounded())
    let rows = max(
      Int((Double(fullHeight) * scale).rounded()), scaledTop + pictureHeight, (scaledLeft + pictureWidth + 1) / 2)
    return SpherePlacement(fullWidth: 2 * rows, fullHeight: rows, left: scaledLeft, top: scaledTop)
  }
}

/// Where a picture's top-left pixel lies on the grid of the full sphere.
struct SpherePlacement: Sendable, Hashable {
  let fullWidth: Int
  let fullHeight: Int
  let left: Int
  let top: Int

  /// The full sphere with the picture on it: black and uncovered elsewhere.
  ///
  /// No copy where the picture fills it.
  func placed(_ picture: consuming Panorama) -> Panorama {
    guard picture.width != fullWidth || picture.height != fullHeight else { return picture }
    let part = picture
    var pixels = [UInt8](repeating: 0, count: 3 * fullWidth * fullHeight)
    var coverage = [UInt8](repeating: 0, count: fullWidth * fullHeight)
    for row in 0..<part.height {
      let target = (top + row) * fullWidth + left
      let source = row * part.width..<(row + 1) * part.width
      pixels.replaceSubrange(
        3 * target..<3 * (target + part.width), with: part.pixels[3 * source.lowerBound..<3 * source.upperBound])
      if let partCoverage = part.coverage {
        coverage.replaceSubrange(target..<target + part.width, with: partCoverage[source])
      } else {
        coverage.replaceSubrange(target..<target + part.width, with: repeatElement(255, count: part.width))
      }
    }
    return Panorama(width: fullWidth, height: fullHeight, pixels: pixels, coverage: coverage)
  }
}

/// Whether a picture is twice as wide as high, but for the rounding of odd sizes: at most two columns.
func isFullSphere(width: Int, height: Int) -> Bool { height > 0 && abs(width - 2 * height) <= 2 }
