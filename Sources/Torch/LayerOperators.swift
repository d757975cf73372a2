// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  internal import Foundation
  import RotundaNetworks

  // What layers of declared networks compute, in LibTorch's operators; `Network.Operation` defines each.
  extension Tensor {
    /// Batch normalisation by weight, bias, running mean and running variance, in this order; while training those of the
    /// batch are taken and the running ones moved towards them.
    func batchNormalised(
      by numbers: [Tensor], training: Bool, momentum: Double, epsilon: Double
    ) throws(TorchError) -> Tensor {
      try callOne(
        "batch_norm",
        [.tensor(self)] + numbers.map { .tensor($0) } + [
          .bool(training), .double(momentum), .double(epsilon), .bool(true),
        ])
    }

    /// A function of each number.
    func activated(_ activation: Network.Activation) throws(TorchError) -> Tensor {
      switch activation {
      case .elu: try elu()
      case .relu: try callOne("relu", [.tensor(self)])
      case .sigmoid: try callOne("sigmoid", [.tensor(self)])
      case .absolute: try magnitude()
      }
    }

    /// x scale + shift, one number for each channel or one for all.
    func scaled(by scales: [Double], shifted shifts: [Double]) throws(TorchError) -> Tensor {
      try multiplied(by: channelNumbers(scales)).adding(channelNumbers(shifts))
    }

    /// Numbers as `[1, C, 1, 1]`, of this tensor's type.
    private func channelNumbers(_ numbers: [Double]) throws(TorchError) -> Tensor {
      try Tensor(doubles: numbers, shape: [1, numbers.count, 1, 1]).like(self)
    }

    /// Zeros beyond the border: left, right, above, below.
    func padded(_ counts: [Int]) throws(TorchError) -> Tensor {
      try callOne("constant_pad_nd", [.tensor(self), .ints(counts), .int(0)])
    }

    /// Four maps of phases (0, 0), (1, 0), (0, 1), (1, 1) as one of twice the rows and columns.
    static func interleaved(_ phases: [Tensor]) throws(TorchError) -> Tensor {
      let shape = phases[0].shape
      func stacked(_ tensors: [Tensor], along dimension: Int) throws(TorchError) -> Tensor {
        try callOne("stack", [.tensors(tensors), .int(dimension)])
      }
      let even = try stacked([phases[0], phases[2]], along: 4)
      let odd = try stacked([phases[1], phases[3]], along: 4)
      return try stacked([even, odd], along: 3).shaped([shape[0], shape[1], 2 * shape[2], 2 * shape[3]])
    }

    /// Linear interpolation to rows and columns, corners on corners.
    func bilinearlyResized(to sides: [Int]) throws(TorchError) -> Tensor {
      try callOne("upsample_bilinear2d", [.tensor(self), .ints(sides), .bool(true)])
    }

    /// The largest or the mean of windows.
    func pooled(_ pooling: Network.Pooling) throws(TorchError) -> Tensor {
      let window = pooling.window
      let step = pooling.stride
      let pads = shape[2...].map { side -> (before: Int, after: Int) in
        let before = pooling.leadingPixels(of: side)
        return (before, max(0, ((side + step - 1) / step - 1) * step - before + window - side))
      }
      switch pooling.kind {
      case .maximum:
        // Below every number, so that what lies beyond the border is never the largest.
        let padded = try callOne(
          "constant_pad_nd",
          [
            .tensor(self), .ints([pads[1].before, pads[1].after, pads[0].before, pads[0].after]),
            .double(-Double.infinity),
          ])
        return try callOne(
          "max_pool2d", [.tensor(padded), .ints([window, window]), .ints([step, step])])
      case .average:
        return try averaged(window: window, stride: step)
      }
    }

    /// Where each pixel lies: `[N, 2, H, W]`.
    func coordinates(_ coordinates: Network.Coordinates) throws(TorchError) -> Tensor {
      let (height, width) = (shape[2], shape[3])
      func places(_ count: Int, _ value: (Double, Double) -> Double) -> [Double] {
        (0..<count).map { value(Double($0), Double(count)) }
      }
      func channel(_ places: [Double], asRows: Bool) throws(TorchError) -> Tensor {
        try Tensor(doubles: places, shape: asRows ? [1, 1, places.count, 1] : [1, 1, 1, places.count]).like(self)
          .expanded(to: [shape[0], 1, height, width])
      }
      switch coordinates {
      case .rowAndColumn:
        func value(_ index: Double, _ count: Double) -> Double { 2 * index / max(1, count - 1) - 1 }
        return try Tensor.concatenation(
          [channel(places(height, value), asRows: true), channel(places(width, value), asRows: false)], along: 1)
      case .longitudeAndLatitude:
        let longitudes = places(width) { 2 * ($0 + 0.5) / $1 - 1 }
        let latitudes = places(height) { 1 - 2 * ($0 + 0.5) / $1 }
        return try Tensor.concatenation(
          [channel(longitudes, asRows: false), channel(latitudes, asRows: true)], along: 1)
      }
    }

    /// v / sqrt(|v|^2 + 1e-12) over the channels.
    func dividedByLength() throws(TorchError) -> Tensor {
      try multiplied(by: multiplied(by: self).sum(along: 1).adding(1e-12).reciprocalSquareRoot())
    }

    /// exp(x) divided by its sum along a dimension.
    func softmax(along dimension: Int) throws(TorchError) -> Tensor {
      try callOne("softmax", overload: "int", [.tensor(self), .int(dimension), .none])
    }

    /// The depth that probabilities over bins expect: `[N, 1, H, W]`.
    func expectedDepth(_ bins: DepthBins) throws(TorchError) -> Tensor {
      try multiplied(by: channelNumbers(bins.centres)).sum(along: 1).multiplied(by: log(10)).naturalExponential()
        .multiplied(by: bins.unit)
    }

    /// Depths of planes: `[N, 1, factor H, factor W]`.
    func localPlanes(_ planes: Network.LocalPlanes) throws(TorchError) -> Tensor {
      let parts = try activated(.sigmoid).split(into: [1, 1, 1], along: 1)
      let theta = try parts[0].multiplied(by: .pi / 3)
      let phi = try parts[1].multiplied(by: 2 * .pi)
      let factor = planes.factor
      let (height, width) = (shape[2], shape[3])
      let places = (0..<factor).map { (Double($0) - Double(factor - 1) / 2) / Double(factor) }
      let u = try Tensor(doubles: (0..<width).flatMap { _ in places }, shape: [1, 1, 1, width * factor]).like(self)
      let v = try Tensor(doubles: (0..<height).flatMap { _ in places }, shape: [1, 1, height * factor, 1]).like(self)
      let slope = try theta.sine()
      let across = try slope.multiplied(by: phi.cosine()).nearestUpsampled(by: factor).multiplied(by: u)
      let down = try slope.multiplied(by: phi.sine()).nearestUpsampled(by: factor).multiplied(by: v)
      let along = try theta.cosine().nearestUpsampled(by: factor)
      return try parts[2].multiplied(by: planes.farthest).nearestUpsampled(by: factor)
        .divided(by: across.adding(down).adding(along))
    }

    /// Means over superpixels: `[N, C, n, 1]`.
    func pooled(_ pooling: Network.SuperpixelPooling, picture: Tensor) throws(TorchError) -> Tensor {
      let size = Extent(height: picture.shape[2], width: picture.shape[3])
      let (count, channels) = (shape[0], shape[1])
      let capacity = pooling.capacity(of: size)
      let rows = try Tensor.positions((0..<size.height).map { $0 * shape[2] / size.height }, in: self)
      let columns = try Tensor.positions((0..<size.width).map { $0 * shape[3] / size.width }, in: self)
      let pixels = try selected(rows, along: 2).selected(columns, along: 3)
        .shaped([count, channels, size.height * size.width])
      let labels = try picture.narrowed(along: 1, from: pooling.labelChannel, count: 1)
        .shaped([count, 1, size.height * size.width])
      func sums(of values: Tensor, channels: Int) throws(TorchError) -> Tensor {
        let zeros = try callOne("new_zeros", [.tensor(self), .ints([count, channels, capacity])])
        let places = try labels.expanded(to: [count, channels, size.height * size.width])
        return try zeros.adding(values, at: places, along: 2)
      }
      let ones = try pixels.narrowed(along: 1, from: 0, count: 1).ones()
      let counts = try sums(of: ones, channels: 1).clamped(atLeast: 1)
      return try sums(of: pixels, channels: channels).divided(by: counts).shaped([count, channels, capacity, 1])
    }
  }
#endif
