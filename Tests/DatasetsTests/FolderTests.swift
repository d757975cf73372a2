// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import Testing

@Suite struct FolderTests {
  @Test func `panoramas of every format are found at any depth, in order, without what is hidden`() throws {
    try Fixture.with { fixture in
      try fixture.writePicture("b/indoor/pano_2.JPG.jpg", 2)
      try fixture.writePicture("b/pano_1.png", 1)
      try fixture.writePicture("a.jpg", 3)
      try fixture.writePicture(".hidden/x.png", 4)
      try fixture.writeText("notes.txt", "no picture")
      try FileManager.default.createSymbolicLink(
        at: fixture.url("c"), withDestinationURL: fixture.url("b"))
      try FileManager.default.createSymbolicLink(at: fixture.url("b/loop"), withDestinationURL: fixture.folder)
      for scheme in ["folder", "sun360"] {
        let source = try fixture.open(scheme)
        #expect(source.names == ["a.jpg", "b/indoor/pano_2.JPG.jpg", "b/pano_1.png"])
        let sample = try source.sample(at: 2)
        #expect(sample.depth == nil)
        #expect(sample.panorama == fixture.picture(1))
        #expect(throws: DatasetsError.unlabelled(sample: "b/pano_1.png")) { try sample.label() }
      }
    }
  }

  @Test func `a folder whose name needs spelling opens`() throws {
    try Fixture.with { fixture in
      try fixture.writePicture("what? 100% ü/1.png", 1)
      let path = fixture.folder.path(percentEncoded: false) + "/what%3F 100%25 ü"
      #expect(try Layout.open(DataURI(parsing: "folder:\(path)"), width: 32, height: 16).count == 1)
    }
  }

  @Test func `pictures come at the asked-for size, averaged`() throws {
    try Fixture.with { fixture in
      try fixture.writePicture("1.png", 9)
      let sample = try fixture.open("folder", width: 16).sample(at: 0)
      #expect(sample.panorama.width == 16 && sample.panorama.height == 8)
      // Columns 2 and 3 hold green 16 and 24, rows 0 and 1 blue 0 and 16.
      #expect(Array(sample.panorama.pixels[3..<6]) == [9, 20, 8])
    }
  }
}
