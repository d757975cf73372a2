// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import RotundaImaging
import RotundaRendering
import RotundaSolids
import RotundaSphere

/// Writes the panoramas of a series to a folder in the layout of 360D.
///
/// A view whose files are all there is not rendered again, so a killed run goes on where it was; shards write into one
/// folder or into several that are put together later.
public struct DatasetWriter: Sendable {
  private let series: any SceneSeries
  private let description: SeriesDescription
  private let settings: RenderSettings
  private let root: URL
  private let version: String
  private let layout: DatasetLayout

  /// A writer of a series, which `description` describes, into the folder `root`.
  ///
  /// `version` is the program's, which goes into every record.
  public init(
    _ series: any SceneSeries, described description: SeriesDescription, settings: RenderSettings, to root: URL,
    version: String
  ) {
    self.series = series
    self.description = description
    self.settings = settings
    self.root = root
    self.version = version
    layout = DatasetLayout(series: series.name, pictureExtension: settings.picture.rawValue)
  }

  // MARK: - Scenes

  /// What became of a scene's views.
  public struct Outcome: Sendable, Hashable {
    /// Views rendered now.
    public var rendered: Int
    /// Views that were there.
    public var skipped: Int

    /// A number of views of each kind.
    public init(rendered: Int, skipped: Int) { (self.rendered, self.skipped) = (rendered, skipped) }
  }

  /// Renders what is missing of the first `viewCount` views of a scene, with `threads` threads.
  ///
  /// `isStopped` is asked before each view, `progress` called after it.
  ///
  /// - Throws: `RenderingError` where the scene cannot be made, `ScenesError` where its folder holds other settings' files,
  ///   `ImagingError` where a file cannot be written.
  public func writeScene(
    at index: Int, viewCount: Int, threads: Int, isStopped: () -> Bool = { false }, progress: () -> Void = {}
  ) throws -> Outcome {
    let name = series.name(ofScene: index)
    let isClaimed = try isFolderOurs(ofScene: index)
    let missing = (0..<viewCount).filter { !isWhole(scene: name, view: $0) }
    var outcome = Outcome(rendered: 0, skipped: viewCount - missing.count)
    guard !missing.isEmpty else { return outcome }
    let scene = try series.scene(at: index)
    if !isClaimed { try claimFolder(ofScene: index, cameras: scene.views.map(\.camera)) }
    for view in missing {
      if isStopped() { break }
      try write(scene, view: view, name: name, threads: threads)
      outcome.rendered += 1
      progress()
    }
    return outcome
  }

  private func isWhole(scene: String, view: Int) -> Bool {
    files(scene: scene, view: view).allSatisfy { FileManager.default.fileExists(atPath: $0.path) }
  }

  private func files(scene: String, view: Int) -> [URL] {
    rigs.flatMap { rig in contents.map { url(scene, view, $0, rig) } }
  }

  private var rigs: [DatasetLayout.Rig] { settings.extras.contains(.partners) ? DatasetLayout.Rig.allCases : [.centre] }

  private var contents: [DatasetLayout.Content] {
    DatasetLayout.Content.allCases.filter { content in
      switch content {
      case .color, .depth: true
      case .normal: settings.extras.contains(.normals) || settings.extras.contains(.partners)
      case .mask: settings.extras.contains(.mask)
      case .preview: settings.extras.contains(.preview)
      }
    }
  }

  private func url(_ scene: String, _ view: Int, _ content: DatasetLayout.Content, _ rig: DatasetLayout.Rig) -> URL {
    root.appending(path: layout.path(scene: scene, view: view, content, rig))
  }

  private func recordURL(ofScene index: Int) -> URL {
    root.appending(path: "\(layout.folder(ofScene: series.name(ofScene: index)))/scene.json")
  }

