// SPDX-License-Identifier: Apache-2.0

#if Server
  import Rotunda
  import RotundaExport
  import RotundaNetworks

  /// How a panorama is to become depth.
  struct JobOptions: Codable, Sendable, Hashable {
    /// What to write; the preview and the sidecar are written always.
    var formats: [ResultFormat] = [.depth(.png), .export(.html)]
    var size = Size.input
    /// Height of the camera above the floor in metres, to which the depth is scaled.
    var cameraHeight: Double?
    /// Passes over the turned panorama.
    var ensemble = 1

    /// The size of the depth map, as it is written in requests.
    enum Size: Sendable, Hashable {
      case network
      case input
      case exact(width: Int, height: Int)
    }

    private static let largestEnsemble = 16
    private static let cameraHeights = 0.05...30.0

    /// Takes one option of a request.
    ///
    /// - Throws: `Refusal.badOption`.
    mutating func set(_ name: String, to value: String) throws(Refusal) {
      switch name {
      case "formats": formats = try Self.formats(value)
      case "size": size = try Self.size(value)
      case "cameraHeight":
        guard let height = Double(value), Self.cameraHeights.contains(height) else {
          throw .badOption(name: name, expected: "metres from 0.05 to 30")
        }
        cameraHeight = height
      case "ensemble":
        guard let passes = Int(value), (1...Self.largestEnsemble).contains(passes) else {
          throw .badOption(name: name, expected: "a whole number from 1 to \(Self.largestEnsemble)")
        }
        ensemble = passes
      case _:
        throw .badOption(
          name: String(name.prefix(40)),
          expected: "an option; there are formats, size, cameraHeight, ensemble and title")
      }
    }

    private static func formats(_ text: String) throws(Refusal) -> [ResultFormat] {
      var formats: [ResultFormat] = []
      for name in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let format = ResultFormat(named: String(name)) else {
          throw .badOption(
            name: "formats",
            expected: "some of \(ResultFormat.all.map(\.name).joined(separator: ",")), joined by commas")
        }
        if !formats.contains(format) { formats.append(format) }
      }
      return formats
    }

    private static func size(_ text: String) throws(Refusal) -> Size {
      guard let size = Size(text) else {
        throw .badOption(name: "size", expected: "network, input, or WIDTHxHEIGHT with twice as many columns as rows")
      }
      return size
    }

    /// Whether something is made of depth and photo, beyond depth maps.
    var hasExports: Bool {
      formats.contains { format in
        switch format {
        case .depth: false
        case .export: true
        }
      }
    }

    /// The size of the depth map of a panorama.
    func depthSize(of picture: PictureFacts, network: Extent) -> Extent {
      switch size {
      case .network: network
      case .input: Extent(height: picture.height, width: picture.width)
      case .exact(let width, let height): Extent(height: height, width: width)
      }
    }

    /// More bytes than all results need.
    func mostBytes(of picture: PictureFacts, network: Extent) -> Int {
      let depth = depthSize(of: picture, network: network)
      let pixels = max(depth.width * depth.height, picture.width * picture.height)
      // The preview is at most 2048 wide.
      return formats.reduce(8 << 20) { $0 + $1.mostBytes(pixels: pixels) }
    }
  }

  extension JobOptions.Size: Codable {
    private static let longestWidth = 16_384

    init?(_ text: String) {
      switch text {
      case "network": self = .network
      case "input": self = .input
      case _:
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1], (16...Self.longestWidth).contains(width),
          width == 2 * height
        else { return nil }
        self = .exact(width: width, height: height)
      }
    }

    /// What the estimator is asked for.
    var ofPrediction: PredictionOptions.Size {
      switch self {
      case .network: .network
      case .input: .input
      case .exact(let width, let height): .exact(Extent(height: height, width: width))
      }
    }

    var text: String {
      switch self {
      case .network: "network"
      case .input: "input"
      case .exact(let width, let height): "\(width)x\(height)"
      }
    }

    init(from decoder: any Decoder) throws {
      let text = try decoder.singleValueContainer().decode(String.self)
      guard let size = Self(text) else {
        throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no size: \(text)"))
      }
      self = size
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(text)
    }
  }
#endif
