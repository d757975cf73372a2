// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import Testing

/// Every layout but those of `ThreeD60Tests` and `FolderTests`, as its authors lay it on disk.
@Suite struct LayoutTests {
  // MARK: - Pano3D

  private func writePano3D(_ fixture: Fixture, _ scene: String, _ number: Int, _ tag: UInt8, place: String = "center")
    throws
  {
    let stem = "\(scene)/\(number)_spherical_1_"
    try fixture.writePicture("\(stem)emission_\(place)_0.png", tag)
    try fixture.writeFloats("\(stem)depth_\(place)_0.exr", fixture.values(tag, holes: [.infinity]), as: .exr)
    try fixture.writeFloats("\(stem)normal_map_\(place)_0.exr", fixture.values(0), as: .exr)
  }

  @Test func `Pano3D's YAML splits are read in their order, with every place`() throws {
    try Fixture.with { fixture in
      for (tag, number) in [0, 10, 1].enumerated() { try writePano3D(fixture, "2t7WUuJeko7", number, UInt8(tag)) }
      try writePano3D(fixture, "ARNzJeq3xxb", 4, 20)
      try writePano3D(fixture, "ARNzJeq3xxb", 4, 21, place: "up")
      try fixture.writeText(
        "splits/M3D_v1_test.yaml",
        """
        ARNzJeq3xxb:
          - 4_spherical_1_emission_center_0.png
        2t7WUuJeko7:
          - 0_spherical_1_emission_center_0.png
          - "1_spherical_1_emission_center_0.png"  # quoted
        """)
      let source = try fixture.open("pano3d", "?split=test")
      #expect(source.count == 3)
      for (index, tag) in [UInt8(20), 0, 2].enumerated() { try fixture.expect(source, index, is: tag, holes: 1) }
      try fixture.expect(try fixture.open("pano3d", "?list=M3D_v1_test&view=up"), 0, is: 21, holes: 1)
      #expect(try fixture.open("pano3d").count == 4)
    }
  }

  @Test(arguments: ["", "/SCENE"]) func `Pano3D's filmic look has its own colours and the plain depth`(level: String)
    throws
  {
    try Fixture.with { fixture in
      try writePano3D(fixture, "M3D/SCENE", 3, 1)
      try fixture.writePicture(
        level.isEmpty
          ? "M3D_filmic/SCENE/3_spherical_1_emission_center_0.png"
          : "M3D/SCENE_filmic/3_spherical_1_emission_center_0.png", 90)
      let path = fixture.folder.appending(path: "M3D").path(percentEncoded: false)
      let uri = try DataURI(parsing: "pano3d:\(path)?look=filmic")
      let sample = try Layout.open(uri, width: 32, height: 16).sample(at: 0)
      #expect(sample.panorama == fixture.picture(90))
      #expect(sample.depth?.values == fixture.values(1, holes: [0]))
    }
  }

  @Test(arguments: ["a: b", "- a\n- b", "a: [b", "a:\n  - [1, 2]", "? [x]\n: - y"])
  func `YAML that is no split is an error with its line`(text: String) throws {
    try Fixture.with { fixture in
      try fixture.writeText("test.yaml", text)
      guard case .badList(_, let line, _) = try fixture.openingError("pano3d", "?split=test") else {
        Issue.record("\(text) opens")
        return
      }
      #expect((1...2).contains(line))
    }
  }

  // MARK: - Stanford2D3D

  private static let camera = "camera_0da5d4ad8e9a4ad2bb1e1b3e7ea1cb5c"

  private func writeStanford(
    _ fixture: Fixture, _ area: String, _ room: String, _ tag: UInt8, colours: String, depths: String
  ) throws {
    let stem = "\(Self.camera)_\(room)_frame_equirectangular_domain"
    try fixture.writePicture("\(area)/\(colours)/\(stem)_rgb.png", tag)
    // 65 535 is unknown, and so is 0.
    try fixture.writeSteps(
      "\(area)/\(depths)/\(stem)_depth.png", [65_535, 0] + fixture.values(tag, scale: 512).dropFirst(2))
  }

  @Test(arguments: [("pano/rgb", "pano/depth"), ("rgb_", "depth"), ("img", "depth"), ("rgb", "depth")])
  func `Stanford2D3D is read as published and as it is repacked`(colours: String, depths: String) throws {
    try Fixture.with { fixture in
      for (tag, area) in ["area_1", "area_5a", "area_5b"].enumerated() {
        try writeStanford(fixture, area, "office_1", UInt8(tag), colours: colours, depths: depths)
      }
      // Pictures of perspective cameras end as panoramas do.
      try fixture.writePicture("area_1/data/rgb/camera_x_office_1_frame_0_domain_rgb.png", 9)
      let train = try fixture.open("stanford2d3d", "?split=train")
      #expect(train.count == 1)
      try fixture.expect(train, 0, is: 0, holes: 2)
      let test = try fixture.open("stanford2d3d", "?split=test")
      #expect(test.count == 2)
      for (index, tag) in [UInt8(1), 2].enumerated() { try fixture.expect(test, index, is: tag, holes: 2) }
    }
  }

