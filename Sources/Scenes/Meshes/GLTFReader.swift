// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Reads the default scene of a glTF 2.0 file: the tree of nodes, triangles, materials and lamps.
struct GLTFReader {
  private let file: MeshFile
  private let document: GLTFDocument
  private let placement: Affine
  private var accessors: GLTFAccessors
  private var materials: GLTFMaterials
  private var assembly: MeshAssembly
  private var sun: Sky.Sun?
  /// Corners that primitives named so far: what is built is known before it is built.
  private var namedCorners = 0
  /// The model's corner of an accessor's entry, where `primitive` is the current one.
  private var corners: [(primitive: Int, corner: UInt32)] = []
  private var primitive = 0

  static func scene(of file: MeshFile, placement: Affine) throws(MeshError) -> Scene {
    var reader = try GLTFReader(file, placement)
    try reader.read()
    var scene = Scene(model: try reader.assembly.finished(points: reader.namedCorners))
    scene.sky.sun = reader.sun
    return scene
  }

  private init(_ file: MeshFile, _ placement: Affine) throws(MeshError) {
    let container = try GLBContainer(file)
    (self.file, document, self.placement) = (file, container.document, placement)
    accessors = GLTFAccessors(file, container)
    materials = GLTFMaterials(file, document)
    assembly = MeshAssembly(file)
    for name in document.extensionsRequired ?? [] where !Self.isKnown(name) {
      throw Self.unsupported(name, in: file)
    }
  }

  // MARK: - Extensions

  /// Extensions of materials change how surfaces look, never where they are: what is not known is left out.
  private static func isKnown(_ name: String) -> Bool {
    let known = ["KHR_texture_transform", "KHR_lights_punctual", "KHR_mesh_quantization", "EXT_texture_webp"]
    return known.contains(name) || name.hasPrefix("KHR_materials_")
  }

  static func unsupported(_ name: String, in file: MeshFile) -> MeshError {
    let advice =
      switch name {
      case "KHR_draco_mesh_compression", "EXT_meshopt_compression":
        "save it without compression of its geometry, for example by importing it into Blender and exporting it again"
      case "KHR_texture_basisu": "save it with PNG or JPEG textures instead of KTX2"
      case _: "save it without this extension"
      }
    return .unsupported(path: file.path, format: .gltf, feature: "the extension \(name.prefix(60))", advice: advice)
  }

  // MARK: - Nodes

  private mutating func read() throws(MeshError) {
    var isVisited = [Bool](repeating: false, count: document.nodes?.count ?? 0)
    // The last is taken first; nodes come in the file's order.
    var waiting = try roots().reversed().map { (node: $0, parent: placement) }
    while let (index, parent) = waiting.popLast() {
      let node = try file.entry(index, of: document.nodes, "nodes")
      guard !isVisited[index] else { throw file.corrupt("nodes.\(index) has two parents, or is its own ancestor") }
      isVisited[index] = true
      let placement = parent * (try local(node, index))
      if let mesh = node.mesh { try add(try file.entry(mesh, of: document.meshes, "meshes"), placement) }
      if let lamp = node.extensions?.lamps?.light {
        try add(try file.entry(lamp, of: document.extensions?.lamps?.lights, "lights"), placement)
      }
      waiting += (node.children ?? []).reversed().map { ($0, placement) }
    }
  }

  /// The nodes of the default scene; without scenes, those that have no parent.
  private func roots() throws(MeshError) -> [Int] {
    if let scenes = document.scenes, !scenes.isEmpty {
      return try file.entry(document.scene ?? 0, of: scenes, "scenes").nodes ?? []
    }
    let nodes = document.nodes ?? []
    let children = Set(nodes.flatMap { $0.children ?? [] })
    return nodes.indices.filter { !children.contains($0) }
  }

  private func local(_ node: GLTFDocument.Node, _ index: Int) throws(MeshError) -> Affine {
    func numbers(_ values: [Double]?, _ missing: [Double]) throws(MeshError) -> [Double] {
      guard let values else { return missing }
      guard values.count == missing.count else { throw file.corrupt("nodes.\(index) has a vector of another length") }
      return values
    }
    if node.matrix != nil {
      let m = try numbers(node.matrix, Array(repeating: 0, count: 16))
      return Affine(
        x: SIMD3(m[0], m[1], m[2]), y: SIMD3(m[4], m[5], m[6]), z: SIMD3(m[8], m[9], m[10]),
        origin: SIMD3(m[12], m[13], m[14]))
    }
    let (t, r) = (try numbers(node.translation, [0, 0, 0]), try numbers(node.rotation, [0, 0, 0, 1]))
    let s = try numbers(node.scale, [1, 1, 1])
    let quaternion = SIMD4(r[0], r[1], r[2], r[3])
    let length = (quaternion * quaternion).sum().squareRoot()
    guard length > 0 else { throw file.corrupt("nodes.\(index) has a rotation of length 0") }
    return Affine(
      translation: SIMD3(t[0], t[1], t[2]), rotation: quaternion / length, scale: SIMD3(s[0], s[1], s[2]))
  }

  // MARK: - Lamps

