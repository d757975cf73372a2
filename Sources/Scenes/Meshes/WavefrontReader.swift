// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaSolids

/// Reads Wavefront OBJ: `v` (with colours behind the coordinates, as scanners write them), `vt`, `vn`, `f`, `usemtl`,
/// `mtllib`; everything else is skipped.
///
/// Source: Wavefront Technologies, "Advanced Visualizer Manual", appendix B.
struct WavefrontReader {
  private let file: MeshFile
  private let placement: Affine
  private var assembly: MeshAssembly
  private var text: MeshText

  private var positions: [SIMD3<Double>] = []
  private var colours: [SIMD3<Float>] = []
  private var coordinates: [SIMD2<Float>] = []
  private var normals: [SIMD3<Float>] = []

  private var library: [String: WavefrontMaterial] = [:]
  private var wornMaterials: [String: (index: Int, material: WavefrontMaterial)] = [:]
  private var current: (index: Int, material: WavefrontMaterial)?
  private var pictures = TextureCache()
  /// The corners made of each position so far, as a chain: the first of a position, the next of a corner.
  private var firstCorner: [UInt32] = []
  private var nextCorner: [UInt32] = []
  private var cornerKeys: [SIMD3<Int32>] = []
  private static let none = UInt32.max

  static func model(of file: MeshFile, placement: Affine) throws(MeshError) -> Model {
    var reader = WavefrontReader(file, placement)
    try reader.read()
    return try reader.assembly.finished(points: reader.positions.count)
  }

  private init(_ file: MeshFile, _ placement: Affine) {
    (self.file, self.placement) = (file, placement)
    assembly = MeshAssembly(file)
    text = MeshText(Self.joined(file.bytes))
  }

