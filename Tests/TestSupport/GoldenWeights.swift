// SPDX-License-Identifier: Apache-2.0

public import RotundaNetworks

/// How large the random weights are with which PyTorch made the golden files.
public enum GoldenKind: String, Sendable, CaseIterable {
  /// Xavier's variance, under which the signal shrinks from layer to layer.
  case `default`
  /// A variance that keeps the signal up, so that errors of every layer reach the output.
  case stress
}

/// Weights from a formula that Tests/Golden/make_golden.py and make_table1.py repeat bit by bit.
public func goldenWeights(for network: Network, kind: GoldenKind) -> Weights {
  let arrays = network.parameters.map { parameter in
    let numbers = goldenUniform(parameter.name, count: parameter.count)
    let damping = goldenDamping(of: parameter, in: network.architecture.family)
    let values: [Float]
    switch parameter.role {
    case .weight:
      let scale = goldenScale(of: parameter, in: network, kind: kind)
      values = numbers.map { $0 * scale * damping }
    case .bias: values = numbers.map { $0 * 0.0625 * damping }
    case .scale: values = numbers.map { (1 + 0.25 * $0) * damping }
    case .shift: values = numbers.map { 0.125 * $0 }
    case .runningMean: values = numbers.map { 0.25 * $0 }
    case .runningVariance: values = numbers.map { 1 + 0.5 * $0 }
    }
    return (parameter.name, Weights.Array(shape: parameter.shape, values: values))
  }
  return Weights(arrays: Dictionary(uniqueKeysWithValues: arrays))
}

private func goldenScale(of parameter: Network.Parameter, in network: Network, kind: GoldenKind) -> Float {
  switch kind {
  case .default:
    return Float((3 * (2 / Double(parameter.fan.in + parameter.fan.out))).squareRoot())
  case .stress:
    let terms: Double
    if case .transposedConvolution(let convolution) = network.layers[parameter.layer].operation {
      terms = Double(convolution.inputChannels * convolution.kernel * convolution.kernel) / 4
    } else {
      terms = Double(parameter.fan.in)
    }
    return Float((3 * goldenGain(of: network.architecture.family) / terms).squareRoot())
  }
}

/// What activations leave of a signal's power, inverted.
private func goldenGain(of family: Architecture.Family) -> Double {
  switch family {
  case .rectnet, .uresnet, .svs, .monodepthvgg, .monodepthresnet50, .popups, .mappedrectnet: 1.55
  case .fcrn, .dcnf, .bts, .vnl: 2
  }
}

/// What keeps residual blocks from doubling the signal's power each, and functions from being saturated.
private func goldenDamping(of parameter: Network.Parameter, in family: Architecture.Family) -> Float {
  let damped: [(suffix: String, factor: Float)] = [
    ("bn3.weight", 0.25), ("conv3.weight", 0.75), ("downsample.weight", 0.75),
    ("encoder.conv1.weight", family == .fcrn ? 1 / 128 : 1), ("trunk.conv1_1.weight", 1 / 128),
    ("topdown_predict.conv1.weight", 1 / 32), ("get_depth.0.weight", 0.5),
    // Vectors far from zero, so that their direction does not depend on the last digits.
    ("surface.prediction1.weight", 0.125), ("surface.prediction1.bias", 16),
  ]
  return damped.filter { parameter.name.hasSuffix($0.suffix) }.map(\.factor).reduce(1, *)
}

/// The picture of a network's golden files; of superpixels, a fourth channel numbers cells of 20x20 with slanted borders.
public func goldenImage(for architecture: Architecture, _ size: Extent) -> FeatureMap {
  let image = goldenImage(size)
  guard architecture.family == .dcnf else { return image }
  let across = (size.width + 19) / 20
  let labels = (0..<(size.height * size.width)).map { pixel -> Float in
    let (y, x) = (pixel / size.width, pixel % size.width)
    return Float(y / 20 * across + min((x + y / 4) / 20, across - 1))
  }
  return FeatureMap(
    shape: .init(channels: 4, height: size.height, width: size.width), values: image.values + labels)
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
