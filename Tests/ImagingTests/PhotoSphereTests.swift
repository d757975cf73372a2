// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import Testing

@Suite struct PhotoSphereTests {
  static let names = ["gpano.jpg", "gpano_attributes.jpg", "gpano.png", "gpano.webp"]

  @Test("GPano is read from every container, as elements and as attributes", arguments: names)
  func header(name: String) throws {
    let header = try PanoramaHeader.read(fixture(name))
    #expect(header.width == 64 && header.height == 32)
    #expect(header.fullWidth == 128 && header.fullHeight == 64 && header.isFullSphere)
    let sphere = try #require(header.photoSphere)
    #expect(sphere.projection == "equirectangular")
    #expect(sphere.pose?.headingDegrees == 12.5)
    #expect(sphere.pose?.pitchDegrees == -3.25)
    #expect(sphere.pose?.rollDegrees == 1.5)
    #expect(header.crop?.description == "64 x 32 at (24, 12) of 128 x 64")
  }

  @Test("A cropped sphere lies where its metadata says, with coverage 0 around it", arguments: names)
  func placement(name: String) throws {
    let panorama = try Panorama(contentsOf: fixture(name))
    #expect(panorama.width == 128 && panorama.height == 64)
    #expect(panorama.coverage == coverage(width: 128, height: 64, columns: 24..<88, rows: 12..<44))
    let photo = gradient(width: 64, height: 32)
    var expected = [UInt8](repeating: 0, count: panorama.pixels.count)
    for row in 0..<32 {
      let start = 3 * ((12 + row) * 128 + 24)
      expected.replaceSubrange(start..<start + 3 * 64, with: photo[3 * 64 * row..<3 * 64 * (row + 1)])
    }
    #expect(largestDifference(panorama.pixels, expected) <= 3)
  }

  @Test("Reduced decoding shrinks the crop with the photo")
  func reducedPlacement() throws {
    let panorama = try Panorama(contentsOf: fixture("gpano.jpg"), options: ReadingOptions(minimumWidth: 32))
    #expect(panorama.width == 32 && panorama.height == 16)
    #expect(panorama.coverage == coverage(width: 32, height: 16, columns: 6..<22, rows: 3..<11))
  }

  @Test("An OpenEXR data window is placed on its display window")
  func dataWindow() throws {
    let panorama = try Panorama(contentsOf: fixture("window.exr"))
    #expect(panorama.width == 64 && panorama.height == 32)
    #expect(panorama.coverage == coverage(width: 64, height: 32, columns: 10..<42, rows: 5..<21))
  }

  /// 255 inside a rectangle, 0 elsewhere.
  private func coverage(width: Int, height: Int, columns: Range<Int>, rows: Range<Int>) -> [UInt8] {
    (0..<width * height).map { columns.contains($0 % width) && rows.contains($0 / width) ? 255 : 0 }
  }