  /// A backslash at a line's end continues the line: both become blanks.
  static func joined(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "\\")) else { return bytes }
    var bytes = bytes
    for index in bytes.indices.dropLast() where bytes[index] == UInt8(ascii: "\\") {
      let isBeforeReturn = bytes[index + 1] == 13 && index + 2 < bytes.count
      let end = isBeforeReturn ? index + 2 : index + 1
      guard bytes[end] == 10 else { continue }
      for joint in index...end { bytes[joint] = 32 }
    }
    return bytes
  }

  private mutating func read() throws(MeshError) {
    text.skipByteOrderMark()
    while !text.isAtEnd {
      switch String(decoding: text.word(), as: UTF8.self) {
      case "v": try readPosition()
      case "vt": coordinates.append(SIMD2(Float(try number()), Float(text.number() ?? 0)))
      case "vn": normals.append(SIMD3(Float(try number()), Float(try number()), Float(try number())))
      case "f": try readFace()
      case "usemtl": current = try worn(text.restOfLine())
      case "mtllib": try readLibraries(text.restOfLine())
      case _: break
      }
      text.skipLine()
    }
  }

  private func wrong(_ detail: String) -> MeshError { file.corrupt("\(detail) in line \(text.line)") }

  private mutating func number() throws(MeshError) -> Double {
    guard let number = text.number() else { throw wrong("a number is missing") }
    return number
  }

  private mutating func readPosition() throws(MeshError) {
    positions.append(SIMD3(try number(), try number(), try number()))
    firstCorner.append(Self.none)
    // x y z, or x y z w, or x y z r g b.
    guard let first = text.number(), let second = text.number() else { return }
    let colour = SIMD3(Float(first), Float(second), Float(try number()))
    let missing = positions.count - 1 - colours.count
    if missing > 0 { colours += Array(repeating: SIMD3(repeating: 1), count: missing) }
    // Some writers count to 255.
    colours.append(SRGB.linear(colour.max() > 1 ? colour / 255 : colour))
  }

  // MARK: - Faces

  private mutating func readFace() throws(MeshError) {
    let material: (index: Int, material: WavefrontMaterial)
    if let current { material = current } else { material = try worn(nil) }
    current = material
    var corners: [UInt32] = []
    while !text.isAtLineEnd {
      text.skipBlanks()
      guard !text.isAtLineEnd, text.byte != UInt8(ascii: "#") else { break }
      corners.append(try corner(material.material))
    }
    guard corners.count >= 3 else { throw wrong("a face has fewer than three corners") }
    try assembly.addPolygon(corners, material: material.index)
  }

  /// `position`, `position/coordinates`, `position//normal` or `position/coordinates/normal`.
  private mutating func corner(_ material: WavefrontMaterial) throws(MeshError) -> UInt32 {
    let position = try index(of: positions.count)
    var key = SIMD3<Int32>(-1, -1, Int32(material.transform == .identity ? -1 : current?.index ?? -1))
    if text.skip("/") {
      if text.byte != UInt8(ascii: "/") { key.x = Int32(try index(of: coordinates.count)) }
      if text.skip("/") { key.y = Int32(try index(of: normals.count)) }
    }
    var known = firstCorner[position]
    while known != Self.none {
      if cornerKeys[Int(known)] == key { return known }
      known = nextCorner[Int(known)]
    }
    let corner = assembly.add(
      MeshAssembly.Corner(
        position: positions[position], normal: key.y < 0 ? .zero : normals[Int(key.y)],
        coordinates: key.x < 0 ? .zero : material.transform.applied(to: coordinates[Int(key.x)]),
        colour: colours.isEmpty ? nil : (position < colours.count ? colours[position] : SIMD3(repeating: 1))),
      placed: placement)
    cornerKeys.append(key)
    nextCorner.append(firstCorner[position])
    firstCorner[position] = corner
    return corner
  }

  /// Counted from 1, or backwards from the last where it is negative.
  private mutating func index(of count: Int) throws(MeshError) -> Int {
    guard let written = text.wholeNumber() else { throw wrong("a face has a corner that is no number") }
    let index = written < 0 ? count + written : written - 1
    guard (0..<count).contains(index) else {
      throw wrong("a face names entry \(written) of \(count)")
    }
    return index
  }

  // MARK: - Materials

  /// The material of a name, made when it is first worn; grey where the file names none.
  private mutating func worn(_ name: String?) throws(MeshError) -> (index: Int, material: WavefrontMaterial) {
    let key = name ?? ""
    if let known = wornMaterials[key] { return known }
    let description = library[key] ?? WavefrontMaterial()
    if let name, library[name] == nil, !library.isEmpty { throw wrong("no library describes the material \(name)") }
    let picture = try pictures.index(of: description.picture, wrap: description.wrap, in: file, &assembly)
    let worn = (assembly.add(description.material(picture: picture)), description)
    wornMaterials[key] = worn
    return worn
  }

  /// One name that may hold blanks, or several between blanks.
  private mutating func readLibraries(_ names: String) throws(MeshError) {
    do {
      try readLibrary(names)
    } catch {
      let parts = names.split { $0 == " " || $0 == "\t" }
      guard parts.count > 1 else { throw error }
      for part in parts { try readLibrary(String(part)) }
    }
  }

  private mutating func readLibrary(_ name: String) throws(MeshError) {
    let described = try WavefrontMaterial.library(in: file.contents(of: name), named: name, of: file)
    library.merge(described) { _, new in new }
  }
}

/// Textures of pictures beside a mesh file, each decoded once.
struct TextureCache {
  private var indices: [String: Int] = [:]
  private var pixels = 0

  /// The index of a neighbouring picture among the textures; nil where there is no name.
  mutating func index(
    of name: String?, wrap: Texture.Wrap = .repeated, in file: MeshFile, _ assembly: inout MeshAssembly
  ) throws(MeshError) -> Int? {
    guard let name else { return nil }
    let key = wrap == .clamped ? "\(name)\0" : name
    if let known = indices[key] { return known }
    let picture = try file.picture(name, pixelsSoFar: pixels)
    pixels += picture.width * picture.height
    let index = assembly.add(Texture(picture, across: wrap, along: wrap))
    indices[key] = index
    return index
  }
}
