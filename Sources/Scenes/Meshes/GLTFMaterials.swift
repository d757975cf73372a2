// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaSolids

/// The materials of a glTF file as this renderer's, each made when a primitive first wears it.
struct GLTFMaterials {
  /// A material, and which coordinates its picture takes.
  struct Worn {
    /// Index into the model's materials.
    var index: Int
    /// `TEXCOORD_n`; nil where there is no picture.
    var coordinateSet: Int?
    private var transform: GLTFDocument.TextureReference.Transform?

    fileprivate init(index: Int, picture: GLTFDocument.TextureReference?) {
      self.index = index
      transform = picture?.extensions?.transform
      coordinateSet = picture.map { transform?.texCoord ?? $0.texCoord ?? 0 }
    }

    /// Scaled, turned anticlockwise as the picture is seen, moved (KHR_texture_transform); then with y upwards.
    func coordinates(_ stored: SIMD4<Float>) -> SIMD2<Float> {
      guard let transform else { return SIMD2(stored.x, 1 - stored.y) }
      let scale = transform.scale.pair ?? SIMD2(1, 1)
      let offset = transform.offset.pair ?? .zero
      let (c, s) = (cosine(Float(transform.rotation ?? 0)), sine(Float(transform.rotation ?? 0)))
      let scaled = SIMD2(stored.x, stored.y) * scale
      return SIMD2(offset.x + c * scaled.x + s * scaled.y, 1 - (offset.y + c * scaled.y - s * scaled.x))
    }
  }

  private let file: MeshFile
  private let document: GLTFDocument
  private var worn: [Int?: Worn] = [:]
  private var textures: [Int: Int] = [:]
  private var images: [Int: Int] = [:]
  private var pixels = 0

  init(_ file: MeshFile, _ document: GLTFDocument) {
    (self.file, self.document) = (file, document)
  }

  /// The material of an index; nil is the plain white one of primitives without a material.
  mutating func worn(
    _ index: Int?, _ accessors: inout GLTFAccessors, _ assembly: inout MeshAssembly
  ) throws(MeshError) -> Worn {
    if let known = worn[index] { return known }
    var material = Material(.plain, SIMD3(repeating: 1))
    var picture: GLTFDocument.TextureReference?
    if let index {
      let described = try file.entry(index, of: document.materials, "materials")
      (material, picture) = Self.material(described)
      material.picture = try picture.map { (reference) throws(MeshError) in
        try texture(reference.index, &accessors, &assembly)
      }
    }
    let made = Worn(index: assembly.add(material), picture: picture)
    worn[index] = made
    return made
  }

  // MARK: - Materials

  private static func material(
    _ described: GLTFDocument.Material
  ) -> (Material, picture: GLTFDocument.TextureReference?) {
    let metallic = described.pbrMetallicRoughness
    let older = described.extensions?.specularGlossiness
    let base = (metallic?.baseColorFactor ?? older?.diffuseFactor).triple ?? SIMD3(repeating: 1)
    var material = Material(.plain, base)
    material.finish = finish(metallic, isMetal: older == nil)
    var picture = metallic?.baseColorTexture ?? older?.diffuseTexture
    let glow = described.emissiveFactor.triple ?? .zero
    if glow.max() > 0, picture == nil || described.emissiveTexture == nil || base == .zero {
      // One picture is shown: that of the light where the surface reflects none, as in scans that hold their light.
      picture = described.emissiveTexture ?? picture
      material.base = glow / glow.max()
      material.emission = glow.max() * Float(described.extensions?.emissiveStrength?.emissiveStrength ?? 1)
    }
    if described.extensions?.unlit != nil {
      (material.isUnlit, material.emission, material.finish) = (true, 1, .matte)
    }
    return (material, picture)
  }

  /// Where a picture varies metal and roughness, the factors say nothing of either.
  private static func finish(_ metallic: GLTFDocument.Material.Metallic?, isMetal: Bool) -> Material.Finish {
    guard let metallic, isMetal, metallic.metallicRoughnessTexture == nil else { return .matte }
    let roughness = saturated(Float(metallic.roughnessFactor ?? 1))
    if metallic.metallicFactor ?? 1 >= 0.5 { return .metal(roughness: roughness) }
    // Dielectrics mirror 4 % at normal incidence (glTF 2.0, appendix B).
    return roughness < 0.6 ? .coated(gloss: 0.04, roughness: roughness) : .matte
  }

  // MARK: - Textures

  private mutating func texture(
    _ index: Int, _ accessors: inout GLTFAccessors, _ assembly: inout MeshAssembly
  ) throws(MeshError) -> Int {
    if let known = textures[index] { return known }
    let texture = try file.entry(index, of: document.textures, "textures")
    guard let source = texture.extensions?.webp?.source ?? texture.source else {
      throw texture.extensions?.basis == nil
        ? file.corrupt("textures.\(index) names no image")
        : GLTFReader.unsupported("KHR_texture_basisu", in: file)
    }
    let sampler = try texture.sampler.map { (sampler) throws(MeshError) in
      try file.entry(sampler, of: document.samplers, "samplers")
    }
    let (across, along) = (try wrap(sampler?.wrapS), try wrap(sampler?.wrapT))
    let made: Int
    if let known = images[source] {
      var copy = assembly.model.textures[known]
      (copy.across, copy.along) = (across, along)
      made = assembly.add(copy)
    } else {
      let picture = try picture(source, &accessors)
      pixels += picture.width * picture.height
      made = assembly.add(Texture(picture, across: across, along: along))
      images[source] = made
    }
    textures[index] = made
    return made
  }

  private func picture(_ index: Int, _ accessors: inout GLTFAccessors) throws(MeshError) -> RGBImage {
    let image = try file.entry(index, of: document.images, "images")
    let name = "images.\(index)"
    if let view = image.bufferView {
      return try file.picture(Array(accessors.bytes(ofView: view)), name: name, pixelsSoFar: pixels)
    }
    guard let uri = image.uri else { throw file.corrupt("\(name) names no file") }
    return try file.picture(file.bytes(ofURI: uri), name: uri.hasPrefix("data:") ? name : uri, pixelsSoFar: pixels)
  }

  private func wrap(_ code: Int?) throws(MeshError) -> Texture.Wrap {
    switch code {
    case nil, 10_497: .repeated
    case 33_648: .mirrored
    case 33_071: .clamped
    case let code?: throw file.corrupt("a sampler wraps by the code \(code)")
    }
  }
}

extension Optional<[Double]> {
  /// The first two numbers; nil where there are fewer.
  fileprivate var pair: SIMD2<Float>? {
    guard let self, self.count >= 2 else { return nil }
    return SIMD2(Float(self[0]), Float(self[1]))
  }

  /// The first three numbers, none of them negative; nil where there are fewer.
  var triple: SIMD3<Float>? {
    guard let self, self.count >= 3 else { return nil }
    return pointwiseMax(SIMD3(Float(self[0]), Float(self[1]), Float(self[2])), .zero)
  }
}
