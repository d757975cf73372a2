// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaTestSupport
import Testing

@testable import RotundaCommands

@Suite struct DataSourceTests {
  @Test func `rooms that were written as 360D come back as they were rendered`() async throws {
    try await withTemporaryFolder { folder in
      let rooms = try SampleSources.open("rooms:seed=5,count=2", width: 64, height: 32)
      try FileManager.default.createDirectory(
        at: folder.appending(path: "Matterport3D"), withIntermediateDirectories: true)
      var rows = ""
      for index in 0..<2 {
        let sample = try rooms.sample(at: index)
        let name = "\(index)_a_%_0_Left_Down_0.0"
        let picture = "\(name.replacing("%", with: "color")).png"
        let depth = "\(name.replacing("%", with: "depth")).exr"
        try sample.panorama.write(to: folder.appending(path: "Matterport3D/\(picture)"), as: .png)
        try sample.label().write(to: folder.appending(path: "Matterport3D/\(depth)"), as: .exr)
        rows += "/Matterport/\(picture) /Matterport/\(depth)\n"
      }
      try Data(rows.utf8).write(to: folder.appending(path: "caffe_test.txt"))
      let path = folder.path(percentEncoded: false)
      let files = try SampleSources.open("360d:\(path)?split=test", width: 64, height: 32)
      #expect(files.count == 2 && files.uri == "360d:\(path)?split=test")
      for index in 0..<2 {
        let (read, rendered) = (try files.sample(at: index), try rooms.sample(at: index))
        #expect(read.panorama == rendered.panorama && read.depth == rendered.depth)
      }
      let unlabelled = await rotunda("evaluate", "--data", "folder:\(path)")
      #expect(unlabelled.status == .badData && unlabelled.complaints.contains("has no depth"))
    }
  }

  @Test func `a path names the photographs of a folder, whatever signs it has, and an address stays`() throws {
    try withTemporaryFolder { folder in
      let photos = folder.appending(path: "a:b 100% why?")
      try FileManager.default.createDirectory(at: photos, withIntermediateDirectories: true)
      let pixels = [UInt8](repeating: 90, count: 3 * 64 * 32)
      try Panorama(width: 64, height: 32, pixels: pixels).write(to: photos.appending(path: "1.png"), as: .png)
      let address = SampleSources.photographs(at: photos.path(percentEncoded: false))
      #expect(address.hasPrefix("folder:"))
      let source = try SampleSources.open(address, width: 64, height: 32)
      #expect(source.count == 1)
      #expect(try source.sample(at: 0).depth == nil)
      #expect(SampleSources.photographs(at: address) == address)
      for other in ["rooms:seed=3,count=4", "sun360:/data/SUN360", "360d:/data?split=test"] {
        #expect(SampleSources.photographs(at: other) == other)
      }
      #expect(SampleSources.photographs(at: "photos/indoor") == "folder:photos/indoor")
    }
  }

  @Test(arguments: [
    ("nyu:/data", 64, "structured3d:FOLDER"), ("/data", 64, "no scheme"), ("rooms:seed=x", 64, "rooms:seed=N"),
    ("rooms:seed=1?split=test", 64, "rooms:seed=N"), ("360d:/nowhere", 66, "no folder /nowhere"),
    ("360d:/?spilt=a", 64, "no option spilt"),
  ])
  func `data that cannot be opened ends with its status and reason`(
    uri: String, status: Int32, reason: String
  ) async {
    let result = await rotunda("evaluate", "--data", uri)
    #expect(result.status.rawValue == status && result.complaints.contains(reason))
  }
}
