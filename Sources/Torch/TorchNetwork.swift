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

    /// Runs the network on pictures `[N, C, H, W]`; one tensor `[N, 1, h, w]` for each of `network.outputs`, in the type
    /// of the pictures.
    ///
    /// A map is let go after its last reader, unless gradients are being recorded.
    public func predict(_ images: Tensor) throws(TorchError) -> [Tensor] {
      let lastReaders = network.lastReaders
      var results: [Tensor?] = Array(repeating: nil, count: network.layers.count)
      for (index, layer) in network.layers.enumerated() {
        let inputs = layer.inputs.compactMap { results[$0.index] }
        if let family = siblings[index] {
          for (member, result) in zip(family.layers, try run(family, on: inputs[0])) { results[member] = result }
        } else if results[index] == nil {
          results[index] = try run(layer, inputs: inputs, images: images)
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

    private func run(_ layer: Network.Layer, inputs: [Tensor], images: Tensor) throws(TorchError) -> Tensor {
      switch layer.operation {
      case .image:
        return try lowered(images)
      case .convolution(let convolution):
        return try run(
          convolution, weight: parameter("\(layer.name).weight"), bias: parameter("\(layer.name).bias"), on: inputs[0])
      case .transposedConvolution(let convolution):
        return try run(convolution, named: layer.name, on: inputs[0])
      case .elu:
        return try inputs[0].elu()
      case .concatenation:
        return try Tensor.concatenation(inputs, along: 1)
      case .addition:
        return try inputs[0].adding(inputs[1])
      case .nearestUpsampling(let factor):
        return try inputs[0].nearestUpsampled(by: factor)
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
      _ convolution: Network.Convolution, weight: Tensor, bias: Tensor, on input: Tensor
    ) throws(TorchError) -> Tensor {
      switch convolution.padding {
      case .zero:
        return try input.convolved(
          with: weight, bias: bias, stride: convolution.stride, padding: [convolution.reachY, convolution.reachX],
          dilation: convolution.dilation)
      case .sphere:
        return try input.spherePadded(rows: convolution.reachY, columns: convolution.reachX).convolved(
          with: weight, bias: bias, stride: convolution.stride, padding: [0, 0], dilation: convolution.dilation)
      }
    }

    private func run(
      _ convolution: Network.TransposedConvolution, named name: String, on input: Tensor
    ) throws(TorchError) -> Tensor {
      let weight = try parameter("\(name).weight")
      let bias = try parameter("\(name).bias")
      switch convolution.padding {
      case .zero:
        return try input.transposeConvolved(with: weight, bias: bias, stride: 2, padding: 1)
      case .sphere:
        // One pixel more on each side makes the output two larger on each side, which more padding cuts off again.
        return try input.spherePadded(rows: 1, columns: 1)
          .transposeConvolved(with: weight, bias: bias, stride: 2, padding: 3)
      }
    }

    private func parameter(_ name: String) throws(TorchError) -> Tensor {
      guard let tensor = parameters[name] else {
        throw .operatorFailed(name: name, message: "the network has no such parameter")
      }
      return try lowered(tensor)
    }

    private func lowered(_ tensor: Tensor) throws(TorchError) -> Tensor {
      precision == .float32 ? tensor : try tensor.moved(to: device, as: precision)
    }
  }
#endif
