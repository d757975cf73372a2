// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaNetworks

  /// A declared network with its parameters as tensors: what LibTorch runs and differentiates.
  public struct TorchNetwork: Sendable {
    /// The declaration.
    public let network: Network
    /// Parameters by published name, in single precision.
    public let parameters: [String: Tensor]
    /// Where the parameters are.
    public let device: TorchDevice
    /// What layers compute in; bfloat16 halves the memory traffic and keeps the parameters in single precision.
    public let precision: NumberType
    private let siblings: [Int: SiblingConvolutions]
    private let grids = MappedGrids()

    /// Copies weights to a device.
    ///
    /// - Throws: `NetworkError.unfittingWeights` where they are not those of `network`.
    public init(
      _ network: Network, weights: Weights, device: TorchDevice = .cpu, precision: NumberType = .float32
    ) throws {
      try weights.check(against: network)
      var parameters: [String: Tensor] = [:]
      for (name, array) in weights.arrays {
        parameters[name] = try Tensor(array.values, shape: array.shape, device: device)
      }
      self.init(network, parameters: parameters, device: device, precision: precision)
    }

    /// A network over tensors that exist already.
    public init(
      _ network: Network, parameters: [String: Tensor], device: TorchDevice, precision: NumberType = .float32
    ) {
      self.network = network
      self.parameters = parameters
      self.device = device
      self.precision = precision
      siblings = Dictionary(
        uniqueKeysWithValues: SiblingConvolutions.groups(of: network).map { ($0.layers[0], $0) })
    }

    /// The parameters, copied to host memory.
    public func weights(metadata: [String: String] = [:]) throws -> Weights {
      var arrays: [String: Weights.Array] = [:]
      for (name, tensor) in parameters {
        arrays[name] = Weights.Array(shape: tensor.shape, values: try tensor.floats())
      }
      return Weights(arrays: arrays, metadata: metadata)
    }

    /// Runs the network on pictures `[N, C, H, W]`; one tensor `[N, C, h, w]` for each of `network.outputs`, in the type
    /// of the pictures.
    ///
    /// A map is let go after its last reader, unless gradients are being recorded.
    /// - `training`: whether normalisations take mean and variance of these pictures, and keep their running numbers.
    /// - `momentum`: how far these then go towards the pictures', from 0 to 1; nil for what each was published with.
    public func predict(
      _ images: Tensor, training: Bool = false, momentum: Double? = nil
    ) throws(TorchError) -> [Tensor] {
      let lastReaders = network.lastReaders
      var results: [Tensor?] = Array(repeating: nil, count: network.layers.count)
      for (index, layer) in network.layers.enumerated() {
        let inputs = layer.inputs.compactMap { results[$0.index] }
        if let family = siblings[index] {
          for (member, result) in zip(family.layers, try run(family, on: inputs[0])) { results[member] = result }
        } else if results[index] == nil {
          results[index] = try run(
            layer, inputs: inputs, images: images, training: training, momentum: momentum)
        }
        for input in layer.inputs where lastReaders[input.index] == index { results[input.index] = nil }
      }
      var outputs: [Tensor] = []
      for output in network.outputs {
        guard let result = results[output.value.index] else { continue }
        outputs.append(precision == .float32 ? result : try result.moved(to: device, as: .float32))
      }
      return outputs
    }

    private func run(
      _ layer: Network.Layer, inputs: [Tensor], images: Tensor, training: Bool, momentum: Double?
    ) throws(TorchError) -> Tensor {
      switch layer.operation {
      case .image:
        return try lowered(images)
      case .convolution(let convolution):
        let bias = convolution.hasBias ? try parameter("\(layer.name).bias") : nil
        return try run(convolution, weight: parameter("\(layer.name).weight"), bias: bias, on: inputs[0])
      case .transposedConvolution(let convolution):
        return try run(convolution, named: layer.name, on: inputs[0])
      case .interleavedConvolution(let convolution):
        return try run(convolution, named: layer.name, on: inputs[0])
      case .normalisation(let normalisation):
        return try inputs[0].batchNormalised(
          by: ["weight", "bias", "running_mean", "running_var"].map { (suffix) throws(TorchError) in
            try stored("\(layer.name).\(suffix)")
          }, training: training, momentum: momentum ?? normalisation.momentum, epsilon: normalisation.epsilon)
      case .activation(let activation):
        return try inputs[0].activated(activation)
      case .affine(let scales, let shifts):
        return try inputs[0].scaled(by: scales, shifted: shifts)
      case .channels(let range):
        return try inputs[0].narrowed(along: 1, from: range.lowerBound, count: range.count)
      case .concatenation:
        return try Tensor.concatenation(inputs, along: 1)
      case .addition:
        return try inputs[0].adding(inputs[1])
      case .channelScaling:
        return try inputs[0].multiplied(by: inputs[1])
      case .nearestUpsampling(let factor):
        return try inputs[0].nearestUpsampled(by: factor)
      case .subsampling(let factor):
        return try inputs[0].subsampled(by: factor)
      case .bilinearResizing(let denominator):
        let sides = images.shape[2...].map { ($0 + denominator - 1) / denominator }
        return try inputs[0].bilinearlyResized(to: sides)
      case .pooling(let pooling):
        return try inputs[0].pooled(pooling)
      case .globalAverage:
        return try inputs[0].meanOverPixels(keepingExtents: true)
      case .coordinates(let coordinates):
        return try inputs[0].coordinates(coordinates)
      case .unitLength:
        return try inputs[0].dividedByLength()
      case .softmax:
        return try inputs[0].softmax(along: 1)
      case .logarithmicBins(let bins):
        return try inputs[0].expectedDepth(bins)
      case .localPlanes(let planes):
        return try inputs[0].localPlanes(planes)
      case .superpixelPooling(let pooling):
        return try inputs[0].pooled(pooling, picture: images)
      case .detached:
        return try inputs[0].detached()
      }
    }

    private func run(_ family: SiblingConvolutions, on input: Tensor) throws(TorchError) -> [Tensor] {
      var weights: [Tensor] = []
      var biases: [Tensor] = []
      for member in family.layers {
        weights.append(try parameter("\(network.layers[member].name).weight"))
        biases.append(try parameter("\(network.layers[member].name).bias"))
      }
      return try family.results(weights: weights, biases: biases) { (convolution, weight, bias) throws(TorchError) in
        try run(convolution, weight: weight, bias: bias, on: input)
      }
    }

    private func run(
      _ convolution: Network.Convolution, weight: Tensor, bias: Tensor?, on input: Tensor
    ) throws(TorchError) -> Tensor {
      switch (convolution.sampling, convolution.padding) {
      case (.inverseEquirectangular, _):
        return try input.mapConvolved(convolution, weight: weight, bias: bias, grids: grids)
      case (.grid, .zero):
        return try input.convolved(
          with: weight, bias: bias, stride: convolution.stride, padding: [convolution.reachY, convolution.reachX],
          dilation: convolution.dilation, groups: convolution.groups)
      case (.grid, .sphere):
        return try input.spherePadded(rows: convolution.reachY, columns: convolution.reachX).convolved(
          with: weight, bias: bias, stride: convolution.stride, padding: [0, 0], dilation: convolution.dilation,
          groups: convolution.groups)
      }
    }

    private func run(
      _ convolution: Network.InterleavedConvolution, named name: String, on input: Tensor
    ) throws(TorchError) -> Tensor {
      let bordered = try input.padded([1, 1, 1, 1])
      var phases: [Tensor] = []
      for phase in convolution.phases {
        // Windows of two taps begin one pixel before the border and end one earlier behind it.
        let part = try bordered.narrowed(along: 2, from: 0, count: bordered.shape[2] - phase.row)
          .narrowed(along: 3, from: 0, count: bordered.shape[3] - phase.column)
        phases.append(
          try part.convolved(
            with: parameter("\(name).\(phase.name).weight"), bias: parameter("\(name).\(phase.name).bias"), stride: 1,
            padding: [0, 0], dilation: 1))
      }
      return try Tensor.interleaved(phases)
    }

    private func run(
      _ convolution: Network.TransposedConvolution, named name: String, on input: Tensor
    ) throws(TorchError) -> Tensor {
      let weight = try parameter("\(name).weight")
      let bias = try parameter("\(name).bias")
      switch convolution.padding {
      case .zero:
        return try input.transposeConvolved(
          with: weight, bias: bias, stride: 2, padding: 1, outputPadding: 4 - convolution.kernel)
      case .sphere:
        // One pixel more on each side makes the output two larger on each side, which more padding cuts off again.
        return try input.spherePadded(rows: 1, columns: 1)
          .transposeConvolved(
            with: weight, bias: bias, stride: 2, padding: 3, outputPadding: 4 - convolution.kernel)
      }
    }

    private func parameter(_ name: String) throws(TorchError) -> Tensor { try lowered(stored(name)) }

    /// A parameter as it is kept, in single precision.
    private func stored(_ name: String) throws(TorchError) -> Tensor {
      guard let tensor = parameters[name] else {
        throw .operatorFailed(name: name, message: "the network has no such parameter")
      }
      return tensor
    }

    private func lowered(_ tensor: Tensor) throws(TorchError) -> Tensor {
      precision == .float32 ? tensor : try tensor.moved(to: device, as: precision)
    }
  }
#endif
