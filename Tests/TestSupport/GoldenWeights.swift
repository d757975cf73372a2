// SPDX-License-Identifier: Apache-2.0

public import RotundaNetworks

/// How large the random weights are with which PyTorch made the golden files.
public enum GoldenKind: String, Sendable, CaseIterable {
  /// Xavier's variance, under which the signal shrinks from layer to layer.
  case `default`
  /// A variance that keeps the signal up, so that errors of every layer reach the output.
  case stress
}

/// Weights from a formula that Tests/Golden/make_golden.py repeats bit by bit.
public func goldenWeights(for network: Network, kind: GoldenKind) -> Weights {
  let arrays = network.parameters.map { parameter in
    let scale = goldenScale(of: parameter, in: network, kind: kind)
    let values = goldenUniform(parameter.name, count: parameter.count).map { $0 * scale }
    return (parameter.name, Weights.Array(shape: parameter.shape, values: values))
  }
  return Weights(arrays: Dictionary(uniqueKeysWithValues: arrays))
}

private func goldenScale(of parameter: Network.Parameter, in network: Network, kind: GoldenKind) -> Float {
  guard parameter.role == .weight else { return 0.0625 }
  switch kind {
  case .default:
    return Float((3 * (2 / Double(parameter.fan.in + parameter.fan.out))).squareRoot())
  case .stress:
    guard case .transposedConvolution(let convolution) = network.layers[parameter.layer].operation else {
      return Float((3 * (1.55 / Double(parameter.fan.in))).squareRoot())
    }
    return Float((3 * (1.55 / Double(4 * convolution.inputChannels))).squareRoot())
  }
}

/// The picture of the golden files: blocks of 32x32 and noise, three channels in [-2, 2).
public func goldenImage(_ size: Extent) -> FeatureMap {
  let shape = Network.MapShape(channels: 3, height: size.height, width: size.width)
  let down = (size.height + 31) / 32
  let across = (size.width + 31) / 32
  let noise = goldenUniform("picture.noise", count: shape.count)
  let blocks = goldenUniform("picture.blocks", count: 3 * down * across)
  var image = FeatureMap(shape: shape)
  for index in 0..<shape.count {
    let x = index % size.width
    let y = index / size.width % size.height
    let channel = index / (size.width * size.height)
    image.values[index] = noise[index] + blocks[(channel * down + y / 32) * across + x / 32]
  }
  return image
}

/// `count` numbers in [-1, 1): the upper 24 bits of SplitMix64 started at the 64-bit FNV-1a hash of `name`.
public func goldenUniform(_ name: String, count: Int) -> [Float] {
  let seed: UInt64 = 20_200_613
  let hash = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  var generator = SeededGenerator(seed: hash &+ seed)
  return (0..<count).map { _ in Float(Int(generator.next() >> 40) - 1 << 23) * 0x1p-23 }
}
