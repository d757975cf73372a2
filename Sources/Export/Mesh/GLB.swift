// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A mesh with its photo as one file: binary glTF 2.0.
///
/// Source: Khronos Group, glTF 2.0 specification, sections 3 and 4.4; KHR_materials_unlit, because the photo already holds
/// the room's light.
struct GLB {
  private let mesh: RoomMesh
  private let texture: [UInt8]
  private let title: String

  /// `texture` is a JPEG.
  init(_ mesh: RoomMesh, texture: [UInt8], title: String) {
    self.mesh = mesh
    self.texture = texture
    self.title = title
  }

  private enum Chunk {
    static let json: UInt32 = 0x4E4F_534A
    static let binary: UInt32 = 0x004E_4942
  }

  /// The file's bytes.
  ///
  /// - Throws: `ExportError.tooLarge` beyond 4 GiB.
  func bytes() throws(ExportError) -> [UInt8] {
    let binary = BinaryChunk(mesh, texture: texture)
    let json = padded(description(of: binary), with: 0x20)
    let length = 12 + 8 + json.count + 8 + binary.bytes.count
    guard let total = UInt32(exactly: length) else { throw .tooLarge(format: .glb, bytes: length) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(length)
    for word in [0x4654_6C67, 2, total, UInt32(json.count), Chunk.json] { bytes.append(littleEndian: word) }
    bytes += json
    for word in [UInt32(binary.bytes.count), Chunk.binary] { bytes.append(littleEndian: word) }
    bytes += binary.bytes
    return bytes
  }

  private func description(of binary: BinaryChunk) -> [UInt8] {
    let document = GLTFDocument(mesh, binary: binary, title: title)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and finite numbers: there is nothing that cannot be encoded.
    return (try? encoder.encode(document)).map(Array.init) ?? []
  }
}

/// What follows the description: positions, texture coordinates, corners of triangles, the photo; each begins at a
/// multiple of four bytes.
struct BinaryChunk {
  private(set) var bytes: [UInt8] = []
  /// Where each part begins and how long it is.
  private(set) var parts: [Range<Int>] = []
  /// Whether corners are numbered in two bytes.
  let hasShortIndices: Bool

  init(_ mesh: RoomMesh, texture: [UInt8]) {
    // The largest number of a type stands for "start anew" (glTF 2.0, section 3.7.2.1).
    hasShortIndices = mesh.positions.count < Int(UInt16.max)
    bytes.reserveCapacity(20 * mesh.positions.count + 4 * mesh.indices.count + texture.count + 16)
    addPart {
      for point in mesh.positions {
        $0.append(littleEndian: point.x.bitPattern)
        $0.append(littleEndian: point.y.bitPattern)
        $0.append(littleEndian: point.z.bitPattern)
      }
    }
    addPart {
      for place in mesh.textureCoordinates {
        $0.append(littleEndian: place.x.bitPattern)
        $0.append(littleEndian: place.y.bitPattern)
      }
    }
    let short = hasShortIndices
    addPart {
      for index in mesh.indices {
        if short { $0.append(littleEndian: UInt16(truncatingIfNeeded: index)) } else { $0.append(littleEndian: index) }
      }
    }
    addPart { $0 += texture }
  }

  private mutating func addPart(_ fill: (inout [UInt8]) -> Void) {
    let start = bytes.count
    fill(&bytes)
    parts.append(start..<bytes.count)
    bytes = padded(bytes, with: 0)
  }
}

/// Bytes lengthened to a multiple of four.
private func padded(_ bytes: consuming [UInt8], with filler: UInt8) -> [UInt8] {
  var bytes = bytes
  while bytes.count % 4 != 0 { bytes.append(filler) }
  return bytes
}