  @Test func `UniFuse's lists of Stanford2D3D find the files as published`() throws {
    try Fixture.with { fixture in
      for (tag, room) in ["hallway_1", "office_2"].enumerated() {
        try writeStanford(fixture, "area_5a", room, UInt8(tag), colours: "pano/rgb", depths: "pano/depth")
      }
      let stem = "\(Self.camera)_office_2_frame_equirectangular_domain"
      try fixture.writeText("stanford2d3d_test.txt", "area_5a/rgb_/\(stem)_rgb.png area_5a/depth/\(stem)_depth.png\n")
      let source = try fixture.open("stanford2d3d", "?split=test")
      #expect(source.names == ["area_5a/\(stem)_rgb.png"])
      try fixture.expect(source, 0, is: 1, holes: 2)
      guard case .missingList = try fixture.openingError("stanford2d3d", "?split=val") else {
        Issue.record("a validation split without a list")
        return
      }
    }
  }

  @Test func `an unknown distance does not mix into its neighbours when a map shrinks`() throws {
    try Fixture.with { fixture in
      let stem = "area_1/pano/%/\(Self.camera)_office_1_frame_equirectangular_domain_%.png"
      try fixture.writePicture(stem.replacing("%", with: "rgb"), 1)
      // 2 m beside 6 m, each with unknown pixels among them.
      let steps: [Float] = (0..<512).map { $0 % 5 == 0 ? 65_535 : $0 % 32 < 15 ? 1024 : 3072 }
      try fixture.writeSteps(stem.replacing("%", with: "depth"), steps)
      let depth = try fixture.open("stanford2d3d", width: 16).sample(at: 0).label()
      #expect(Set(depth.values) == [2, 6])
      #expect(depth.values.prefix(16) == ArraySlice(Array(repeating: 2, count: 8) + Array(repeating: 6, count: 8)))
    }
  }

  // MARK: - Matterport3D

  @Test func `UniFuse's stitching of Matterport3D is in steps of 1 over 4000 m`() throws {
    try Fixture.with { fixture in
      for (tag, name) in ["17DRP5sb8fy/%/df21", "5LpN3gDmAk7/%/a565"].enumerated() {
        try fixture.writePicture(name.replacing("%", with: "pano_skybox_color") + ".jpg", UInt8(tag))
        try fixture.writeSteps(
          name.replacing("%", with: "pano_depth") + ".png",
          [0] + fixture.values(UInt8(tag), scale: 4000).dropFirst().map { $0.rounded() })
      }
      let row = "5LpN3gDmAk7/pano_skybox_color/a565.jpg 5LpN3gDmAk7/pano_depth/a565.png"
      try fixture.writeText("matterport3d_train.txt", row)
      try fixture.expect(try fixture.open("matterport3d"), 0, is: 0, holes: 1, tolerance: 0.000_13)
      let train = try fixture.open("matterport3d", "?split=train")
      #expect(train.count == 1)
      try fixture.expect(train, 0, is: 1, holes: 1, tolerance: 0.000_13)
    }
  }

  @Test func `BiFuse's stitching of Matterport3D takes 0 point 01 for unknown, and lists of houses`() throws {
    try Fixture.with { fixture in
      for (tag, folder) in ["17DRP5sb8fy/00eb", "17DRP5sb8fy/01bc", "zzz/00eb"].enumerated() {
        try fixture.writePicture("\(folder)/color.jpg", UInt8(tag))
        try fixture.writeFloats("\(folder)/depth.npy", fixture.values(UInt8(tag), holes: [0.01, 0]), as: .npy)
      }
      try fixture.writeText("scenes_train.txt", "17DRP5sb8fy\n")
      try fixture.writeText("mp3d_scenes_test.txt", "zzz\n")
      let train = try fixture.open("matterport3d", "?stitch=bifuse&split=train")
      #expect(train.names == ["17DRP5sb8fy/00eb/color.jpg", "17DRP5sb8fy/01bc/color.jpg"])
      try fixture.expect(train, 1, is: 1, holes: 2)
      try fixture.expect(try fixture.open("matterport3d", "?stitch=bifuse&split=test"), 0, is: 2, holes: 2)
      try fixture.writeText("scenes_val.txt", "zzz\nnohouse\n")
      let error = try fixture.openingText("matterport3d", "?stitch=bifuse&split=val")
      #expect(error.contains("scenes_val.txt, line 2: nohouse"))
    }
  }

  @Test func `the other stitching is named where none is found`() throws {
    try Fixture.with { fixture in
      try fixture.writePicture("house/id/color.jpg", 1)
      #expect(try fixture.openingText("matterport3d").contains("stitch=bifuse"))
    }
  }

