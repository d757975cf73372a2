// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaDatasets
  import RotundaImaging
  public import RotundaTorch

  /// Pictures and their depth, side by side.
  public struct Batch {
    /// `[N, 3, H, W]`, sRGB in [0, 1], or centred.
    public let images: Tensor
    /// `[N, 1, H, W]`, metres; 0 is invalid.
    public let depth: Tensor

    /// Samples of one size; `centred` as `InputCentring` does.
    ///
    /// - Throws: `DatasetsError.unlabelled` where a sample has no depth.
    public init(_ samples: [Sample], centred: Bool, device: TorchDevice) throws {
      let (width, height) = (samples[0].panorama.width, samples[0].panorama.height)
      let depth = try samples.flatMap { try $0.label().values }
      images = try Self.pictures(of: samples, centred: centred, device: device)
      self.depth = try Tensor(depth, shape: [samples.count, 1, height, width], device: device)
    }

    /// The pictures of samples of one size, `[N, 3, H, W]`, sRGB in [0, 1]; `centred` as `InputCentring` does.
    static func pictures(of samples: [Sample], centred: Bool, device: TorchDevice) throws -> Tensor {
      let (width, height) = (samples[0].panorama.width, samples[0].panorama.height)
      let levels = (0..<256).map { level in
        let value = Float(level) / 255
        return centred ? InputCentring.centred(value) : value
      }
      var images: [Float] = []
      images.reserveCapacity(samples.count * 3 * width * height)
      for sample in samples {
        let pixels = sample.panorama.pixels
        for channel in 0..<3 {
          for index in stride(from: channel, to: pixels.count, by: 3) { images.append(levels[Int(pixels[index])]) }
        }
      }
      return try Tensor(images, shape: [samples.count, 3, height, width], device: device)
    }
  }
#endif