  /// Whether a scene's folder has a record, which then must be that of these settings.
  private func isFolderOurs(ofScene index: Int) throws(ScenesError) -> Bool {
    let url = recordURL(ofScene: index)
    guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else { return false }
    let record = try SceneRecord(contentsOf: url)
    guard record.series == description, record.settings == settings, record.version == version, record.scene == index
    else { throw .otherRecord(path: url.path(percentEncoded: false)) }
    return true
  }

  /// Makes a scene's folder, with its record.
  private func claimFolder(ofScene index: Int, cameras: [Camera]) throws {
    let url = recordURL(ofScene: index)
    let folder = url.deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw ImagingError.unwritable(path: folder.path(percentEncoded: false), code: EACCES)
    }
    let record = SceneRecord(
      version: version, series: description, scene: index, settings: settings, cameras: cameras)
    try AtomicFile.write(try record.json(), to: url)
  }

  // MARK: - Views

  private func write(_ scene: PhotographedScene, view number: Int, name: String, threads: Int) throws {
    let view = scene.views[number]
    for rig in rigs {
      let exposure = try PanoramaRenderer(quality: settings.quality, threads: threads).render(
        scene.prepared, camera: view.camera.moved(to: rig), width: settings.size.width, height: settings.size.height,
        seed: view.seed)
      for content in contents {
        try write(exposure, content, look: view.look, to: url(name, number, content, rig))
      }
    }
  }

  private func write(_ exposure: Exposure, _ content: DatasetLayout.Content, look: Look, to url: URL) throws {
    switch content {
    case .color: try writePicture(exposure, look, to: url)
    case .depth: try exposure.depth.write(to: url, as: .exr)
    case .normal:
      let values = exposure.normals.flatMap { [$0.x, $0.y, $0.z] }
      try FloatImage(width: exposure.width, height: exposure.height, values: values).write(to: url, as: .exr)
    case .mask:
      let bytes = exposure.depth.values.flatMap { Array(repeating: $0 > 0 ? UInt8(255) : 0, count: 3) }
      try RGBImage(width: exposure.width, height: exposure.height, pixels: bytes).write(to: url, as: .png)
    case .preview: try DepthPreview(of: exposure.depth).image().write(to: url, as: .png)
    }
  }

  private func writePicture(_ exposure: Exposure, _ look: Look, to url: URL) throws {
    switch settings.picture {
    case .png: try look.developed(exposure).write(to: url, as: .png)
    case .jpg: try look.developed(exposure).write(to: url, as: .jpeg(quality: 95))
    case .hdr:
      try FloatImage(width: exposure.width, height: exposure.height, values: exposure.light)
        .write(to: url, as: .radiance)
    }
  }

  // MARK: - Lists

  /// Writes `train.txt`, `val.txt` and `test.txt` of the first `viewCount` views of the series; a list without rows is
  /// not written.
  ///
  /// The lists depend on nothing but the number of views, so all shards write the same.
  public func writeLists(viewCount: Int) throws(ImagingError) {
    var rows: [DatasetSplit: [String]] = [:]
    for view in 0..<viewCount {
      let (scene, number) = view.quotientAndRemainder(dividingBy: series.viewsPerScene)
      let row = layout.listRow(
        scene: series.name(ofScene: scene), view: number, hasPartners: settings.extras.contains(.partners))
      rows[DatasetSplit(ofScene: scene), default: []].append(row)
    }
    for (split, rows) in rows {
      try AtomicFile.write(rows.joined(separator: "\n") + "\n", to: root.appending(path: "\(split.rawValue).txt"))
    }
  }
}

extension Camera {
  /// The camera of a stereo rig that this one is the centre of.
  func moved(to rig: DatasetLayout.Rig) -> Camera {
    var camera = self
    switch rig {
    case .centre: break
    case .right: camera.position += SIMD3<Float>(axes.x) * DatasetLayout.baseline
    case .up: camera.position += SIMD3<Float>(axes.y) * DatasetLayout.baseline
    }
    return camera
  }
}
