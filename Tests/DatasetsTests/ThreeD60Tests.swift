// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import Testing

@Suite struct ThreeD60Tests {
  /// A row of `pytorch_*.txt` and the 3D60 lists: colour, depth and normals of the three views.
  private func nineColumns(_ name: String, prefix: String = "") -> String {
    ["color:png", "depth:exr", "normal:exr"].flatMap { kind in
      let parts = kind.split(separator: ":")
      return ["Left_Down", "Right", "Up"].map { "\(prefix)\(name)_\(parts[0])_0_\($0)_0.0.\(parts[1])" }
    }.joined(separator: " ")
  }

  /// A row of `caffe_*.txt`.
  private func twoColumns(_ name: String, degrees: Int = 0) -> String {
    "/\(name)_color_0_Left_Down_\(degrees).0.png /\(name)_depth_0_Left_Down_\(degrees).0.exr"
  }

  @Test func `360D's list of two columns finds its folders however they are spelled, in its order`() throws {
    try Fixture.with { fixture in
      try fixture.writeView("Matteport3D/175_fa5f", 1)
      try fixture.writeView("stanford2d3d/area3/33_area_31", 2)
      try fixture.writeView("SUNCG/fff6", 3)
      let rows = ["Stanford/area3/33_area_31", "Matterport/175_fa5f", "SunCG/fff6"].map { twoColumns($0) }
      try fixture.writeText("splits/eccv18/caffe_test.txt", rows.joined(separator: "\n"))
      let source = try fixture.open("360d", "?split=test")
      #expect(source.count == 3)
      for (index, tag) in [UInt8(2), 1, 3].enumerated() { try fixture.expect(source, index, is: tag) }
      #expect(source.name(at: 1) == "Matteport3D/175_fa5f_color_0_Left_Down_0.0.png")
      let without = try fixture.open("360d", "?split=test&suncg=no")
      #expect(without.names == Array(source.names.prefix(2)))
    }
  }

  @Test func `where several spellings lie on disk, the row's own is taken`() throws {
    try Fixture.with { fixture in
      try fixture.writeView("Matterport/1_a", 1)
      try fixture.writeView("Matterport3D/1_a", 2)
      try fixture.writeText("test.txt", twoColumns("Matterport3D/1_a") + "\n" + twoColumns("Matterport/1_a"))
      let source = try fixture.open("360d", "?split=test")
      try fixture.expect(source, 0, is: 2)
      try fixture.expect(source, 1, is: 1)
    }
  }

  @Test func `holes are zero, whether written as 0, NaN, infinity, negative or huge`() throws {
    try Fixture.with { fixture in
      try fixture.writeView("Matterport3D/1_a", 5, holes: [0, .nan, .infinity, -2, 1e10, 1001])
      try fixture.expect(try fixture.open("3d60"), 0, is: 5, holes: 6)
    }
  }

  @Test func `a cap makes distances beyond it invalid`() throws {
    try Fixture.with { fixture in
      try fixture.writeView("Matterport3D/1_a", 0)
      let depth = try fixture.open("3d60", "?cap=1.5").sample(at: 0).label()
      #expect(depth.values == fixture.distances(0).map { $0 <= 1.5 ? $0 : 0 })
    }
  }

  @Test(arguments: [("3dv19/test.txt", ".\\"), ("v1/3D60_test.txt", "D:\\Data\\3D60\\"), ("test.txt", "/")])
  func `3D60's lists of nine columns and of Windows paths give every view`(list: String, prefix: String) throws {
    try Fixture.with { fixture in
      for (tag, view) in ["Left_Down", "Right", "Up"].enumerated() {
        try fixture.writeView("Matterport3D/10_ed1e", UInt8(tag), view: view)
        try fixture.writeView("Stanford2D3D/area5a/1_area_5a1", UInt8(tag + 10), view: view)
      }
      let rows = ["Matterport3D/10_ed1e", "Stanford2D3D/area5a/1_area_5a1"].map { name in
        let row = nineColumns(name, prefix: prefix)
        return prefix == "/" ? row : row.replacing("/", with: "\\")
      }
      try fixture.writeText("splits/\(list)", rows.joined(separator: "\r\n") + "\r\n")
      for (tag, view) in ["", "&view=right", "&view=up"].enumerated() {
        let source = try fixture.open("3d60", "?split=test\(view)")
        #expect(source.count == 2)
        try fixture.expect(source, 0, is: UInt8(tag))
        try fixture.expect(source, 1, is: UInt8(tag + 10))
      }
    }
  }

  @Test func `a turned row whose file is not there turns the unturned one`() throws {
    try Fixture.with { fixture in
      try fixture.writeView("Matterport3D/86_fa5f", 7)
      // The file of 180 degrees exists, so it is read as it is.
      try fixture.writePicture("Matterport3D/86_fa5f_color_0_Left_Down_180.0.png", 9)
      try fixture.writeFloats(
        "Matterport3D/86_fa5f_depth_0_Left_Down_180.0.exr", fixture.values(9), as: .exr)
      let rows = [0, 90, 180, 270].map { twoColumns("Matterport3D/86_fa5f", degrees: $0) }
      try fixture.writeText("3d60_test.txt", rows.joined(separator: "\n"))
      let source = try fixture.open("3d60", "?split=test")
      try fixture.expect(source, 0, is: 7)
      try fixture.expect(source, 1, is: 7, turnedBy: 8)
      try fixture.expect(source, 2, is: 9)
      try fixture.expect(source, 3, is: 7, turnedBy: 24)
    }
  }

