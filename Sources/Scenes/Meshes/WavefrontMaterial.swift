// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// A material of a Wavefront library (.mtl), as far as this renderer can show it.
///
/// Source: Wavefront Technologies, "MTL material format", 1995.
struct WavefrontMaterial: Hashable {
  /// `-s` and `-o` of a picture.
  struct Transform: Hashable {
    var scale = SIMD2<Float>(1, 1)
    var offset = SIMD2<Float>(0, 0)

    static let identity = Transform()

    func applied(to coordinates: SIMD2<Float>) -> SIMD2<Float> { coordinates * scale + offset }
  }

  private var diffuse = SIMD3<Float>(repeating: 0.8)
  private var specular = SIMD3<Float>.zero
  private var exponent: Float = 0
  private var glow = SIMD3<Float>.zero
  private var opacity: Float = 1
  /// The picture's file name.
  private(set) var picture: String?
  private(set) var transform = Transform.identity
  private(set) var wrap = Texture.Wrap.repeated

  /// The materials of a library by name; `name` is that of the library's file.
  static func library(
    in bytes: [UInt8], named name: String, of file: MeshFile
  ) throws(MeshError) -> [String: WavefrontMaterial] {
    var text = MeshText(WavefrontReader.joined(bytes))
    text.skipByteOrderMark()
    var materials: [String: WavefrontMaterial] = [:]
    var current: String?
    while !text.isAtEnd {
      let statement = String(decoding: text.word(), as: UTF8.self)
      if statement == "newmtl" {
        let name = text.restOfLine()
        materials[name] = WavefrontMaterial()
        current = name
      } else if let current, materials[current]?.read(statement, &text) == false {
        throw file.corrupt("line \(text.line) of its library \(name) has no number after \(statement)")
      }
      text.skipLine()
    }
    return materials
  }

  /// Takes one statement in; false where its numbers are missing.
  ///
  /// What is not known is skipped.
  private mutating func read(_ statement: String, _ text: inout MeshText) -> Bool {
    switch statement {
    case "Kd":
      guard let colour = Self.colour(&text) else { return false }
      diffuse = colour
    case "Ks":
      guard let colour = Self.colour(&text) else { return false }
      specular = colour
    case "Ke":
      guard let colour = Self.colour(&text) else { return false }
      glow = colour
    case "Ns":
      guard let number = text.number() else { return false }
      exponent = Float(min(max(number, 0), 1e4))
    case "d":
      guard let number = text.number() else { return false }
      opacity = Float(number)
    case "Tr":
      guard let number = text.number() else { return false }
      opacity = 1 - Float(number)
    case "map_Kd": readPicture(&text)
    case _: break
    }
    return true
  }

  /// One number is grey; spectral curves and CIE colours are not known and leave the material as it was.
  private static func colour(_ text: inout MeshText) -> SIMD3<Float>? {
    guard let red = text.number() else { return nil }
    guard let green = text.number(), let blue = text.number() else { return SIMD3(repeating: Float(red)) }
    let colour = SIMD3(Float(red), Float(green), Float(blue))
    return all(colour .>= 0) ? colour : nil
  }

  /// Options with their numbers, then a file name that may hold blanks.
  private mutating func readPicture(_ text: inout MeshText) {
    transform = .identity
    wrap = .repeated
    while true {
      text.skipBlanks()
      guard text.byte == UInt8(ascii: "-") else { break }
      let option = String(decoding: text.word(), as: UTF8.self)
      switch option {
      case "-blendu", "-blendv", "-cc", "-imfchan", "-type": _ = text.word()
      case "-clamp": wrap = String(decoding: text.word(), as: UTF8.self) == "on" ? .clamped : .repeated
      case "-s": transform.scale = Self.pair(&text, .init(1, 1))
      case "-o": transform.offset = Self.pair(&text, .init(0, 0))
      case _: while text.number() != nil {}
      }
    }
    let name = text.restOfLine()
    picture = name.isEmpty ? nil : name
  }

  private static func pair(_ text: inout MeshText, _ missing: SIMD2<Float>) -> SIMD2<Float> {
    let pair = SIMD2(text.number().map { Float($0) } ?? missing.x, text.number().map { Float($0) } ?? missing.y)
    _ = text.number()
    return pair
  }

  /// Colours of the file are sRGB, as the programs that write them show them.
  func material(picture index: Int?) -> Material {
    // Writers leave whatever they like in Kd, black even, where a picture gives the colour.
    let base = index == nil ? SRGB.linear(diffuse) : SIMD3(repeating: 1)
    var material = Material(.plain, base)
    material.picture = index
    if glow.max() > 0 {
      material.base = glow / glow.max()
      material.emission = glow.max()
    } else if opacity < 0.5 && index == nil {
      material.finish = .glass
    } else if specular.max() > 0.05 {
      // A Phong exponent of the same width as the microfacets' distribution; Ks 0.5 is a plastic's 4 %.
      material.finish = .coated(gloss: 0.08 * min(specular.sum() / 3, 1), roughness: (2 / (exponent + 2)).squareRoot())
    }
    return material
  }
}
