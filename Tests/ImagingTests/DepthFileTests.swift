// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaTestSupport
import Testing

@Suite struct DepthFileTests {
  @Test(
    "Depth that other programs wrote reads as the distances it holds",
    arguments: [
      ("depth_f4.npy", 0.0), ("depth_f4_1hw1.npy", 0), ("depth_f2_fortran.npy", 2e-3), ("depth_little.pfm", 0),
      ("depth_big.pfm", 0), ("depth16.png", 6e-4), ("depth_zip.exr", 0), ("depth_layer.exr", 0),
      ("depth_uint.exr", 0.51), ("depth.dpt", 0),
    ])
  func reading(name: String, tolerance: Float) throws {
    let depth = try DepthMap(contentsOf: fixture(name))
    #expect(depth.width == 32 && depth.height == 16)
    let worst = zip(depth.values, fixtureDepth()).map { abs($0 - $1) }.max()
    #expect(try #require(worst) <= tolerance)
    #expect(depth.values[0] == 0)
  }

  @Test("Big-endian doubles of another size read too")
  func bigEndianDoubles() throws {
    let depth = try DepthMap(contentsOf: fixture("depth_f8_big.npy"))
    #expect(depth.width == 16 && depth.height == 8)
    #expect(depth.values == fixtureDepth(width: 16, height: 8))
  }

  @Test("NPY and PFM are written byte for byte as numpy and the format's description do")
  func bytes() throws {
    let depth = DepthMap(width: 32, height: 16, values: fixtureDepth())
    try withTemporaryFolder { folder in
      for (format, name) in [(DepthFormat.npy, "depth_f4.npy"), (.pfm, "depth_little.pfm")] {
        let url = folder.appending(path: name)
        try depth.write(to: url, as: format)
        #expect(try Data(contentsOf: url) == Data(contentsOf: fixture(name)))
      }
    }
  }

  @Test(
    "Every format gives back what was written: floats exactly, PNG to half a millimetre",
    arguments: DepthFormat.allCases)
  func roundTrips(format: DepthFormat) throws {
    var random = SeededGenerator(seed: 3)
    // 37 x 41 has an incomplete last EXR chunk, and rows that are not a multiple of anything.
    let values = (0..<37 * 41).map { $0 % 7 == 0 ? 0 : Float.random(in: 0.001...60, using: &random) }
    let depth = DepthMap(width: 37, height: 41, values: values)
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "depth.\(format.fileExtension)")
      try depth.write(to: url, as: format)
      let read = try DepthMap(contentsOf: url)
      #expect(read.width == 37 && read.height == 41)
      let tolerance: Float = format == .png ? 0.000_51 : 0
      #expect(zip(read.values, values).allSatisfy { abs($0 - $1) <= tolerance && ($0 == 0) == ($1 == 0) })
    }
  }

  @Test("A PNG's ends: far is 65 535, near stays valid, and its step can be another")
  func pngEnds() throws {
    let depth = DepthMap(width: 4, height: 1, values: [1e9, 65.534, 0.000_01, 0])
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "depth.png")
      try depth.write(to: url, as: .png)
      let steps = try ScalarMap(contentsOf: url, step: 1)
      #expect(steps.values == [65_535, 65_534, 1, 0])
      let quarter = try DepthMap(contentsOf: url, step: 0.000_25)
      #expect(abs(quarter.values[1] - 16.3835) < 1e-5)
    }
  }

  @Test("NaN, infinity and negative numbers in a file are invalid distances")
  func sanitised() throws {
    let map = ScalarMap(width: 4, height: 1, values: [.nan, .infinity, -3, 2])
    try withTemporaryFolder { folder in
      for format in [DepthFormat.exr, .npy, .pfm] {
        let url = folder.appending(path: "map.\(format.fileExtension)")
        try map.write(to: url, as: format)
        #expect(try DepthMap(contentsOf: url).values == [0, 0, 0, 2])
        #expect(try ScalarMap(contentsOf: url).values[2] == -3)
      }
    }
  }

  @Test("Pictures are refused as depth, each with its reason")
  func notDepth() throws {
    let expected: [(String, ImageFormat, ImagingError.NotDepthReason)] = [
      ("gradient.jpg", .jpeg, .pictureFormat), ("lossless.webp", .webp, .pictureFormat),
      ("runs.hdr", .radianceHDR, .pictureFormat), ("rgb8.png", .png, .bitDepth(8)),
      ("rgb16.png", .png, .channels(["red, green, blue"])), ("colour.pfm", .pfm, .channels(["red", "green", "blue"])),
    ]
    for (name, format, reason) in expected {
      let url = try fixture(name)
      let error = try imagingError { _ = try DepthMap(contentsOf: url) }
      #expect(error == .notDepth(path: url.path(percentEncoded: false), format: format, reason: reason))
    }
    let error = try imagingError { _ = try DepthMap(contentsOf: fixture("integers.npy")) }
    #expect(error?.description.contains("<i4") == true)
  }

  @Test("Optical flow, which begins as DPT does, is no depth")
  func opticalFlow() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.dpt")
      var flow = try Data(contentsOf: fixture("depth.dpt"))
      flow.append(flow.dropFirst(12))
      try flow.write(to: url)
      let error = try imagingError { _ = try DepthMap(contentsOf: url) }
      #expect(error?.description.contains("optical flow") == true)
    }
  }

  @Test("Depth is refused as a picture", arguments: ["depth_f4.npy", "depth_little.pfm", "depth.dpt"])
  func notPicture(name: String) throws {
    let error = try imagingError { _ = try Panorama(contentsOf: fixture(name)) }
    guard case .notPicture = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
