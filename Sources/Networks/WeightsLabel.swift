// SPDX-License-Identifier: Apache-2.0

extension Weights {
  private static let architectureKey = "architecture"
  private static let inputSizeKey = "inputSize"

  /// Which network these are for: what the metadata say, else the published network with these names and shapes.
  ///
  /// Checkpoints made elsewhere say nothing, and are taken to pad with zeros as published, on pixels of the grid. More than
  /// half of the network's arrays suffice, so that `check(against:)` can name what is wrong with the others.
  /// - Throws: `NetworkError.unknownArchitecture` or `.unrecognisedWeights`.
  public var architecture: Architecture {
    get throws(NetworkError) {
      if let name = metadata[Self.architectureKey] {
        guard let architecture = Architecture(name) else { throw .unknownArchitecture(name: name) }
        return architecture
      }
      let shares = Self.published.map { (architecture: $0.architecture, share: share(of: $0.parameters)) }
      guard let largest = shares.map(\.share).max(), largest > 0.5,
        let likely = shares.first(where: { $0.share == largest })
      else { throw .unrecognisedWeights(arrayCount: arrays.count) }
      return likely.architecture
    }
  }

  /// Networks padded with zeros and their arrays; of those with the same arrays, the one that others derive from is first.
  private static let published: [(architecture: Architecture, parameters: [Network.Parameter])] =
    Architecture.Family.allCases.flatMap { family in
      Architecture.widthDivisors.map { divisor in
        let architecture = Architecture(family, widthDivisor: divisor)
        return (architecture, architecture.network.parameters)
      }
    }

  private static let sides = 1...1 << 14

  /// Rows and columns of the pictures that these were trained on.
  ///
  /// Nil where the metadata do not say, or say what no network is trained on: a side that is not of 1 to 16384 pixels.
  public var inputSize: Extent? {
    guard let parts = metadata[Self.inputSizeKey]?.split(separator: "x"), parts.count == 2,
      let width = Int(parts[0]), let height = Int(parts[1]), Self.sides.contains(width),
      Self.sides.contains(height)
    else { return nil }
    return Extent(height: height, width: width)
  }

  /// The same arrays, saying which network and size of pictures they are for.
  public func labelled(as architecture: Architecture, inputSize: Extent? = nil) -> Weights {
    var labelled = self
    labelled.metadata[Self.architectureKey] = architecture.description
    if let inputSize { labelled.metadata[Self.inputSizeKey] = "\(inputSize.width)x\(inputSize.height)" }
    return labelled
  }

  // MARK: - Perspective networks

  private static let focalLengthKey = "focalLength"
  private static let baselineKey = "baseline"

  /// What these were trained on: what the metadata say, else the family's convention; nil for networks of panoramas.
  ///
  /// - Throws: as `architecture`.
  public var perspectiveConvention: PerspectiveConvention? {
    get throws(NetworkError) {
      guard case .perspective(let published) = try architecture.family.convention else { return nil }
      var (quantity, focalLength) = (published.quantity, published.focalLength)
      if let pixels = number(Self.focalLengthKey) { focalLength = .pixels(pixels) }
      if case .disparity = quantity, let metres = number(Self.baselineKey) { quantity = .disparity(baseline: metres) }
      return PerspectiveConvention(
        quantity: quantity, focalLength: focalLength, size: inputSize?.height ?? published.size)
    }
  }

  /// The same arrays, saying what the pictures of their training were.
  ///
  /// - `focalLength`: pixels; `baseline`: metres between the two cameras, of networks that speak of disparities.
  public func labelled(focalLength: Double, baseline: Double?) -> Weights {
    var labelled = self
    labelled.metadata[Self.focalLengthKey] = String(focalLength)
    labelled.metadata[Self.baselineKey] = baseline.map { String($0) }
    return labelled
  }

  private static let relationsKey = "relations"

  /// What each channel of likeness counts in the field of a `dcnf` network: beta; all 1 where the
  /// metadata do not say.
  public var relationWeights: [Double] {
    get { metadata[Self.relationsKey]?.split(separator: " ").compactMap { Double($0) } ?? [1, 1, 1] }
    set { metadata[Self.relationsKey] = newValue.map { String($0) }.joined(separator: " ") }
  }

  /// A number above zero in the metadata; nil where there is none.
  private func number(_ key: String) -> Double? {
    metadata[key].flatMap { Double($0) }.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
  }

  /// The share of a network's arrays that are here.
  private func share(of parameters: [Network.Parameter]) -> Double {
    Double(parameters.count { arrays[$0.name]?.shape == $0.shape }) / Double(parameters.count)
  }
}
