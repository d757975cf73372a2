// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// The JSON of a glTF file, as far as it is read.
///
/// Source: Khronos Group, "glTF 2.0 Specification", and the extensions named below.
struct GLTFDocument: Decodable {
  struct Asset: Decodable {
    var version: String
  }

  struct Scene: Decodable {
    var nodes: [Int]?
  }

  struct Node: Decodable {
    var children: [Int]?
    var mesh: Int?
    var matrix: [Double]?
    var translation: [Double]?
    var rotation: [Double]?
    var scale: [Double]?
    var extensions: Extensions?
  }

  struct Mesh: Decodable {
    var primitives: [Primitive]
  }

  struct Primitive: Decodable {
    var attributes: [String: Int]
    var indices: Int?
    var material: Int?
    var mode: Int?
    var extensions: Extensions?
  }

  struct Accessor: Decodable {
    var bufferView: Int?
    var byteOffset: Int?
    var componentType: Int
    var normalized: Bool?
    var count: Int
    var type: String
    var sparse: Sparse?

    struct Sparse: Decodable {
      var count: Int
      var indices: Indices
      var values: Values
    }

    struct Indices: Decodable {
      var bufferView: Int
      var byteOffset: Int?
      var componentType: Int
    }

    struct Values: Decodable {
      var bufferView: Int
      var byteOffset: Int?
    }
  }

  struct BufferView: Decodable {
    var buffer: Int
    var byteOffset: Int?
    var byteLength: Int
    var byteStride: Int?
  }

  struct Buffer: Decodable {
    var uri: String?
    var byteLength: Int
  }

  struct Image: Decodable {
    var uri: String?
    var bufferView: Int?
  }

  struct Sampler: Decodable {
    var wrapS: Int?
    var wrapT: Int?
  }

  struct Texture: Decodable {
    var sampler: Int?
    var source: Int?
    var extensions: Extensions?
  }

  struct TextureReference: Decodable {
    var index: Int
    var texCoord: Int?
    var extensions: Extensions?

    /// Its own, for those of materials refer to textures.
    struct Extensions: Decodable {
      var transform: Transform?

      private enum CodingKeys: String, CodingKey {
        case transform = "KHR_texture_transform"
      }
    }

    struct Transform: Decodable {
      var offset: [Double]?
      var rotation: Double?
      var scale: [Double]?
      var texCoord: Int?
    }
  }

  struct Material: Decodable {
    var pbrMetallicRoughness: Metallic?
    var emissiveFactor: [Double]?
    var emissiveTexture: TextureReference?
    var extensions: Extensions?

    struct Metallic: Decodable {
      var baseColorFactor: [Double]?
      var baseColorTexture: TextureReference?
      var metallicFactor: Double?
      var roughnessFactor: Double?
      var metallicRoughnessTexture: TextureReference?
    }
  }

  struct Lamp: Decodable {
    var type: String
    var color: [Double]?
    var intensity: Double?
    var spot: Spot?

    struct Spot: Decodable {
      var innerConeAngle: Double?
      var outerConeAngle: Double?
    }
  }

  /// Extensions of the file and of its objects; each kind of object has some of them.
  struct Extensions: Decodable {
    var lamps: Lamps?
    var draco: Anything?
    var webp: Source?
    var basis: Anything?
    var unlit: Anything?
    var emissiveStrength: Strength?
    var specularGlossiness: SpecularGlossiness?

    private enum CodingKeys: String, CodingKey {
      case lamps = "KHR_lights_punctual"
      case draco = "KHR_draco_mesh_compression"
      case webp = "EXT_texture_webp"
      case basis = "KHR_texture_basisu"
      case unlit = "KHR_materials_unlit"
      case emissiveStrength = "KHR_materials_emissive_strength"
      case specularGlossiness = "KHR_materials_pbrSpecularGlossiness"
    }

    struct Lamps: Decodable {
      /// Of the file.
      var lights: [Lamp]?
      /// Of a node: one of these.
      var light: Int?
    }

    struct Source: Decodable {
      var source: Int?
    }

    struct Strength: Decodable {
      var emissiveStrength: Double?
    }

    struct SpecularGlossiness: Decodable {
      var diffuseFactor: [Double]?
      var diffuseTexture: TextureReference?
    }
  }

  /// A value of which only the presence matters.
  struct Anything: Decodable {
    init(from decoder: any Decoder) {}
  }

  var asset: Asset
  var extensionsRequired: [String]?
  var scene: Int?
  var scenes: [Scene]?
  var nodes: [Node]?
  var meshes: [Mesh]?
  var accessors: [Accessor]?
  var bufferViews: [BufferView]?
  var buffers: [Buffer]?
  var images: [Image]?
  var samplers: [Sampler]?
  var textures: [Texture]?
  var materials: [Material]?
  var extensions: Extensions?
}
