// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  #if canImport(Darwin)
    import Darwin
  #else
    import Glibc
  #endif
  public import RotundaDatasets
  import RotundaImaging
  import RotundaSphere
  public import RotundaTorch

  /// Pictures and their depth, side by side.
  public struct Batch {
    /// `[N, 3, H, W]`, sRGB in [0, 1], or centred.
    public let images: Tensor
    /// `[N, 1, H, W]`, metres; 0 is invalid.
    public let depth: Tensor

    /// Samples of one size, each seen as its augmentation says; `centred` as `InputCentring` does.
    ///
    /// - Throws: `DatasetsError.unlabelled` where a sample has no depth.
    public init(_ samples: [(sample: Sample, augmentation: Augmentation)], centred: Bool, device: TorchDevice) throws {
      let (width, height) = (samples[0].sample.panorama.width, samples[0].sample.panorama.height)
      let plane = width * height
      var images = [Float](repeating: 0, count: samples.count * 3 * plane)
      var depth = [Float](repeating: 0, count: samples.count * plane)
      for (index, entry) in samples.enumerated() {
        try entry.augmentation.apply(
          to: entry.sample, centred: centred, image: &images[index * 3 * plane..<(index + 1) * 3 * plane],
          depth: &depth[index * plane..<(index + 1) * plane])
      }
      self.images = try Tensor(images, shape: [samples.count, 3, height, width], device: device)
      self.depth = try Tensor(depth, shape: [samples.count, 1, height, width], device: device)
    }
  }

  /// How a sample is shown to the network: turned about the vertical, mirrored, in other light.
  public struct Augmentation: Sendable, Hashable {
    /// Columns by which the panorama is turned to the right.
    public let shift: Int
    /// Whether left and right are exchanged.
    public let mirrored: Bool
    /// Factor on red, green and blue.
    public let gain: SIMD3<Float>
    /// Exponent on red, green and blue.
    public let gamma: Float

    /// The sample as it is.
    public static let identity = Augmentation(shift: 0, mirrored: false, gain: SIMD3(repeating: 1), gamma: 1)

    init(shift: Int, mirrored: Bool, gain: SIMD3<Float>, gamma: Float) {
      self.shift = shift
      self.mirrored = mirrored
      self.gain = gain
      self.gamma = gamma
    }

    /// The augmentation of draw `draw` under a seed, for panoramas of `width` columns.
    public init(seed: UInt64, draw: Int, width: Int) {
      var random = SplitMix64(seed: seed, stream: UInt64(draw) | 1 << 63)
      let common = Float.random(in: 0.8...1.2, using: &random)
      self.init(
        shift: Int.random(in: 0..<width, using: &random), mirrored: Bool.random(using: &random),
        gain: SIMD3(
          common * Float.random(in: 0.92...1.08, using: &random),
          common * Float.random(in: 0.92...1.08, using: &random),
          common * Float.random(in: 0.92...1.08, using: &random)),
        gamma: Float.random(in: 0.8...1.25, using: &random))
    }

    func apply(
      to sample: Sample, centred: Bool, image: inout ArraySlice<Float>, depth: inout ArraySlice<Float>
    ) throws {
      let label = try sample.label()
      let (width, height) = (label.width, label.height)
      let tables = (0..<3).map { channel in
        (0..<256).map { level in
          let value = min(1, gain[channel] * powf(Float(level) / 255, gamma))
          return centred ? InputCentring.centred(value) : value
        }
      }
      for column in 0..<width {
        let turned = (column + width - shift) % width
        let source = mirrored ? width - 1 - turned : turned
        for row in 0..<height {
          let from = row * width + source
          let to = row * width + column
          depth[depth.startIndex + to] = label.values[from]
          for channel in 0..<3 {
            image[image.startIndex + channel * width * height + to] =
              tables[channel][Int(sample.panorama.pixels[3 * from + channel])]
          }
        }
      }
    }
  }
#endif
