// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaRendering
import RotundaScenes
import RotundaSolids
import RotundaTestSupport
import Testing

@Suite struct DatasetWriterTests {
  private let series = HomeSeries(seed: 4, look: .photo)
  private let description = SeriesDescription.rooms(seed: 4, look: .photo, sky: nil)

  private func writer(
    _ root: URL, quality: PanoramaRenderer.Quality = .draft, extras: [RenderSettings.Extra] = []
  ) -> DatasetWriter {
    let settings = RenderSettings(
      size: Sidecar.Size(width: 64, height: 32), quality: quality, picture: .png, extras: extras)
    return DatasetWriter(series, described: description, settings: settings, to: root, version: "test")
  }

  private func files(in root: URL) throws -> [String: Data] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path)
    return paths.reduce(into: [:]) { files, path in
      let url = root.appending(path: path)
      if !url.hasDirectoryPath, let bytes = try? Data(contentsOf: url) { files[path] = bytes }
    }
  }

  @Test func `what is written reads as 360D does, with the distances of the renderer`() throws {
    try withTemporaryFolder { root in
      let writer = writer(root)
      #expect(try writer.writeScene(at: 0, viewCount: 2, threads: 1) == .init(rendered: 2, skipped: 0))
      try writer.writeLists(viewCount: 2)
      let read = try Layout.open(DataURI(parsing: "360d:\(root.path)?split=train"), width: 64, height: 32)
      #expect(read.count == 2)
      let rendered = RoomsSource(
        try RoomsAddress(parsing: "seed=4"), width: 64, height: 32, quality: .draft)
      for index in 0..<2 {
        let (sample, expected) = (try read.sample(at: index), try rendered.sample(at: index))
        #expect(sample.depth == expected.depth)
        #expect(sample.panorama == expected.panorama)
      }
    }
  }

  @Test func `a second run renders nothing, a lost file brings its view back to the bit`() throws {
    try withTemporaryFolder { root in
      let writer = writer(root, extras: [.mask, .normals])
      _ = try writer.writeScene(at: 1, viewCount: 2, threads: 1)
      let before = try files(in: root)
      #expect(before.count == 2 * 4 + 1)
      #expect(try writer.writeScene(at: 1, viewCount: 2, threads: 1) == .init(rendered: 0, skipped: 2))
      let lost = try #require(before.keys.first { $0.contains("depth") })
      try FileManager.default.removeItem(at: root.appending(path: lost))
      #expect(try writer.writeScene(at: 1, viewCount: 2, threads: 2) == .init(rendered: 1, skipped: 1))
      #expect(try files(in: root) == before)
    }
  }

  @Test func `other settings do not mix into a folder`() throws {
    try withTemporaryFolder { root in
      _ = try writer(root).writeScene(at: 0, viewCount: 1, threads: 1)
      // Also where nothing is missing, or what is there would be taken for what was asked.
      for viewCount in [1, 2] {
        #expect(throws: ScenesError.self) {
          try writer(root, quality: .train).writeScene(at: 0, viewCount: viewCount, threads: 1)
        }
      }
    }
  }

  @Test func `partners stand a quarter metre to the right and above, and lists name all three`() throws {
    try withTemporaryFolder { root in
      let writer = writer(root, extras: [.partners])
      _ = try writer.writeScene(at: 0, viewCount: 1, threads: 1)
      try writer.writeLists(viewCount: 1)
      let list = try String(contentsOf: root.appending(path: "train.txt"), encoding: .utf8)
      #expect(list.split(separator: " ").count == 9)
      func depth(_ view: String) throws -> DepthMap {
        let uri = try DataURI(parsing: "3d60:\(root.path)?split=train&view=\(view)")
        return try #require(try Layout.open(uri, width: 64, height: 32).sample(at: 0).depth)
      }
      // Straight down (the last row's mean), the upper camera is its baseline further from the floor.
      func below(_ map: DepthMap) -> Float { map.values.suffix(64).reduce(0, +) / 64 }
      let record = try SceneRecord(contentsOf: root.appending(path: "rooms/home4x0/scene.json"))
      if record.cameras[0].pitch == 0 && record.cameras[0].roll == 0 {
        #expect(abs(below(try depth("up")) - below(try depth("center")) - DatasetLayout.baseline) < 0.01)
      }
      #expect(try depth("right") != depth("center"))
    }
  }

  @Test func `all views of a scene are in one split, and eight of ten scenes are trained on`() {
    let splits = (0..<100).map { DatasetSplit(ofScene: $0) }
    #expect(splits.count { $0 == .train } == 80)
    #expect(splits.count { $0 == .val } == 10)
  }

  @Test func `a record gives the folder again bit for bit`() throws {
    try withTemporaryFolder { root in
      let first = root.appending(path: "a")
      _ = try writer(first).writeScene(at: 2, viewCount: 1, threads: 1)
      let record = try SceneRecord(contentsOf: first.appending(path: "rooms/home4x2/scene.json"))
      let second = root.appending(path: "b")
      let again = DatasetWriter(
        series, described: record.series, settings: record.settings, to: second, version: record.version)
      _ = try again.writeScene(at: record.scene, viewCount: 1, threads: 2)
      #expect(try files(in: first) == files(in: second))
    }
  }
}
