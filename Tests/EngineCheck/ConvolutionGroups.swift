// SPDX-License-Identifier: Apache-2.0

import RotundaEngineTestSupport
import RotundaNetworks

/// Convolutions by every algorithm that can compute them, on every instruction set of this processor.
struct ConvolutionGroups {
  /// Random shapes of a group.
  let shapes: Int

  /// Multiply-accumulates of one convolution: sanitizers make the reference many times slower.
  private static let mostProducts = 200_000

  /// Random shapes that a sanitizer can afford.
  private func cases(_ count: Int, where isWanted: @escaping (ConvolutionCase) -> Bool = { _ in true })
    -> [ConvolutionCase]
  {
    Array(
      (0..<UInt64.max).lazy.map(ConvolutionCase.random).filter { $0.products <= Self.mostProducts }.filter(isWanted)
        .prefix(count))
  }

  func single() throws -> [String] {
    try cases(shapes).flatMap { convolution in
      try AlgorithmBench(convolution).faults().map { "\(convolution): \($0)" }
    }
  }

  func transposed() throws -> [String] {
    let channels = [(1, 1), (3, 20), (16, 16), (20, 7), (33, 17)]
    let sizes = [Extent(height: 1, width: 2), Extent(height: 5, width: 14)]
    return try combinations(channels, sizes).flatMap { channels, size, padding in
      let transposed = Network.TransposedConvolution(
        inputChannels: channels.0, outputChannels: channels.1, padding: padding)
      return try AlgorithmBench(transposed, size: size).faults().map {
        "transposed \(channels.0)->\(channels.1) \(padding) \(size.width)x\(size.height): \($0)"
      }
    }
  }

  func sideBySide() throws -> [String] {
    let windows = [(3, 9), (3, 7), (3, 5), (5, 5)].map { Extent(height: $0.0, width: $0.1) }
    let sizes = [Extent(height: 1, width: 2), Extent(height: 9, width: 14)]
    return try combinations([(3, 5), (16, 4), (17, 16)], sizes).flatMap { channels, size, padding in
      let convolutions = windows.map {
        Network.Convolution(
          inputChannels: channels.0, outputChannels: channels.1, kernel: $0, stride: 1, dilation: 1, padding: padding)
      }
      return try AlgorithmBench(sideBySide: convolutions, size: size).faults().map {
        "side by side \(channels.0)->\(channels.1) \(padding) \(size.width)x\(size.height): \($0)"
      }
    }
  }

  func thenPointwise() throws -> [String] {
    try cases(shapes / 3, where: \.isFusible).flatMap { convolution in
      try [1, 8, 20].flatMap { outputs in
        try AlgorithmBench(convolution, thenPointwise: outputs, besideImage: false).faults().map {
          "\(convolution), then 1x1 to \(outputs): \($0)"
        }
      }
    }
  }

  /// The channels beside begin a block of 16.
  func thenPointwiseBesideImage() throws -> [String] {
    try cases(shapes / 5) { $0.isFusible && $0.outputs % 16 == 0 }.flatMap { convolution in
      try [1, 20].flatMap { outputs in
        try AlgorithmBench(convolution, thenPointwise: outputs, besideImage: true).faults().map {
          "\(convolution), then with the image 1x1 to \(outputs): \($0)"
        }
      }
    }
  }

  /// Maps of more pixels than any algorithm computes in one item, so that items of each meet.
  func severalItems() throws -> [String] {
    let size = Extent(height: 21, width: 58)
    return try Padding.allCases.flatMap { padding -> [String] in
      let plain = [(1, 1), (3, 3), (1, 5)].map { rows, columns in
        ConvolutionCase(
          inputs: 3, outputs: 17, kernel: Extent(height: rows, width: columns), padding: padding, size: size)
      }
      let strided = ConvolutionCase(
        inputs: 2, outputs: 5, kernel: Extent(height: 3, width: 3), stride: 2, padding: padding,
        size: Extent(height: 2 * size.height, width: 2 * size.width), activates: true)
      let alone = try (plain + [strided]).flatMap { convolution in
        try AlgorithmBench(convolution).faults().map { "\(convolution): \($0)" }
      }
      let usedUp = try AlgorithmBench(plain[1], thenPointwise: 20, besideImage: false).faults()
      let transposed = Network.TransposedConvolution(inputChannels: 3, outputChannels: 5, padding: padding)
      let phases = try AlgorithmBench(transposed, size: size).faults()
      return alone + usedUp.map { "\(plain[1]), then 1x1 to 20: \($0)" }
        + phases.map { "transposed 3->5 \(padding) \(size.width)x\(size.height): \($0)" }
    }
  }

  private func combinations(
    _ channels: [(Int, Int)], _ sizes: [Extent]
  ) -> [(channels: (Int, Int), size: Extent, padding: Padding)] {
    channels.flatMap { channels in
      sizes.flatMap { size in Padding.allCases.map { (channels, size, $0) } }
    }
  }
}
