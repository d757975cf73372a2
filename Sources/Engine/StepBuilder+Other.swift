// SPDX-License-Identifier: Apache-2.0

import RotundaKernels
import RotundaNetworks

extension StepBuilder {
  /// The step of a layer that is no plain convolution; nil where there is nothing to do.
  func other(_ layer: Int) -> (any Step)? {
    let sources = network.layers[layer].inputs.map { views[$0.index] }
    let destination = views[layer]
    func elementwise(_ operation: ElementwiseStep.Operation) -> any Step {
      ElementwiseStep(operation, sources: sources, destination: destination, kernels: kernels)
    }
    func pixelwise(_ label: String) -> (any Step)? {
      network.layers[layer].operation.pixelFunction.map {
        PixelStep($0, label: label, source: sources[0], destination: destination)
      }
    }
    switch network.layers[layer].operation {
    case .normalisation(let normalisation):
      let numbers = scaleAndShift(normalisation, named: network.layers[layer].name)
      return elementwise(
        .scaling(ChannelFactors(numbers.scales, numbers.shifts), then: placement.activation(of: layer)))
    case .activation(let activation):
      return elementwise(.activation(activation))
    case .affine(let scales, let shifts):
      let channels = destination.channels.count
      return elementwise(
        .scaling(ChannelFactors(scales.spread(over: channels), shifts.spread(over: channels)), then: .none))
    case .channels(let range):
      return ElementwiseStep(
        .repetition(factor: 1), sources: [sources[0].narrowed(to: range)], destination: destination, kernels: kernels)
    case .addition:
      return elementwise(.addition(then: placement.activation(of: layer)))
    case .channelScaling:
      return elementwise(.channelScaling(ChannelFactors(noShiftsOf: destination.channels.count)))
    case .nearestUpsampling(let factor):
      return elementwise(.repetition(factor: factor))
    case .subsampling(let factor):
      return elementwise(.subsampling(factor: factor))
    case .bilinearResizing:
      return ResizingStep(sources[0], destination: destination)
    case .pooling(let pooling):
      return PoolingStep(pooling, source: sources[0], destination: destination)
    case .globalAverage:
      return GlobalAverageStep(sources[0], destination: destination)
    case .coordinates(let coordinates):
      return CoordinatesStep(coordinates, destination: destination)
    case .unitLength:
      return pixelwise("unit length")
    case .softmax:
      return pixelwise("softmax")
    case .logarithmicBins:
      return pixelwise("expected depth")
    case .localPlanes(let planes):
      return LocalPlanesStep(planes, source: sources[0], destination: destination)
    case .superpixelPooling(let pooling):
      return SuperpixelStep(pooling, features: sources[0], picture: sources[1], destination: destination)
    case .convolution(let convolution):
      return MappedConvolutionStep(convolution, problem: problem([layer]), kernels: kernels)
    case .image, .transposedConvolution, .interleavedConvolution, .concatenation, .detached:
      return nil
    }
  }
}

extension [Double] {
  /// One number for each channel, where there may be one for all.
  fileprivate func spread(over channels: Int) -> [Double] {
    count == 1 ? Array(repeating: self[0], count: channels) : self
  }
}
