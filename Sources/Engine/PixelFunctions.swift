// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaNetworks

// What operations do to one number or one pixel, in double precision: the reference's form, and the engine's where speed
// does not matter.

extension Network.Activation {
  /// The function.
  func value(_ x: Double) -> Double {
    switch self {
    case .elu: x > 0 ? x : expm1(x)
    case .relu: max(x, 0)
    case .sigmoid: 1 / (1 + exp(-x))
    case .absolute: abs(x)
    }
  }
}

extension Network.Coordinates {
  /// One of the two channels at a pixel.
  func value(channel: Int, row: Int, column: Int, of extent: Extent) -> Double {
    let (index, count) = (channel == 0) == (self == .rowAndColumn) ? (row, extent.height) : (column, extent.width)
    switch self {
    case .rowAndColumn:
      return 2 * Double(index) / Double(max(1, count - 1)) - 1
    case .longitudeAndLatitude:
      let place = 2 * (Double(index) + 0.5) / Double(count) - 1
      return channel == 0 ? place : -place
    }
  }
}

extension Network.LocalPlanes {
  /// The depth inside a block, from the three channels of its pixel.
  func depth(of channels: [Double], row: Int, column: Int) -> Double {
    let theta = Network.Activation.sigmoid.value(channels[0]) * .pi / 3
    let phi = Network.Activation.sigmoid.value(channels[1]) * 2 * .pi
    let distance = Network.Activation.sigmoid.value(channels[2]) * farthest
    let middle = Double(factor - 1) / 2
    let u = (Double(column) - middle) / Double(factor)
    let v = (Double(row) - middle) / Double(factor)
    return distance / (sin(theta) * cos(phi) * u + sin(theta) * sin(phi) * v + cos(theta))
  }
}

extension Network.Operation {
  /// What an operation on the channels of each pixel makes of one; nil for all others.
  var pixelFunction: (@Sendable ([Double]) -> [Double])? {
    switch self {
    case .unitLength:
      return { channels in
        let length = (channels.map { $0 * $0 }.reduce(0, +) + 1e-12).squareRoot()
        return channels.map { $0 / length }
      }
    case .softmax:
      return { channels in
        let largest = channels.max() ?? 0
        let powers = channels.map { exp($0 - largest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
      }
    case .logarithmicBins(let bins):
      let centres = bins.centres
      return { channels in [bins.unit * pow(10, zip(channels, centres).map { $0 * $1 }.reduce(0, +))] }
    case .image, .convolution, .transposedConvolution, .interleavedConvolution, .normalisation, .activation, .affine,
      .channels,
      .concatenation, .addition, .channelScaling, .nearestUpsampling, .subsampling, .bilinearResizing, .pooling,
      .globalAverage, .coordinates, .localPlanes, .superpixelPooling, .detached:
      return nil
    }
  }
}
