// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Rotunda
import RotundaImaging
import RotundaSphere

/// `rotunda inspect`.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Say what panorama and depth files are.")

  @Argument(help: "Pictures or depth maps.", completion: .file())
  var files: [String]

  func run() throws {
    var statuses: [ExitStatus] = []
    for file in files {
      do throws(ImagingError) {
        for line in try inspect(URL(filePath: file)) { Console.current.say(line) }
      } catch {
        Console.current.complain("rotunda: \(error)")
        statuses.append(error.exitStatus)
      }
    }
    if let first = statuses.first { throw files.count == 1 ? first : ExitStatus.someFailed }
  }

  private func inspect(_ url: URL) throws(ImagingError) -> [String] {
    switch try ImageFormat(contentsOf: url) {
    case .npy, .pfm, .dpt: return try describe(DepthMap(contentsOf: url), url)
    case .png, .openEXR:
      // Both hold pictures and depth. What is coloured is a picture; what has no depth in it is one too.
      if try isColouredPicture(url) { break }
      do throws(ImagingError) {
        return try describe(DepthMap(contentsOf: url), url)
      } catch {
        guard case .notDepth = error else { throw error }
      }
    case .jpeg, .webp, .radianceHDR: break
    }
    return describe(try PanoramaHeader.read(url), url)
  }

  /// Whether this is a picture with colours; damage is not passed over, but a file that holds no picture is no error.
  private func isColouredPicture(_ url: URL) throws(ImagingError) -> Bool {
    do throws(ImagingError) {
      return try Panorama(contentsOf: url, options: anything).isColoured
    } catch {
      switch error {
      case .notPicture, .unsupported: return false
      case .notFound, .directory, .notRegularFile, .unreadable, .empty, .unknownFormat, .truncated, .corrupt,
        .tooManyPixels, .tooManyBytes, .notEquirectangular, .otherProjection, .inconsistentCrop, .notDepth,
        .tooLargeForFormat, .unwritable:
        throw error
      }
    }
  }

  private var anything: ReadingOptions { ReadingOptions(minimumWidth: 512, acceptsAnyAspect: true) }

  private func describe(_ header: PanoramaHeader, _ url: URL) -> [String] {
    var lines = ["\(url.relativePath): panorama, \(header.format.name), \(header.width)x\(header.height)"]
    func add(_ subject: String, _ text: String) { lines.append("  \(subject): \(text)") }
    add("full sphere", header.isFullSphere ? "yes, 2:1" : "no, the width is not twice the height (--force accepts it)")
    if header.orientation != .topLeft { add("EXIF orientation", "\(header.orientation.rawValue), obeyed") }
    guard let sphere = header.photoSphere else {
      add("GPano", "none")
      return lines
    }
    if let projection = sphere.projection { add("GPano projection", projection) }
    if let pose = sphere.pose {
      let heading = pose.headingDegrees.map { "\($0)" } ?? "unknown"
      add("GPano pose", "heading \(heading), pitch \(pose.pitchDegrees), roll \(pose.rollDegrees) degrees")
    }
    if let crop = sphere.crop {
      add("GPano crop", "\(crop)" + (header.crop == nil ? ", which does not fit the picture and is ignored" : ""))
    }
    return lines
  }

  private func describe(_ depth: DepthMap, _ url: URL) -> [String] {
    var lines = ["\(url.relativePath): depth, \(depth.width)x\(depth.height)"]
    func add(_ subject: String, _ text: String) { lines.append("  \(subject): \(text)") }
    func metres(_ value: Float) -> String { String(format: "%.3f m", value) }
    let valid = depth.values.filter { $0 > 0 }.sorted()
    add("invalid", String(format: "%.2f %% of pixels", 100 * (1 - depth.validShare)))
    if let nearest = valid.first, let farthest = valid.last {
      add("range", "\(metres(nearest)) to \(metres(farthest)), median \(metres(valid[valid.count / 2]))")
    }
    add("aspect", depth.width == 2 * depth.height ? "2:1" : "not 2:1")
    let grid = EquirectangularGrid(width: depth.width, height: depth.height)
    if let seam = SeamStep(of: depth.values, on: grid) {
      add("seam", String(format: "step %.4f m, %.2f times that between neighbours", seam.acrossSeam, seam.ratio))
    }
    let sidecar = url.deletingPathExtension().appendingPathExtension("json")
    if let said = (try? Data(contentsOf: sidecar)).flatMap({ try? JSONDecoder().decode(Sidecar.self, from: $0) }) {
      add("sidecar", "\(said.depth) in \(said.unit)s, by \(said.network), scale from \(said.scaleSource)")
    }
    add("looks like", DepthKind(of: depth).rawValue)
    if let floor = try? FloorFit.fit(depth) {
      add(
        "floor",
        String(
          format: "%.2f m below the camera, %.0f %% of the view below", floor.cameraHeight, 100 * floor.inlierFraction))
    }
    return lines
  }
}

extension Panorama {
  /// Whether any pixel is not grey.
  fileprivate var isColoured: Bool {
    stride(from: 0, to: pixels.count, by: 3).contains { (start: Int) -> Bool in
      pixels[start] != pixels[start + 1] || pixels[start] != pixels[start + 2]
    }
  }
}
