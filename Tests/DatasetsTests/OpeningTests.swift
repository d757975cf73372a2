// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import Testing

@Suite struct OpeningTests {
  @Test func `an unknown scheme lists those that there are`() throws {
    let uri = try DataURI(parsing: "nyu:/data")
    #expect { try Layout.open(uri, width: 32, height: 16) } throws: { error in
      "\(error)".contains("360d:") && "\(error)".contains("folder:")
    }
  }

  @Test func `PanoSUNCG is refused, with the reason`() throws {
    let uri = try DataURI(parsing: "panosuncg:/data")
    #expect { try Layout.open(uri, width: 32, height: 16) } throws: { "\($0)".contains("withdrawn") }
  }

  @Test(arguments: [
    ("360d", "?spilt=test", "split, list, view, suncg, cap"), ("360d", "?split=tset", "train, val, test"),
    ("3d60", "?view=left", "center, right, up"), ("3d60", "?cap=-1", "metres above zero"),
    ("3d60", "?cap=inf", "metres above zero"), ("folder", "?split=test", "there are none"),
    ("matterport3d", "?stitch=mine", "unifuse, bifuse"), ("structured3d", "?light=blue", "raw, warm, cold"),
  ])
  func `a wrong option or value says what is possible`(scheme: String, query: String, possible: String) throws {
    try Fixture.with { fixture in
      let error = try fixture.openingText(scheme, query)
      #expect(error.contains(possible))
    }
  }

  @Test(arguments: Layout.all.map(\.scheme))
  func `no folder, no path and an empty folder are errors`(scheme: String) throws {
    try Fixture.with { fixture in
      let missing = try DataURI(parsing: "\(scheme):/nowhere/at/all")
      #expect(throws: DatasetsError.missingFolder(uri: "\(scheme):/nowhere/at/all", path: "/nowhere/at/all")) {
        try Layout.open(missing, width: 32, height: 16)
      }
      let bare = try DataURI(parsing: "\(scheme):")
      #expect { try Layout.open(bare, width: 32, height: 16) } throws: { "\($0)".contains("names no folder") }
      guard case .noSamples = try fixture.openingError(scheme) else {
        Issue.record("an empty folder opens as \(scheme)")
        return
      }
    }
  }

  @Test func `a list that is not there says where it could lie`() throws {
    try Fixture.with { fixture in
      try fixture.writeView("Matterport3D/1_a", 1)
      let error = try fixture.openingText("360d", "?split=test")
      for place in ["/test.txt", "/splits/test.txt", "/splits/eccv18/caffe_test.txt", "list=FILE"] {
        #expect(error.contains(place))
      }
      #expect(try fixture.openingText("360d", "?list=mine").contains("/splits/mine.txt"))
    }
  }

  @Test func `an empty list, a binary one and a folder are errors`() throws {
    try Fixture.with { fixture in
      try fixture.writeText("empty.txt", "\n \r\n")
      try Data([0xFF, 0xFE, 0, 1]).write(to: fixture.url("binary.txt"))
      _ = try fixture.url("folder.txt/x")
      for (name, text) in [("empty", "no row"), ("binary", "cannot be read"), ("folder", "cannot be read")] {
        #expect(try fixture.openingText("360d", "?list=\(name)").contains(text))
      }
    }
  }
}
