// SPDX-License-Identifier: Apache-2.0

public import Foundation
import RotundaImaging
import RotundaSphere

extension ExportFormat {
  /// The files that an export writes.
  public var fileNames: [String] {
    switch self {
    case .ply: ["cloud.ply"]
    case .glb: ["mesh.glb"]
    case .html: ["view.html"]
    case .cube: CubeFace.allCases.map(Self.cubeFile)
    case .layers: ["layers.png", "layers.json"]
    }
  }

  fileprivate static func cubeFile(_ face: CubeFace) -> String { "cube-\(face.name).png" }
}

extension CapturedRoom {
  /// Writes the files of a format into a folder that is there; each appears whole or not at all.
  public func write(
    _ format: ExportFormat, into folder: URL, options: ExportOptions = ExportOptions()
  ) throws(ExportError) {
    switch format {
    case .ply: try put(PLY(PointCloud(self, options: options)).bytes, "cloud.ply", folder)
    case .glb: try put(glb(faces: options.faces), "mesh.glb", folder)
    case .html: try put(ViewerPage(self).html(), "view.html", folder)
    case .cube:
      for face in CubeFace.allCases {
        let faceDepth = zDepth(of: face)
        try imaging { () throws(ImagingError) in
          try faceDepth.write(to: folder.appending(path: ExportFormat.cubeFile(face)), as: .png)
        }
      }
    case .layers:
      let layer = DepthLayer(depth)
      try imaging { () throws(ImagingError) in
        try layer.image.write(to: folder.appending(path: "layers.png"), as: .png)
        try AtomicFile.write(layer.description, to: folder.appending(path: "layers.json"))
      }
    }
  }

  private func put(_ bytes: [UInt8], _ name: String, _ folder: URL) throws(ExportError) {
    try imaging { () throws(ImagingError) in
      try AtomicFile.write(to: folder.appending(path: name)) { (file) throws(ImagingError) in try file.append(bytes) }
    }
  }

  private func glb(faces: Int) throws(ExportError) -> [UInt8] {
    try GLB(RoomMesh(self, faces: faces), texture: texture(), title: title).bytes()
  }

  /// The photo as a JPEG: its own bytes, or made from its pixels.
  func texture() throws(ExportError) -> [UInt8] {
    if let photoJPEG { return photoJPEG }
    return try imaging { () throws(ImagingError) in try photo.image.jpeg(quality: 92) }
  }
}

/// Does what may fail as pictures do.
private func imaging<Value>(_ work: () throws(ImagingError) -> Value) throws(ExportError) -> Value {
  do {
    return try work()
  } catch {
    throw .imaging(error)
  }
}