  @Test func `Matterport3D 360 holds metres in DPT files, not positive where unknown`() throws {
    try Fixture.with { fixture in
      for (tag, house) in ["fzynW3qQPVF", "8WUmhLawc2A"].enumerated() {
        try fixture.writePicture("part_\(tag)/data/\(house)/ab_rgb.png", UInt8(tag))
        try fixture.writePicture("part_\(tag)/data/\(house)/ab_depth_vis.png", 99)
        try fixture.writeDPT(
          "part_\(tag)/data/\(house)/ab_depth.dpt", fixture.values(UInt8(tag), holes: [-1, 0, .nan]))
      }
      try fixture.writeText("scenes_test.txt", "8WUmhLawc2A")
      #expect(try fixture.open("matterport360").count == 2)
      let test = try fixture.open("matterport360", "?split=test")
      #expect(test.count == 1)
      try fixture.expect(test, 0, is: 1, holes: 3)
    }
  }

  // MARK: - Structured3D

  @Test func `Structured3D is in millimetres, with its furniture and light, split by scenes`() throws {
    try Fixture.with { fixture in
      for (tag, scene) in ["scene_00000", "scene_02999", "scene_03000", "scene_03250"].enumerated() {
        for (index, furniture) in ["full", "simple", "empty"].enumerated() {
          let folder = "Structured3D/\(scene)/2D_rendering/485142/panorama/\(furniture)"
          let code = UInt8(tag * 10 + index)
          try fixture.writePicture("\(folder)/rgb_rawlight.png", code)
          try fixture.writePicture("\(folder)/rgb_warmlight.png", code + 100)
          try fixture.writeSteps(
            "\(folder)/depth.png", [0] + fixture.values(code, scale: 1000).dropFirst().map { $0.rounded() })
        }
        try fixture.writePicture("Structured3D/\(scene)/2D_rendering/485142/perspective/full/0/rgb_rawlight.png", 200)
      }
      for (split, tags) in [("train", [UInt8(0), 10]), ("val", [20]), ("test", [30])] {
        let source = try fixture.open("structured3d", "?split=\(split)")
        #expect(source.count == tags.count)
        for (index, tag) in tags.enumerated() {
          try fixture.expect(source, index, is: tag, holes: 1, tolerance: 0.000_51)
        }
      }
      try fixture.expect(try fixture.open("structured3d", "?furniture=empty"), 1, is: 12, holes: 1, tolerance: 0.000_51)
      let warm = try fixture.open("structured3d", "?light=warm&furniture=simple").sample(at: 0)
      #expect(warm.panorama == fixture.picture(101))
      try fixture.writeText("mine.txt", "scene_03250\nscene_00000\n")
      let listed = try fixture.open("structured3d", "?list=mine")
      #expect(listed.count == 2)
      try fixture.expect(listed, 0, is: 30, holes: 1, tolerance: 0.000_51)
    }
  }

  // MARK: - Replica 360

  @Test func `Replica 360 is masked where there is a mask`() throws {
    try Fixture.with { fixture in
      for number in ["0000", "0001"] {
        try fixture.writePicture("room_0/\(number)_rgb_pano.jpg", 3)
        try fixture.writeDPT("room_0/\(number)_depth_pano.dpt", fixture.values(3))
        try fixture.writePicture("room_0/\(number)_depth_pano_visual.jpg", 99)
      }
      var mask = Array(repeating: UInt8(255), count: 3 * 32 * 16)
      mask.replaceSubrange(0..<12, with: repeatElement(0, count: 12))
      mask[9] = 1
      try RGBImage(width: 32, height: 16, pixels: mask).write(to: fixture.url("room_0/0000_mask_pano.png"), as: .png)
      let source = try fixture.open("replica360")
      #expect(source.count == 2)
      try fixture.expect(source, 0, is: 3, holes: 3)
      try fixture.expect(source, 1, is: 3)
      try RGBImage(width: 1, height: 1, pixels: [1, 1, 1]).write(
        to: fixture.url("room_0/0000_mask_pano.png"), as: .png)
      #expect { try source.sample(at: 0) } throws: { "\($0)".contains("0000_mask_pano.png is 1 x 1, not 32 x 16") }
    }
  }

  @Test func `depth that is not twice as wide as high is an error`() throws {
    try Fixture.with { fixture in
      try fixture.writePicture("a/1_rgb.png", 1)
      try fixture.writeDPT("a/1_depth.dpt", fixture.values(1))
      var bytes = try Data(contentsOf: fixture.url("a/1_depth.dpt"))
      (bytes[4], bytes[8]) = (16, 32)
      try bytes.write(to: fixture.url("a/1_depth.dpt"))
      let source = try fixture.open("matterport360")
      #expect { try source.sample(at: 0) } throws: { "\($0)".contains("1_depth.dpt is 16 x 32") }
    }
  }
}
