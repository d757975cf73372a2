// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import Testing

@Suite struct PictureReadingTests {
  @Test(
    "Pictures that other programs wrote read as the gradient they hold",
    arguments: [
      ("gradient.jpg", 64, 3), ("progressive.jpg", 64, 3), ("cmyk.jpg", 64, 8), ("rgb8.png", 32, 0),
      ("rgb16.png", 32, 0), ("interlaced.png", 32, 0), ("lossless.webp", 32, 0), ("lossy.webp", 32, 14),
    ])
  func gradients(name: String, width: Int, tolerance: Int) throws {
    let panorama = try Panorama(contentsOf: fixture(name))
    #expect(panorama.width == width && panorama.height == width / 2)
    #expect(largestDifference(panorama.pixels, gradient(width: width, height: width / 2)) <= tolerance)
    #expect(panorama.coverage == nil)
  }

  @Test("Every EXIF orientation gives the same upright picture", arguments: 1...8)
  func orientations(value: Int) throws {
    let url = try fixture("orientation\(value).jpg")
    #expect(try PanoramaHeader.read(url).orientation.rawValue == value)
    let panorama = try Panorama(contentsOf: url)
    #expect(largestDifference(panorama.pixels, gradient(width: 64, height: 32)) <= 3)
  }

  @Test("Grey pictures have three equal channels", arguments: ["grey8.png", "grey.jpg"])
  func grey(name: String) throws {
    let panorama = try Panorama(contentsOf: fixture(name))
    for pixel in 0..<panorama.width * panorama.height {
      #expect(panorama.pixels[3 * pixel] == panorama.pixels[3 * pixel + 1])
      #expect(panorama.pixels[3 * pixel] == panorama.pixels[3 * pixel + 2])
    }
    #expect(Set(panorama.pixels).count > 20)
  }

  @Test("A palette's colours are looked up, and its transparent entry is not covered")
  func palettes() throws {
    let expected = (0..<16).flatMap { _ in
      (0..<32).flatMap { column -> [UInt8] in
        let index = UInt8((Double(column) * 255 / 31).rounded(.toNearestOrEven))
        return [index, 255 - index, 7]
      }
    }
    let opaque = try Panorama(contentsOf: fixture("palette.png"))
    #expect(opaque.pixels == expected && opaque.coverage == nil)
    let transparent = try Panorama(contentsOf: fixture("palette_transparent.png"))
    let coverage = try #require(transparent.coverage)
    #expect((0..<512).allSatisfy { coverage[$0] == ($0 % 32 == 0 ? 0 : 255) })
  }

  @Test(
    "Transparent pixels are black and not covered, half-transparent ones keep their colour",
    arguments: ["rgba8.png", "grey_alpha16.png", "alpha.webp"])
  func alpha(name: String) throws {
    let panorama = try Panorama(contentsOf: fixture(name))
    let coverage = try #require(panorama.coverage)
    #expect((0..<512).allSatisfy { coverage[$0] == ($0 < 128 ? 0 : 255) })
    #expect(panorama.pixels.prefix(3 * 128).allSatisfy { $0 == 0 })
    let red = gradient(width: 32, height: 16)
    #expect((128..<512).allSatisfy { panorama.pixels[3 * $0] == red[3 * $0] })
  }

  @Test("A file with the wrong suffix reads by its content")
  func wrongSuffix() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "photo.png")
      try FileManager.default.copyItem(at: fixture("gradient.jpg"), to: url)
      #expect(try ImageFormat(contentsOf: url) == .jpeg)
      #expect(try Panorama(contentsOf: url) == Panorama(contentsOf: fixture("gradient.jpg")))
    }
  }

  @Test("A JPEG is decoded at the smallest size that still has the columns asked for")
  func reducedDecoding() throws {
    let url = try fixture("gradient.jpg")
    let expected = [(nil, 64), (33, 64), (32, 32), (17, 32), (16, 16), (9, 16), (8, 8), (1, 8), (1000, 64)]
    for (minimum, width) in expected {
      let panorama = try Panorama(contentsOf: url, options: ReadingOptions(minimumWidth: minimum))
      #expect(panorama.width == width && panorama.height == width / 2)
      // A reduced pixel is the average of those it replaces: the gradient between its outermost pixels.
      let factor = 64 / width
      let middle = Double(factor - 1) / 2
      let worst = (0..<width).map { column in
        abs(Double(panorama.pixels[3 * column]) - (Double(column * factor) + middle) * 255 / 63)
      }.max()
      #expect(try #require(worst) <= 3)
    }
  }

  @Test("What is written as PNG reads back unchanged, as JPEG nearly so")
  func roundTrips() throws {
    let panorama = Panorama(width: 64, height: 32, pixels: gradient(width: 64, height: 32))
    try withTemporaryFolder { folder in
      let png = folder.appending(path: "a.png")
      try panorama.write(to: png, as: .png)
      #expect(try Panorama(contentsOf: png) == panorama)
      let jpeg = folder.appending(path: "a.jpg")
      for (quality, tolerance) in [(95, 4), (60, 24)] {
        try panorama.write(to: jpeg, as: .jpeg(quality: quality))
        #expect(try largestDifference(Panorama(contentsOf: jpeg).pixels, panorama.pixels) <= tolerance)
      }
    }
  }

  @Test("A picture that is not 2:1 is refused by how much, and taken when asked")
  func aspect() throws {
    let url = try fixture("notwide.png")
    let error = try imagingError { _ = try Panorama(contentsOf: url) }
    let path = url.path(percentEncoded: false)
    #expect(error == .notEquirectangular(path: path, width: 64, height: 30))
    #expect(error?.description.contains("4 columns too wide") == true)
    #expect(try !PanoramaHeader.read(url).isFullSphere)
    let panorama = try Panorama(contentsOf: url, options: ReadingOptions(acceptsAnyAspect: true))
    #expect(panorama.width == 64 && panorama.height == 30)
  }

  @Test("Limits are checked before anything is allocated")
  func limits() throws {
    let options = ReadingOptions(maximumPixels: 511)
    for name in ["rgb8.png", "lossless.webp", "runs.hdr", "half.exr"] {
      let url = try fixture(name)
      let error = try imagingError { _ = try Panorama(contentsOf: url, options: options) }
      #expect(error == .tooManyPixels(path: url.path(percentEncoded: false), width: 32, height: 16, limit: 511))
    }
    // The photo is within the limit, the sphere that it is a part of is not.
    let url = try fixture("gpano.jpg")
    let error = try imagingError {
      _ = try Panorama(contentsOf: url, options: ReadingOptions(maximumPixels: 64 * 32))
    }
    #expect(error == .tooManyPixels(path: url.path(percentEncoded: false), width: 128, height: 64, limit: 2048))
    for name in ["depth16.png", "depth_zip.exr", "depth_f4.npy", "depth_little.pfm"] {
      let error = try imagingError { _ = try DepthMap(contentsOf: fixture(name), maximumPixels: 511) }
      guard case .tooManyPixels = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
    }
  }
}
