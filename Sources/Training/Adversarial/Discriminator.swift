// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaNetworks
  public import RotundaTorch

  /// Tells whether a map comes from a rendered panorama or from a photograph: an encoder, then one fully connected layer.
  ///
  /// - Source: Lee et al. 2020, section 3: RectNet's encoder and a fully connected layer, with binary output.
  public struct Discriminator: Sendable {
    /// How one number comes from the features `[N, C, h, w]`.
    public enum Head: String, Sendable, Hashable, Codable, CaseIterable {
      /// Their mean over the map, then C weights and a bias: 513 parameters behind the full encoder, 4,186,641 in all.
      case pooled
      /// All of them, with a weight each and a bias: the literal reading; 4,194,305 parameters for maps of 512 x 256,
      /// 8,380,433 in all. It sees where in the picture something is, so a turned panorama is another one to it.
      case flattened
    }

    /// The encoder.
    public let encoder: Network
    /// What follows it.
    public let head: Head
    /// Columns and rows of the maps.
    public let size: Extent

    /// Name of the fully connected layer's weights, `[1, C]` or `[1, C h w]`.
    private static let weight = "fullyConnected.weight"
    /// Name of the fully connected layer's bias, `[1]`.
    private static let bias = "fullyConnected.bias"

    /// A discriminator of maps of a size.
    ///
    /// - Throws: `NetworkError.unsuitableSize`.
    public init(encoder: Network, head: Head, size: Extent) throws(NetworkError) {
      (self.encoder, self.head, self.size) = (encoder, head, size)
      _ = try features()
    }

    /// A discriminator of depth maps that a network predicts: as wide as it, and with its padding.
    ///
    /// - Throws: `NetworkError.unsuitableSize`.
    public static func ofDepth(
      predictedBy network: Network, head: Head, size: Extent
    ) throws(NetworkError) -> Discriminator {
      try Discriminator(
        encoder: .depthDiscriminator(
          widthDivisor: network.architecture.widthDivisor, padding: network.architecture.padding),
        head: head, size: size)
    }

    private func features() throws(NetworkError) -> Network.MapShape {
      try encoder.shapes(for: size)[encoder.outputs[0].value.index]
    }

    /// Names and shapes of all parameters: those of the encoder, then the fully connected layer.
    public var shapes: [(name: String, shape: [Int])] {
      get throws(NetworkError) {
        let features = try features()
        let inputs = head == .pooled ? features.channels : features.count
        return encoder.parameters.map { ($0.name, $0.shape) } + [(Self.weight, [1, inputs]), (Self.bias, [1])]
      }
    }

    /// Numbers learnt in all.
    public var parameterCount: Int {
      get throws(NetworkError) { try shapes.map { $0.shape.reduce(1, *) }.reduce(0, +) }
    }

    /// Random weights; those of the fully connected layer are Xavier's, std = sqrt(2 / (fan_in + 1)), and biases zero.
    public func initialised(seed: UInt64, scheme: Weights.Initialisation) throws(NetworkError) -> Weights {
      var weights = Weights.initialised(for: encoder, seed: seed, scheme: scheme)
      // The next seed, so that the layer is no copy of the encoder's first weights.
      var normal = NormalNumbers(seed: seed &+ 1)
      for (name, shape) in try shapes.suffix(2) {
        let deviation = name == Self.weight ? (2 / Double(shape[1] + 1)).squareRoot() : 0
        weights.arrays[name] = Weights.Array(
          shape: shape, values: (0..<shape.reduce(1, *)).map { _ in Float(deviation * normal.next()) })
      }
      return weights
    }

    /// The output before the sigmoid, `[N]`, of maps `[N, C, H, W]`: large for maps of rendered panoramas.
    public func logits(
      of maps: Tensor, parameters: [String: Tensor], device: TorchDevice, precision: NumberType = .float32
    ) throws -> Tensor {
      guard let weight = parameters[Self.weight], let bias = parameters[Self.bias] else {
        throw TorchError.operatorFailed(name: Self.weight, message: "the discriminator has no such parameter")
      }
      let torch = TorchNetwork(encoder, parameters: parameters, device: device, precision: precision)
      let features = try torch.predict(maps)[0]
      let count = features.shape[0]
      let inputs = head == .pooled ? try features.meanOverPixels() : try features.shaped([count, -1])
      return try inputs.fullyConnected(with: weight, bias: bias).shaped([count])
    }

    /// E[|dl/dx|^2] of the output l before the sigmoid over maps x: a scalar that can be differentiated.
    func squaredGradient(
      at maps: Tensor, parameters: [String: Tensor], device: TorchDevice, precision: NumberType = .float32
    ) throws -> Tensor {
      let maps = try maps.detached()
      try maps.track()
      let logits = try logits(of: maps, parameters: parameters, device: device, precision: precision)
      let gradient = try logits.sum().gradients(of: [maps], recorded: true)[0]
      return try gradient.multiplied(by: gradient).sum().multiplied(by: 1 / Double(maps.shape[0]))
    }
  }
#endif