  /// A JPEG with the given XMP text, made from the gradient.
  private func jpeg(xmp: String) throws -> Data {
    let photo = try Data(contentsOf: fixture("gradient.jpg"))
    let body = Array("http://ns.adobe.com/xap/1.0/\0".utf8) + Array(xmp.utf8)
    let length = body.count + 2
    return photo.prefix(2) + Data([0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + body) + photo.dropFirst(2)
  }

  private func gpano(_ values: [String: String]) -> String {
    values.map { " GPano:\($0.key)=\"\($0.value)\"" }.joined()
  }

  private static let crop = [
    "CroppedAreaImageWidthPixels": "64", "CroppedAreaImageHeightPixels": "32", "FullPanoWidthPixels": "128",
    "FullPanoHeightPixels": "64", "CroppedAreaLeftPixels": "24", "CroppedAreaTopPixels": "12",
  ]

  @Test(
    "Crop numbers that cannot be true are ignored where the photo is a whole sphere by itself",
    arguments: [
      ["CroppedAreaLeftPixels": "65"], ["CroppedAreaTopPixels": "-1"], ["CroppedAreaImageHeightPixels": "64"],
      ["FullPanoHeightPixels": "100"], ["FullPanoWidthPixels": "1e18"], ["CroppedAreaImageWidthPixels": "0"],
      ["FullPanoWidthPixels": "nan"], ["CroppedAreaTopPixels": "9223372036854775807"],
      ["FullPanoHeightPixels": "9000000000000000000"], ["FullPanoHeightPixels": "-9000000000000000000"],
      ["FullPanoWidthPixels": "-9000000000000000000", "CroppedAreaImageWidthPixels": "9000000000000000000"],
      ["FullPanoHeightPixels": "-9000000000000000000", "CroppedAreaImageHeightPixels": "9000000000000000000"],
      // A sphere of 2^30 columns, were the photo placed on it.
      [
        "CroppedAreaImageWidthPixels": "2", "CroppedAreaImageHeightPixels": "1", "FullPanoWidthPixels": "1048576",
        "FullPanoHeightPixels": "524288",
      ],
    ])
  func inconsistentCrops(change: [String: String]) throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.jpg")
      try jpeg(xmp: gpano(Self.crop.merging(change) { $1 })).write(to: url)
      let header = try PanoramaHeader.read(url)
      #expect(header.crop == nil)
      #expect(header.isFullSphere && header.fullWidth == 64)
      #expect(try Panorama(contentsOf: url).width == 64)
    }
  }

  @Test("Numbers that a larger photo left behind still place a shrunk one")
  func shrunkPhoto() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.jpg")
      try jpeg(xmp: gpano(Self.crop.mapValues { String((Int($0) ?? 0) * 10) })).write(to: url)
      #expect(try Panorama(contentsOf: url) == Panorama(contentsOf: fixture("gpano.jpg")))
    }
  }

  @Test("Another projection is refused by name")
  func projection() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.jpg")
      try jpeg(xmp: gpano(["ProjectionType": "cylindrical"])).write(to: url)
      let error = try imagingError { _ = try Panorama(contentsOf: url) }
      #expect(error == .otherProjection(path: url.path(percentEncoded: false), name: "cylindrical"))
      #expect(try Panorama(contentsOf: url, options: ReadingOptions(acceptsAnyAspect: true)).width == 64)
    }
  }

  @Test("Another prefix for the namespace is understood, and text in single quotes")
  func namespacePrefix() throws {
    let xmp =
      "<x xmlns:pano='http://ns.google.com/photos/1.0/panorama/' pano:PosePitchDegrees = '4.5'>"
      + "<pano:PoseRollDegrees> -2 </pano:PoseRollDegrees></x>"
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.jpg")
      try jpeg(xmp: xmp).write(to: url)
      let pose = try #require(try PanoramaHeader.read(url).photoSphere?.pose)
      #expect(pose.pitchDegrees == 4.5 && pose.rollDegrees == -2 && pose.headingDegrees == nil)
    }
  }

  @Test func whatOtherFilesHoldOfAJPEGSaysNothingOfPlaces() throws {
    try withTemporaryFolder { folder in
      let (url, copy) = (folder.appending(path: "pose.jpg"), folder.appending(path: "copy.jpg"))
      // A maker's trailer follows the picture, too.
      let original = try jpeg(xmp: gpano(["PosePitchDegrees": "5"])) + Data("GPS".utf8)
      try original.write(to: url)
      let bytes = try #require(try Panorama.uprightJPEG(at: url))
      try Data(bytes).write(to: copy)
      #expect(Data(bytes).range(of: Data("adobe.com".utf8)) == nil && Data(bytes).range(of: Data("GPS".utf8)) == nil)
      #expect(try Panorama(contentsOf: copy) == Panorama(contentsOf: url))
      #expect(try PanoramaHeader.read(url).photoSphere != nil && PanoramaHeader.read(copy).photoSphere == nil)
      #expect(try Panorama.uprightJPEG(at: fixture("gpano.png")) == nil)
      // A part of the sphere is no picture of all of it.
      #expect(try Panorama.uprightJPEG(at: fixture("gpano.jpg")) == nil)
    }
  }
}
