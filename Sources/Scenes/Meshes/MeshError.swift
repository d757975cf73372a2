// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import RotundaImaging
import RotundaSolids

/// What can go wrong between somebody's mesh file and a scene.
public enum MeshError: Error, Sendable, Hashable {
  /// The file, or a picture that it names, cannot be read.
  case file(ImagingError)
  /// The first bytes belong to no mesh format that is read.
  case unknownFormat(path: String)
  /// The file has more bytes than are read.
  case tooManyBytes(path: String, count: Int, limit: Int)
  /// The file asks for more triangles than are built.
  case tooManyTriangles(path: String, limit: Int)
  /// The pictures that the file names have more pixels together than are held.
  case tooManyPixels(path: String, limit: Int)
  /// The file ends before its content does.
  case truncated(path: String, format: MeshFormat)
  /// The content contradicts its format; `detail` is what was found, and where.
  case corrupt(path: String, format: MeshFormat, detail: String)
  /// The format is read, but not this use of it; `advice` says what to do instead.
  case unsupported(path: String, format: MeshFormat, feature: String, advice: String)
  /// The file names a file outside its own folder.
  case outsideFolder(path: String, name: String)
  /// The file holds no triangle; `points` is the number of corners that it has.
  case noTriangles(path: String, points: Int)
  /// A line of a list of positions is not three or four numbers.
  case notAPosition(path: String, line: Int, text: String)
  /// A list of positions is empty.
  case noPositions(path: String)
  /// No place in the mesh is fit for a camera; `reasons` counts what was wrong with those tried.
  case noViewpoint(reasons: Viewpoints.Refusals)
}

extension MeshError: CustomStringConvertible {
  /// What happened, to which file, and what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .unknownFormat(let path):
      "\(path): is none of \(MeshFormat.allNames); export the mesh as one of these (.glb, .gltf, .obj, .ply)"
    case .tooManyBytes(let path, let count, let limit):
      "\(path): \(count) bytes are more than the limit of \(limit); simplify or split the mesh first"
    case .tooManyTriangles(let path, let limit):
      "\(path): has more than \(limit) triangles; simplify or split the mesh first"
    case .tooManyPixels(let path, let limit):
      "\(path): its textures have more than \(limit) pixels together; shrink them first"
    case .truncated(let path, let format):
      "\(path): ends too early for a \(format.name) file; copy or download it again"
    case .corrupt(let path, let format, let detail):
      "\(path): is damaged or not a valid \(format.name) file: \(detail); export, copy or download it again"
    case .unsupported(let path, let format, let feature, let advice):
      "\(path): \(format.name) with \(feature) is not supported; \(advice)"
    case .outsideFolder(let path, let name):
      "\(path): names the file \(name), which lies outside its folder; move it beside the mesh and correct the name"
    case .noTriangles(let path, let points):
      points > 0
        ? "\(path): holds \(points) points but no triangles; make a surface of the point cloud first, for example with "
          + "MeshLab's screened Poisson reconstruction"
        : "\(path): holds no triangles"
    case .notAPosition(let path, let line, let text):
      "\(path), line \(line): \"\(text)\" is not a position; write x y z, or x y z and a heading in degrees"
    case .noPositions(let path): "\(path): names no position; write x y z on a line of its own"
    case .noViewpoint(let reasons):
      "none of \(reasons.tried) places tried inside the mesh is fit for a camera (\(reasons.summary)); "
        + "check its unit and which axis is up, or give positions"
    }
  }
}

extension MeshError: LocalizedError {
  /// The same text, where Foundation asks for it.
  public var errorDescription: String? { description }
}