  /// KHR_lights_punctual: along -z; candela, and lux for the sun, of which 1500 are one of ours.
  ///
  /// Metres that grow make lamps as much brighter.
  private mutating func add(_ lamp: GLTFDocument.Lamp, _ placement: Affine) throws(MeshError) {
    let unit = self.placement.x
    let colour = (lamp.color.triple ?? SIMD3(repeating: 1)) * (Float(lamp.intensity ?? 1) * Sky.kilolux / 1000)
    let emission = colour * Float((unit * unit).sum())
    let centre = SIMD3<Float>(placement.origin)
    let direction = normalised(SIMD3<Float>(placement.vector(SIMD3(0, 0, -1))))
    switch lamp.type {
    case "point": assembly.add(Lamp(.bulb(radius: 0.02), centre: centre, emission: emission))
    case "spot":
      let inner = Float(lamp.spot?.innerConeAngle ?? 0)
      let outer = Float(lamp.spot?.outerConeAngle ?? .pi / 4)
      guard inner >= 0, inner < outer, outer <= .pi / 2 + 1e-3 else {
        throw file.corrupt("a spot has the angles \(inner) and \(outer)")
      }
      let form = Lamp.Form.spot(
        direction: direction, innerCosine: cosine(inner), outerCosine: cosine(outer), radius: 0.02)
      assembly.add(Lamp(form, centre: centre, emission: emission))
    case "directional": sun = Sky.Sun(direction: -direction, irradiance: colour)
    case let type: throw file.corrupt("a lamp has the type \(type.prefix(20))")
    }
  }

  // MARK: - Triangles

  private mutating func add(_ mesh: GLTFDocument.Mesh, _ placement: Affine) throws(MeshError) {
    for primitive in mesh.primitives { try add(primitive, placement) }
  }

  private mutating func add(_ primitive: GLTFDocument.Primitive, _ placement: Affine) throws(MeshError) {
    let mode = primitive.mode ?? 4
    // Points and lines are no surface.
    guard mode > 3 else { return }
    guard let position = primitive.attributes["POSITION"] else {
      if primitive.extensions?.draco != nil { throw Self.unsupported("KHR_draco_mesh_compression", in: file) }
      return
    }
    let material = try materials.worn(primitive.material, &accessors, &assembly)
    let attributes = Attributes(
      positions: try accessors.vectors(position, widths: 3...3),
      normals: try vectors("NORMAL", of: primitive, widths: 3...3),
      coordinates: try material.coordinateSet.flatMap { (set) throws(MeshError) in
        try vectors("TEXCOORD_\(set)", of: primitive, widths: 2...2)
      },
      colours: try vectors("COLOR_0", of: primitive, widths: 3...4), material: material)
    let entries = try primitive.indices.map { (index) throws(MeshError) in try accessors.indices(index) }
    let count = entries?.count ?? attributes.positions.count
    namedCorners += count
    guard namedCorners <= 3 * MeshAssembly.triangleLimit else {
      throw .tooManyTriangles(path: file.path, limit: MeshAssembly.triangleLimit)
    }
    let mirrors = placement.determinant < 0
    self.primitive += 1
    for triangle in try triangles(mode, count) {
      var corners = SIMD3<UInt32>.zero
      for place in 0..<3 {
        corners[place] = try corner(entries?[triangle[place]] ?? triangle[place], attributes, placement)
      }
      try assembly.addTriangle(
        corners.x, mirrors ? corners.z : corners.y, mirrors ? corners.y : corners.z, material: material.index)
    }
  }

  private struct Attributes {
    var positions: [SIMD4<Float>]
    var normals: [SIMD4<Float>]?
    var coordinates: [SIMD4<Float>]?
    var colours: [SIMD4<Float>]?
    var material: GLTFMaterials.Worn
  }

  private mutating func vectors(
    _ name: String, of primitive: GLTFDocument.Primitive, widths: ClosedRange<Int>
  ) throws(MeshError) -> [SIMD4<Float>]? {
    guard let index = primitive.attributes[name] else { return nil }
    return try accessors.vectors(index, widths: widths)
  }

  /// Places among `count` corners, three a triangle; glTF 2.0, section 3.7.2.1.
  private func triangles(_ mode: Int, _ count: Int) throws(MeshError) -> [SIMD3<Int>] {
    switch mode {
    case 4: (0..<count / 3).map { SIMD3(3 * $0, 3 * $0 + 1, 3 * $0 + 2) }
    case 5: (0..<max(count - 2, 0)).map { SIMD3($0, $0 + 1 + $0 % 2, $0 + 2 - $0 % 2) }
    case 6: (0..<max(count - 2, 0)).map { SIMD3($0 + 1, $0 + 2, 0) }
    case _: throw file.corrupt("a primitive has the mode \(mode)")
    }
  }

  /// The model's corner of an entry; one for all triangles of a primitive that share it.
  private mutating func corner(
    _ entry: Int, _ attributes: Attributes, _ placement: Affine
  ) throws(MeshError) -> UInt32 {
    guard attributes.positions.indices.contains(entry) else {
      throw file.corrupt("a primitive names corner \(entry) of \(attributes.positions.count)")
    }
    if corners.count < attributes.positions.count {
      let missing = attributes.positions.count - corners.count
      corners += Array(repeating: (0, 0), count: missing)
    }
    if corners[entry].primitive == primitive { return corners[entry].corner }
    func vector(_ vectors: [SIMD4<Float>]?) -> SIMD4<Float>? {
      vectors.flatMap { $0.indices.contains(entry) ? $0[entry] : nil }
    }
    let corner = assembly.add(
      MeshAssembly.Corner(
        position: attributes.positions[entry].doubles, normal: vector(attributes.normals)?.triple ?? .zero,
        coordinates: vector(attributes.coordinates).map(attributes.material.coordinates) ?? .zero,
        colour: vector(attributes.colours)?.triple),
      placed: placement)
    corners[entry] = (primitive, corner)
    return corner
  }
}

extension SIMD4<Float> {
  fileprivate var triple: SIMD3<Float> { SIMD3(x, y, z) }
  fileprivate var doubles: SIMD3<Double> { SIMD3(Double(x), Double(y), Double(z)) }
}