  @Test func `a file that a list names and that is missing or damaged is an error of its sample alone`() throws {
    try Fixture.with { fixture in
      try fixture.writeView("Matterport3D/1_a", 1)
      try fixture.writePicture("Matterport3D/2_b_color_0_Left_Down_0.0.png", 2)
      try fixture.writeText("Matterport3D/2_b_depth_0_Left_Down_0.0.exr", "not an EXR")
      let rows = ["1_a", "2_b", "3_c"].map { twoColumns("Matterport3D/\($0)") }
      try fixture.writeText("test.txt", rows.joined(separator: "\n"))
      let source = try fixture.open("360d", "?split=test")
      try fixture.expect(source, 0, is: 1)
      #expect { try source.sample(at: 1) } throws: { error in
        "\(error)".contains("sample Matterport3D/2_b_color") && "\(error)".contains("2_b_depth_0_Left_Down_0.0.exr")
      }
      #expect { try source.sample(at: 2) } throws: { error in
        "\(error)".contains("3_c_color_0_Left_Down_0.0.png: there is no such file")
      }
    }
  }

  @Test func `a row that has not what is asked for is named by its line`() throws {
    try Fixture.with { fixture in
      try fixture.writeText("test.txt", "\(twoColumns("Matterport3D/1_a"))\nMatterport3D/only_one_column.png\n")
      #expect(try fixture.openingText("360d", "?split=test").contains("test.txt, line 2: "))
      #expect(try fixture.openingText("360d", "?split=test&view=up").contains("line 1: "))
    }
  }

  @Test func `without a split every picture of the view is taken, in order of names`() throws {
    try Fixture.with { fixture in
      for (tag, name) in ["SunCG/b", "Matterport/2_a", "Matterport/10_a"].enumerated() {
        try fixture.writeView(name, UInt8(tag))
        try fixture.writeView(name, 50, view: "Right")
      }
      let source = try fixture.open("3d60")
      #expect(source.names.map { String($0.prefix(12)) } == ["Matterport/1", "Matterport/2", "SunCG/b_colo"])
      try fixture.expect(source, 0, is: 2)
      #expect(try fixture.open("3d60", "?suncg=no").count == 2)
      try fixture.expect(try fixture.open("3d60", "?view=right"), 2, is: 50)
    }
  }

  @Test func `rooms of our own lie as 360D does`() throws {
    try Fixture.with { fixture in
      try fixture.writeView("home-7/0", 1)
      try fixture.writeView("home-8/0", 2)
      try fixture.writeText("val.txt", String(twoColumns("home-8/0").dropFirst()))
      let source = try fixture.open("rotunda", "?split=val")
      #expect(source.count == 1)
      try fixture.expect(source, 0, is: 2)
    }
  }

  @Test func `partners come from beside and above where they are asked for`() throws {
    try Fixture.with { fixture in
      for (view, tag) in [("Left_Down", UInt8(1)), ("Right", 2), ("Up", 3)] {
        try fixture.writeView("Matterport3D/1_a", tag, view: view)
      }
      try fixture.writeText("test.txt", nineColumns("Matterport3D/1_a"))
      for query in ["?partners=yes", "?split=test&partners=yes"] {
        let sample = try fixture.open("3d60", query).sample(at: 0)
        let partners = try sample.stereo()
        #expect(sample.panorama == fixture.picture(1))
        #expect(partners.right.panorama == fixture.picture(2) && partners.up.panorama == fixture.picture(3))
        #expect(partners.right.depth.values == fixture.distances(2))
        #expect(partners.up.depth.values == fixture.distances(3))
      }
      let alone = try fixture.open("3d60").sample(at: 0)
      #expect(throws: DatasetsError.unpaired(sample: alone.name)) { try alone.stereo() }
    }
  }

  @Test func `a view from beside or above has no partners`() throws {
    try Fixture.with { fixture in
      try fixture.writeView("Matterport3D/1_a", 1, view: "Right")
      for scheme in ["3d60", "rotunda"] {
        let error = try #require(throws: DatasetsError.self) {
          try fixture.open(scheme, "?view=right&partners=yes")
        }
        #expect("\(error)".contains("partners is no where view is right"))
      }
    }
  }

  @Test func `a partner that is missing is an error that names the file`() throws {
    try Fixture.with { fixture in
      try fixture.writeView("Matterport3D/1_a", 1)
      let error = try #require(throws: DatasetsError.self) {
        try fixture.open("rotunda", "?partners=yes").sample(at: 0)
      }
      #expect("\(error)".contains("1_a_color_0_Right_0.0.png"))
    }
  }
}
