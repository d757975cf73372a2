// SPDX-License-Identifier: Apache-2.0

public import RotundaNetworks

/// One network, picture size and kind of weights for which PyTorch computed all outputs, in double precision.
///
/// A backend's whole test:
///
///     @Test(arguments: GoldenCase.all) func agreesWithPyTorch(golden: GoldenCase) throws {
///       let prepared = try runtime.prepare(golden.network, weights: golden.weights, size: golden.size)
///       for distance in try golden.distances(of: prepared.predict(golden.image)) { #expect(distance <= 1e-4) }
///     }
public struct GoldenCase: Sendable, Hashable, CustomStringConvertible {
  /// Which network.
  public let architecture: Architecture
  /// Rows and columns of the picture.
  public let size: Extent
  /// How large its weights are.
  public let kind: GoldenKind

  /// A case; there must be a file of its name in Tests/Golden.
  public init(_ architecture: Architecture, size: Extent, kind: GoldenKind) {
    self.architecture = architecture
    self.size = size
    self.kind = kind
  }

  /// The published networks at 512x256, and narrow ones with `sphere` padding at small sizes.
  public static let all: [GoldenCase] = small + table1 + published
  /// Narrow networks with `sphere` padding; at 64x32 the dilated windows go around more than once.
  public static let small = cases([
    (Architecture(.rectnet, widthDivisor: 4, padding: .sphere), Extent(height: 128, width: 256)),
    (Architecture(.uresnet, widthDivisor: 4, padding: .sphere), Extent(height: 64, width: 128)),
    (Architecture(.rectnet, widthDivisor: 8, padding: .sphere), Extent(height: 32, width: 64)),
  ])
  /// The other networks of Table 1, narrow, at sizes that are nothing special where the network allows it.
  public static let table1 = [
    (Architecture(.svs, widthDivisor: 8), Extent(height: 52, width: 100)),
    (Architecture(.monodepthvgg, widthDivisor: 8), Extent(height: 128, width: 128)),
    (Architecture(.monodepthresnet50, widthDivisor: 8), Extent(height: 64, width: 128)),
    (Architecture(.fcrn, widthDivisor: 8), Extent(height: 57, width: 76)),
    (Architecture(.dcnf, widthDivisor: 8), Extent(height: 50, width: 75)),
    (Architecture(.bts, widthDivisor: 8), Extent(height: 64, width: 96)),
    (Architecture(.vnl, widthDivisor: 8), Extent(height: 49, width: 65)),
    (Architecture(.popups, widthDivisor: 8, padding: .sphere), Extent(height: 32, width: 64)),
    (Architecture(.mappedrectnet, widthDivisor: 8), Extent(height: 32, width: 64)),
  ].map { GoldenCase($0.0, size: $0.1, kind: .stress) }
  /// RectNet and UResNet as published, at 512x256.
  public static let published = cases([
    (Architecture(.rectnet), Extent(height: 256, width: 512)),
    (Architecture(.uresnet), Extent(height: 256, width: 512)),
  ])

  private static func cases(_ networks: [(Architecture, Extent)]) -> [GoldenCase] {
    networks.flatMap { architecture, size in
      GoldenKind.allCases.map { GoldenCase(architecture, size: size, kind: $0) }
    }
  }

  /// The file's name, as `rectnet_512x256_stress`.
  public var description: String { "\(architecture)_\(size.width)x\(size.height)_\(kind.rawValue)" }

  /// The declared network.
  public var network: Network { architecture.network }
  /// Its weights.
  public var weights: Weights { goldenWeights(for: network, kind: kind) }
  /// Its picture.
  public var image: FeatureMap { goldenImage(for: architecture, size) }

  /// PyTorch's outputs by name, thinned to every third row and column and the last of both; metadata with the SHA-256
  /// of weights and picture.
  public func expected() throws -> Weights {
    try Weights(contentsOf: goldenFile("\(description).safetensors"))
  }

  /// max|a - b| / max|b| of every output of the network against PyTorch's; infinite where a shape differs.
  public func distances(of outputs: [FeatureMap]) throws -> [Double] {
    let expected = try expected()
    return zip(network.outputs, outputs).map { output, map in
      guard let reference = expected.arrays[output.name] else { return .infinity }
      return relativeToMaximum(thinned(map), reference.values)
    } + Array(repeating: .infinity, count: abs(network.outputs.count - outputs.count))
  }

  private func thinned(_ map: FeatureMap) -> [Float] {
    stride(from: 0, to: map.shape.channels, by: map.shape.channels > 15 ? 15 : 1).flatMap { channel in
      rows(map.shape.height).flatMap { y in
        rows(map.shape.width).map { x in map.values[(channel * map.shape.height + y) * map.shape.width + x] }
      }
    }
  }

  private func rows(_ extent: Int) -> [Int] {
    let thinned = Array(stride(from: 0, to: extent, by: 3))
    return thinned.last == extent - 1 ? thinned : thinned + [extent - 1]
  }
}
