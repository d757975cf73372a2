// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Reads PLY: text and both binary orders, properties of any order and type, faces of any number of corners, colours and
/// texture coordinates at vertices or at the corners of faces.
struct PLYReader {
  private let file: MeshFile
  private let placement: Affine
  private let header: PLYHeader
  private var numbers: PLYNumbers
  private var assembly: MeshAssembly
  private var vertices: [MeshAssembly.Corner] = []
  /// The corner of a vertex with its own texture coordinates; the file's order.
  private var corners: [UInt32] = []
  private var pictures = TextureCache()
  /// Indices into the materials, one a picture, or one for all where there are none.
  private var materials: [Int] = []

  static func model(of file: MeshFile, placement: Affine) throws(MeshError) -> Model {
    var reader = try PLYReader(file, placement)
    try reader.read()
    return try reader.assembly.finished(points: reader.vertices.count)
  }

  private init(_ file: MeshFile, _ placement: Affine) throws(MeshError) {
    (self.file, self.placement) = (file, placement)
    header = try PLYHeader(file)
    numbers = PLYNumbers(file, header)
    assembly = MeshAssembly(file)
  }

  private mutating func read() throws(MeshError) {
    var isColoured = false
    for element in header.elements {
      switch element.name {
      case "vertex":
        isColoured = element.properties.contains { Role($0.name) == .colour(0) }
        try readVertices(element)
      case "face":
        try makeMaterials(isColoured: isColoured)
        try readFaces(element)
      case _: try skip(element)
      }
    }
  }

  private mutating func skip(_ element: PLYHeader.Element) throws(MeshError) {
    var list: [Double] = []
    for _ in 0..<element.count {
      for property in element.properties { _ = try value(property, &list) }
    }
  }

  /// A property's number; for a list, its entries in `list` and 0.
  private mutating func value(_ property: PLYHeader.Property, _ list: inout [Double]) throws(MeshError) -> Double {
    guard let counted = property.count else { return try numbers.next(property.type) }
    try numbers.next(property.type, counted: counted, into: &list)
    return 0
  }

  // MARK: - Vertices

  /// What a property of a vertex is for, and which component.
  private enum Role: Hashable {
    case position(Int), normal(Int), colour(Int), coordinates(Int), ignored

    init(_ name: String) {
      switch name {
      case "x": self = .position(0)
      case "y": self = .position(1)
      case "z": self = .position(2)
      case "nx": self = .normal(0)
      case "ny": self = .normal(1)
      case "nz": self = .normal(2)
      case "red", "r", "diffuse_red": self = .colour(0)
      case "green", "g", "diffuse_green": self = .colour(1)
      case "blue", "b", "diffuse_blue": self = .colour(2)
      case "texture_u", "s", "u": self = .coordinates(0)
      case "texture_v", "t", "v": self = .coordinates(1)
      case _: self = .ignored
      }
    }
  }

  private mutating func readVertices(_ element: PLYHeader.Element) throws(MeshError) {
    let roles = element.properties.map { (property: $0, role: $0.count == nil ? Role($0.name) : .ignored) }
    for axis in 0..<3 where !roles.contains(where: { $0.role == .position(axis) }) {
      throw file.corrupt("its vertices have no \(["x", "y", "z"][axis])")
    }
    vertices.reserveCapacity(element.count)
    var list: [Double] = []
    for _ in 0..<element.count {
      var corner = MeshAssembly.Corner(position: .zero)
      var colour: SIMD3<Float>?
      for (property, role) in roles {
        let value = try value(property, &list)
        switch role {
        case .position(let axis): corner.position[axis] = value
        case .normal(let axis): corner.normal[axis] = Float(value)
        case .coordinates(let axis): corner.coordinates[axis] = Float(value)
        case .colour(let channel):
          var changed = colour ?? .zero
          changed[channel] = Float(value / property.type.fullIntensity)
          colour = changed
        case .ignored: break
        }
      }
      corner.colour = colour.map { SRGB.linear($0) }
      vertices.append(corner)
    }
  }

  // MARK: - Faces

  private mutating func makeMaterials(isColoured: Bool) throws(MeshError) {
    guard materials.isEmpty else { return }
    for picture in header.pictures {
      var material = Material(.plain, SIMD3(repeating: 1))
      material.picture = try pictures.index(of: picture, in: file, &assembly)
      materials.append(assembly.add(material))
    }
    if !materials.isEmpty { return }
    materials = [assembly.add(Material(.plain, SIMD3(repeating: isColoured ? 1 : 0.5)))]
  }

  private mutating func readFaces(_ element: PLYHeader.Element) throws(MeshError) {
    for vertex in vertices.dropFirst(corners.count) { corners.append(assembly.add(vertex, placed: placement)) }
    var (indices, wedges, list): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<element.count {
      var picture = 0.0
      wedges.removeAll(keepingCapacity: true)
      for property in element.properties {
        switch (property.name, property.count) {
        case ("vertex_indices", _?), ("vertex_index", _?): _ = try value(property, &indices)
        case ("texcoord", _?): _ = try value(property, &wedges)
        case ("texnumber", nil): picture = try value(property, &list)
        case _: _ = try value(property, &list)
        }
      }
      try addFace(indices, wedges, picture: picture)
    }
  }

  private mutating func addFace(_ indices: [Double], _ wedges: [Double], picture: Double) throws(MeshError) {
    guard indices.count >= 3 else { return }
    let hasWedges = wedges.count == 2 * indices.count
    var face: [UInt32] = []
    face.reserveCapacity(indices.count)
    for (place, number) in indices.enumerated() {
      guard let vertex = Int(exactly: number), corners.indices.contains(vertex) else {
        throw file.corrupt("a face names vertex \(number) of \(corners.count)")
      }
      guard hasWedges else {
        face.append(corners[vertex])
        continue
      }
      var corner = vertices[vertex]
      corner.coordinates = SIMD2(Float(wedges[2 * place]), Float(wedges[2 * place + 1]))
      face.append(assembly.add(corner, placed: placement))
    }
    let material = Int(exactly: picture).flatMap { materials.indices.contains($0) ? materials[$0] : nil }
    try assembly.addPolygon(face, material: material ?? materials[0])
  }
}
