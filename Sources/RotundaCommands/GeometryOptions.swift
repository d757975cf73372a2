// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import RotundaExport

/// How meshes and point clouds are made: the options of every command that exports.
struct GeometryOptions: ParsableArguments {
  @Option(help: "Most triangles of a mesh (glb).")
  var faces = ExportOptions().faces

  @Option(help: "Most points of a cloud (ply).")
  var points = ExportOptions().points

  @Option(help: "Leave points farther than this many metres out of clouds.")
  var maxDistance: Double?

  @Option(help: "Leave surfaces that are seen at fewer degrees than this out of clouds.")
  var grazing = ExportOptions().leastGrazing

  func validate() throws {
    guard (100...20_000_000).contains(faces) else {
      throw ValidationError("--faces is 100 to 20000000, not \(faces)")
    }
    guard (100...200_000_000).contains(points) else {
      throw ValidationError("--points is 100 to 200000000, not \(points)")
    }
    if let distance = maxDistance, !(distance > 0) {
      throw ValidationError("--max-distance is in metres, above 0, not \(distance)")
    }
    guard (0..<90).contains(grazing) else {
      throw ValidationError("--grazing is in degrees, from 0 to below 90, not \(grazing)")
    }
  }

  var exportOptions: ExportOptions {
    var options = ExportOptions()
    options.faces = faces
    options.points = points
    options.maximumDistance = maxDistance
    options.leastGrazing = grazing
    return options
  }
}
