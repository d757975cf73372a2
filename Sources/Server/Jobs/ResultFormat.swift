// SPDX-License-Identifier: Apache-2.0

#if Server
  import RotundaExport
  import RotundaImaging

  /// A format that results are asked for in: of depth maps, or of what is made of them.
  enum ResultFormat: Sendable, Hashable {
    case depth(DepthFormat)
    case export(ExportFormat)

    static let all = DepthFormat.allCases.map(Self.depth) + ExportFormat.allCases.map(Self.export)

    var name: String {
      switch self {
      case .depth(let format): format.rawValue
      case .export(let format): format.rawValue
      }
    }

    /// The format of a name; nil where there is none.
    init?(named name: String) {
      guard let format = Self.all.first(where: { $0.name == name }) else { return nil }
      self = format
    }

    /// More bytes than a file of this format needs for a depth map, and a photo, of `pixels`.
    func mostBytes(pixels: Int) -> Int {
      let overhead = 1 << 16
      // A JPEG never needs as much as its pixels.
      let photo = 3 * pixels
      switch self {
      // Depth and, of ensembles, its spread.
      case .depth(.png): return 2 * (2 * pixels + pixels / 64) + overhead
      case .depth(.exr), .depth(.npy), .depth(.pfm): return 2 * (4 * pixels + pixels / 64) + overhead
      case .export(.ply): return ExportOptions().points * 31 + overhead
      case .export(.glb): return ExportOptions().faces * 32 + photo
      case .export(.html):
        // 1.6 times its images: the photo, and the depth in 16 bits.
        return 8 * (photo + 2 * pixels) / 5 + overhead
      case .export(.cube): return 4 * pixels + overhead
      case .export(.layers): return 2 * pixels + overhead
      }
    }
  }

  extension ResultFormat: Codable {
    init(from decoder: any Decoder) throws {
      let name = try decoder.singleValueContainer().decode(String.self)
      guard let format = ResultFormat(named: name) else {
        throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no format: \(name)"))
      }
      self = format
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(name)
    }
  }
#endif
