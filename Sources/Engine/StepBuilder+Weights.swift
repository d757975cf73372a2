// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks

extension StepBuilder {
  /// An array of the weights; none where there is no such array.
  func array(_ name: String) -> [Float] { weights.arrays[name]?.values ?? [] }

  /// Weights and bias of a convolution with the normalisation that is computed with it: with s = weight / sqrt(variance +
  /// epsilon), s (w x + b - mean) + bias = (s w) x + (s (b - mean) + bias).
  ///
  /// - `part`: what the names of the convolution's arrays have between its own and the last. `inputsFirst`: whether
  ///   weights are `[in, out, …]`.
  func folded(
    _ layer: Int, part: String = "", outputs: Int, inputsFirst: Bool = false
  ) -> (weights: [Float], bias: [Float]) {
    let name = network.layers[layer].name + part
    var weights = array("\(name).weight")
    var bias = array("\(name).bias")
    if bias.isEmpty { bias = Array(repeating: 0, count: outputs) }
    guard let normalisation = placement.normalisation(of: layer) else { return (weights, bias) }
    let numbers = scaleAndShift(normalisation.normalisation, named: normalisation.name)
    let perInput = inputsFirst ? weights.count / (outputs * inputChannels(of: layer)) : weights.count / outputs
    for index in weights.indices {
      weights[index] = Float(Double(weights[index]) * numbers.scales[index / perInput % outputs])
    }
    for output in 0..<outputs {
      bias[output] = Float(Double(bias[output]) * numbers.scales[output] + numbers.shifts[output])
    }
    return (weights, bias)
  }

  /// A normalisation by its running numbers as x scale + shift for each channel.
  func scaleAndShift(
    _ normalisation: Network.Normalisation, named name: String
  ) -> (scales: [Double], shifts: [Double]) {
    let mean = array("\(name).running_mean").map { Double($0) }
    let variance = array("\(name).running_var").map { Double($0) }
    let scales = zip(array("\(name).weight"), variance).map { Double($0) / ($1 + normalisation.epsilon).squareRoot() }
    let shifts = zip(array("\(name).bias"), zip(mean, scales)).map { Double($0) - $1.0 * $1.1 }
    return (scales, shifts)
  }

  private func inputChannels(of layer: Int) -> Int { views[network.layers[layer].inputs[0].index].channels.count }

  /// The ways to compute a convolution of groups: whole blocks of channels at a time, with zeros between the groups of one
  /// block, each block by the same algorithm.
  func grouped(_ convolution: Network.Convolution, layer: Int) -> [Candidate] {
    let bundles = GroupBundle.bundles(of: convolution)
    let source = views[network.layers[layer].inputs[0].index]
    let (values, bias) = folded(layer, outputs: convolution.outputChannels)
    let problems = bundles.map { bundle -> ConvolutionProblem in
      var problem = ConvolutionProblem(
        source: source.narrowed(to: bundle.inputs), destination: views[layer].narrowed(to: bundle.outputs),
        stride: convolution.stride, spacing: 1,
        parts: [
          .init(bundle.dense, firstChannel: 0, weights: bundle.denseWeights(values), bias: Array(bias[bundle.outputs]))
        ],
        activation: placement.activation(of: layer))
      problem.fewestItems = max(1, 4 * threads / bundles.count)
      return problem
    }
    return Candidate.sideBySide(problems.map { candidates(for: $0, layers: [layer]) })
  }
}

/// Neighbouring groups of a convolution that together fill blocks of channels.
struct GroupBundle {
  /// Input channels.
  let inputs: Range<Int>
  /// Output channels.
  let outputs: Range<Int>
  private let convolution: Network.Convolution

  /// As few groups as fill whole blocks on both sides, or all.
  static func bundles(of convolution: Network.Convolution) -> [GroupBundle] {
    let inputs = convolution.inputChannels / convolution.groups
    let outputs = convolution.outputChannels / convolution.groups
    let size =
      (1...convolution.groups).first { count in
        convolution.groups % count == 0 && (count * inputs) % MapLayout.blockChannels == 0
          && (count * outputs) % MapLayout.blockChannels == 0
      } ?? convolution.groups
    return stride(from: 0, to: convolution.groups, by: size).map { first in
      GroupBundle(
        inputs: (first * inputs)..<((first + size) * inputs), outputs: (first * outputs)..<((first + size) * outputs),
        convolution: convolution)
    }
  }

  /// The convolution of the bundle without groups.
  var dense: Network.Convolution {
    Network.Convolution(
      inputChannels: inputs.count, outputChannels: outputs.count, kernel: convolution.kernel,
      stride: convolution.stride,
      dilation: convolution.dilation, padding: convolution.padding)
  }

  /// Weights of all groups, `[out, in / groups, window]`, as those of `dense`.
  func denseWeights(_ weights: [Float]) -> [Float] {
    let window = convolution.kernel.height * convolution.kernel.width
    let width = convolution.inputChannels / convolution.groups
    let height = convolution.outputChannels / convolution.groups
    var dense = [Float](repeating: 0, count: outputs.count * inputs.count * window)
    for output in outputs {
      let first = output / height * width - inputs.lowerBound
      for entry in 0..<(width * window) {
        dense[((output - outputs.lowerBound) * inputs.count + first) * window + entry] =
          weights[output * width * window + entry]
      }
    }
    return dense
  }
}

extension MapView {
  /// Some of its channels.
  func narrowed(to range: Range<Int>) -> MapView {
    MapView(
      base: base, layout: layout,
      channels: (channels.lowerBound + range.lowerBound)..<(channels.lowerBound + range.upperBound))
  }
}
