// SPDX-License-Identifier: Apache-2.0

import RotundaKernels
import RotundaNetworks

/// Turns scheduled tasks into steps: weights, places in memory, algorithms.
struct StepBuilder {
  let network: Network
  let weights: Weights
  /// Where each layer's result is.
  let views: [MapView]
  let placement: Placement
  let kernels: KernelTable
  /// Threads that share the work of a step.
  let threads: Int

  /// The steps that do a task other than convolutions.
  func steps(for task: Schedule.Task) -> [any Step] {
    let view = views[task.layer]
    switch task.work {
    case .image:
      return [ImageStep(destination: view)]
    case .border(let reach):
      return [BorderStep(view, reach: reach, padding: network.architecture.padding)]
    case .copy(let input, let firstChannel):
      let first = view.channels.lowerBound + firstChannel
      let part = MapView(base: view.base, layout: view.layout, channels: first..<(first + views[input].channels.count))
      return [
        ElementwiseStep(.repetition(factor: 1), sources: [views[input]], destination: part, kernels: kernels)
      ]
    case .other:
      return other(task.layer).map { [$0] } ?? []
    case .convolution, .fusion:
      return []
    }
  }

  /// The ways to do a task of convolutions; nil for other tasks.
  ///
  /// Convolutions side by side share a window that holds all of theirs, or run each alone: narrow ones gain together, as
  /// they leave lanes idle; wide ones would multiply with zeros.
  func question(_ task: Schedule.Task) -> Selection.Question? {
    switch task.work {
    case .convolution(let layers):
      if layers.count == 1, case .convolution(let convolution) = network.layers[layers[0]].operation,
        convolution.groups > 1
      {
        return [[grouped(convolution, layer: layers[0])]]
      }
      let groupings = layers.count > 1 ? [[layers], layers.map { [$0] }] : [[layers]]
      return groupings.map { grouping in grouping.map { candidates(for: problem($0), layers: $0) } }
    case .fusion(let fusion):
      var problem = problem([fusion.convolution])
      problem.pointwise = pointwise(fusion)
      return [[candidates(for: problem, layers: [fusion.convolution, fusion.pointwise])]]
    case .image, .border, .copy, .other:
      return nil
    }
  }

  func candidates(for problem: ConvolutionProblem, layers: [Int]) -> [Candidate] {
    let names = layers.map { network.layers[$0].name }.joined(separator: " + ")
    return Candidate.all(for: problem, kernels: kernels).map { candidate in
      var named = candidate
      named.layers = names
      return named
    }
  }

  private func pointwise(_ fusion: Placement.Fusion) -> ConvolutionProblem.Pointwise {
    let alone = problem([fusion.pointwise])
    return .init(
      rest: fusion.concatenation.map { views[$0] }, destination: alone.destination, parts: alone.parts,
      activation: alone.activation)
  }

  /// Convolutions of one input whose outputs are neighbours, as one problem.
  func problem(_ layers: [Int]) -> ConvolutionProblem {
    let first = views[layers[0]]
    let last = views[layers[layers.count - 1]]
    let destination = MapView(
      base: first.base, layout: first.layout, channels: first.channels.lowerBound..<last.channels.upperBound)
    var problem = ConvolutionProblem(
      source: views[network.layers[layers[0]].inputs[0].index], destination: destination, stride: 1, spacing: 1,
      parts: [], activation: placement.activation(of: layers[0]))
    problem.fewestItems = max(problem.fewestItems, 4 * threads)
    for layer in layers {
      let firstChannel = views[layer].channels.lowerBound - first.channels.lowerBound
      switch network.layers[layer].operation {
      case .convolution(let convolution):
        let (values, bias) = folded(layer, outputs: convolution.outputChannels)
        problem.stride = convolution.stride
        problem.parts.append(.init(convolution, firstChannel: firstChannel, weights: values, bias: bias))
      case .transposedConvolution(let convolution):
        let (values, bias) = folded(layer, outputs: convolution.outputChannels, inputsFirst: true)
        problem.spacing = 2
        problem.parts = ConvolutionProblem.Part.phases(of: convolution, weights: values, bias: bias)
      case .interleavedConvolution(let convolution):
        problem.spacing = 2
        problem.parts = convolution.phases.map { phase in
          let (values, bias) = folded(layer, part: ".\(phase.name)", outputs: convolution.outputChannels)
          return .init(phase, of: convolution, weights: values, bias: bias)
        }
      case .image, .normalisation, .activation, .affine, .channels, .concatenation, .addition, .channelScaling,
        .nearestUpsampling,
        .subsampling, .bilinearResizing, .pooling, .globalAverage, .coordinates, .unitLength, .softmax,
        .logarithmicBins, .localPlanes, .superpixelPooling, .detached:
        break
      }
    }
    return problem
  }
}
