// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import RotundaExport
import RotundaImaging
import RotundaSphere

/// `rotunda export`.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turn a depth map and its panorama into a point cloud, a mesh, a viewer.",
    discussion: """
      Takes depth of any program, as ray distance: PNG of 16 bits (millimetres), EXR, NPY, PFM, DPT (metres). Writes \
      cloud.ply, mesh.glb, view.html, cube-*.png, layers.png beside the depth map, or into --output. What predict has \
      written about the depth (depth.json beside it) is obeyed.
      """)

  @Argument(help: "The depth map.", completion: .file())
  var depth: String

  @Option(help: "The panorama that it belongs to, of any size.", completion: .file())
  var photo: String

  @Option(name: .shortAndLong, help: "Folder to write into.", completion: .directory)
  var output: String?

  @Option(help: "What to write, as glb,html: ply, glb, html, cube, layers.")
  var format = OutputFormats(exports: [.glb, .html])

  @Option(help: "A map of the distances' standard deviations in metres, of the depth map's size.", completion: .file())
  var spread: String?

  @Option(help: "Standard deviation of every distance, as a share of it: 0.02 is two per cent.")
  var error: Double?

  @Option(
    parsing: .unconditional,
    help: "Level the result: auto (as depth.json or the photo's GPano pose say), none, or PITCH,ROLL in degrees.")
  var level = Levelling.automatic

  @Flag(help: "Accept pictures that are not twice as wide as high.")
  var force = false

  @OptionGroup var geometry: GeometryOptions

  func validate() throws {
    guard format.depth.isEmpty else {
      throw ValidationError("--format of export is ply, glb, html, cube, layers; predict writes the others")
    }
    if let error, !(error >= 0 && error < 1) {
      throw ValidationError("--error is a share of the distance, from 0 to below 1, not \(error)")
    }
  }

  func run() throws {
    let depthURL = URL(filePath: depth)
    let folder = output.map { URL(filePath: $0) } ?? depthURL.deletingLastPathComponent()
    let room = try room(depthURL, photo: URL(filePath: photo))
    try OutputFolder.make(folder)
    for format in format.exports {
      try room.write(format, into: folder, options: geometry.exportOptions)
      for name in format.fileNames { Console.current.say(folder.appending(path: name).relativePath) }
    }
  }

  private func room(_ depthURL: URL, photo url: URL) throws -> CapturedRoom {
    let header = try PanoramaHeader.read(url)
    let sidecar = Self.sidecar(beside: depthURL)
    let levelling = level == .automatic ? sidecar?.levelling ?? level.angles(for: header) : level.angles(for: header)
    return try CapturedRoom(
      title: url.deletingPathExtension().lastPathComponent,
      photo: Panorama(contentsOf: url, options: ReadingOptions(acceptsAnyAspect: force)),
      photoJPEG: Panorama.uprightJPEG(at: url), depth: DepthMap(contentsOf: depthURL),
      spread: spread.map { try DepthMap(contentsOf: URL(filePath: $0)) },
      error: error.map { DistanceError(relative: $0, source: "as given") } ?? .unknown,
      pose: levelling?.pose ?? .identity, origin: sidecar?.network ?? depthURL.lastPathComponent,
      scale: sidecar?.scaleSource ?? "the depth map's", acceptsAnyAspect: force)
  }

  private static func sidecar(beside depth: URL) -> Sidecar? {
    let url = depth.deletingPathExtension().appendingPathExtension("json")
    return (try? Data(contentsOf: url)).flatMap { try? JSONDecoder().decode(Sidecar.self, from: $0) }
  }
}
