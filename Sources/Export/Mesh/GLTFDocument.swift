// SPDX-License-Identifier: Apache-2.0

/// The description of a GLB file with one textured mesh, as its JSON.
///
/// Names are those of the glTF 2.0 specification, section 5.
struct GLTFDocument: Encodable {
  private let asset: Asset
  private let scene = 0
  private let scenes: [Scene]
  private let nodes: [Node]
  private let meshes: [Mesh]
  private let accessors: [Accessor]
  private let bufferViews: [BufferView]
  private let buffers: [Buffer]
  private let images: [Image]
  private let samplers: [Sampler]
  private let textures: [Texture]
  private let materials: [Material]
  private let extensionsUsed: [String]

  private enum ComponentType {
    static let unsignedShort = 5123
    static let unsignedInt = 5125
    static let float = 5126
  }

  private enum Target {
    static let vertices = 34962
    static let indices = 34963
  }

  init(_ mesh: RoomMesh, binary: BinaryChunk, title: String) {
    asset = Asset(extras: Extras(relativeError: mesh.relativeError))
    scenes = [Scene(name: title)]
    nodes = [Node(name: title)]
    meshes = [Mesh(name: title)]
    let (least, most) = Self.bounds(mesh.positions)
    accessors = [
      Accessor(
        bufferView: 0, componentType: ComponentType.float, count: mesh.positions.count, type: "VEC3", min: least,
        max: most),
      Accessor(
        bufferView: 1, componentType: ComponentType.float, count: mesh.textureCoordinates.count, type: "VEC2"),
      Accessor(
        bufferView: 2,
        componentType: binary.hasShortIndices ? ComponentType.unsignedShort : ComponentType.unsignedInt,
        count: mesh.indices.count, type: "SCALAR"),
    ]
    let targets = [Target.vertices, Target.vertices, Target.indices, nil]
    bufferViews = zip(binary.parts, targets).map {
      BufferView(byteOffset: $0.lowerBound, byteLength: $0.count, target: $1)
    }
    buffers = [Buffer(byteLength: binary.bytes.count)]
    images = [Image()]
    samplers = [Sampler()]
    textures = [Texture()]
    materials = [Material()]
    extensionsUsed = ["KHR_materials_unlit"]
  }

  private static func bounds(_ points: [SIMD3<Float>]) -> (least: [Float], most: [Float]) {
    guard var least = points.first else { return ([0, 0, 0], [0, 0, 0]) }
    var most = least
    for point in points {
      least = pointwiseMin(least, point)
      most = pointwiseMax(most, point)
    }
    return ([least.x, least.y, least.z], [most.x, most.y, most.z])
  }

  private struct Asset: Encodable {
    let version = "2.0"
    let generator = "Rotunda"
    let extras: Extras
  }

  /// What the specification leaves to programs: how near the mesh comes to the depth map.
  private struct Extras: Encodable {
    let relativeError: Float
  }

  private struct Scene: Encodable {
    let name: String
    let nodes = [0]
  }

  private struct Node: Encodable {
    let name: String
    let mesh = 0
  }

  private struct Mesh: Encodable {
    let name: String
    let primitives = [Primitive()]
  }

  private struct Primitive: Encodable {
    let attributes = ["POSITION": 0, "TEXCOORD_0": 1]
    let indices = 2
    let material = 0
  }

  private struct Accessor: Encodable {
    let bufferView: Int
    let componentType: Int
    let count: Int
    let type: String
    var min: [Float]?
    var max: [Float]?
  }

  private struct BufferView: Encodable {
    let buffer = 0
    let byteOffset: Int
    let byteLength: Int
    let target: Int?
  }

  private struct Buffer: Encodable {
    let byteLength: Int
  }

  private struct Image: Encodable {
    let name = "photo"
    let mimeType = "image/jpeg"
    let bufferView = 3
  }

  /// Linear with mipmaps; repeated around the sphere, clamped at the poles.
  private struct Sampler: Encodable {
    let magFilter = 9729
    let minFilter = 9987
    let wrapS = 10497
    let wrapT = 33071
  }

  private struct Texture: Encodable {
    let sampler = 0
    let source = 0
  }

  private struct Material: Encodable {
    let name = "photo"
    let pbrMetallicRoughness = Roughness()
    let extensions = ["KHR_materials_unlit": [String: String]()]

    struct Roughness: Encodable {
      let baseColorTexture = ["index": 0]
      let metallicFactor = 0
      let roughnessFactor = 1
    }
  }
}
