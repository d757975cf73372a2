// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  #if canImport(Darwin)
    import Darwin
  #else
    import Glibc
  #endif

  import RotundaDatasets
  import RotundaEvaluation
  import RotundaImaging
  import RotundaNetworks
  import RotundaSphere
  import RotundaTorch

  /// The camera that a perspective network learns with, which takes its pictures out of panoramas.
  struct PinholeCamera {
    /// Columns and rows of its pictures.
    let size: Int
    /// What the network says, at which focal length; a disparity is between cameras as far apart as stereo partners are.
    let convention: PerspectiveConvention
    let device: TorchDevice
    private let seed: UInt64

    /// - Throws: `TrainingError.impossibleSetting` where the network sees panoramas, or pictures are not square.
    init(_ settings: TrainingSettings, network: Network, device: TorchDevice) throws {
      guard case .perspective(let published) = network.architecture.family.convention else {
        throw TrainingError.impossibleSetting(name: "--architecture", value: settings.architecture)
      }
      guard settings.width == settings.height else {
        throw TrainingError.impossibleSetting(
          name: "--size",
          value: "\(settings.width)x\(settings.height) for \(settings.architecture), whose pictures are square")
      }
      size = settings.width
      var quantity = published.quantity
      if case .disparity = quantity { quantity = .disparity(baseline: Double(StereoPartners.baseline)) }
      convention = PerspectiveConvention(
        quantity: quantity, focalLength: .widths(settings.system?.focalLength ?? published.focalWidths), size: size)
      (seed, self.device) = (settings.seed, device)
    }

    /// Pixels.
    var focalLength: Double { convention.focalLength(width: size) }

    /// Where a draw looks: upright, and all directions of the sphere alike, as those of a cube's faces are.
    func view(draw: Int) -> PerspectiveView {
      var random = randomness(of: draw)
      let turn = Double.random(in: 0..<2 * .pi, using: &random)
      return view(.yaw(turn) * .pitch(asin(Double.random(in: -1...1, using: &random))))
    }

    /// Where a draw looks so that the camera to the right of the panorama's is to its own right, or to its left where
    /// `isBackward`: its axis lies in the plane across the line between both.
    func stereoView(draw: Int) -> (view: PerspectiveView, isBackward: Bool) {
      var random = randomness(of: draw)
      let isBackward = Bool.random(using: &random)
      let pitch = Double.random(in: -Double.pi / 2...Double.pi / 2, using: &random)
      return (view(.yaw(isBackward ? .pi : 0) * .pitch(pitch)), isBackward)
    }

    private func view(_ pose: Rotation) -> PerspectiveView {
      PerspectiveView(pose: pose, size: size, focalLength: focalLength)
    }

    /// One stream a draw, apart from those of order and augmentation.
    private func randomness(of draw: Int) -> SplitMix64 { SplitMix64(seed: seed, stream: UInt64(draw) | 1 << 62) }

    // MARK: - Pictures

    /// A panorama as a view sees it, planar sRGB in [0, 1].
    func picture(of panorama: Panorama, from view: PerspectiveView) -> [Float] {
      EquirectangularGrid(width: panorama.width, height: panorama.height)
        .pictures(of: panorama.pixels, seenBy: [view])[0]
    }

    /// Depths along the axis of a view, metres; 0 is invalid.
    func depth(of map: DepthMap, from view: PerspectiveView) -> [Float] {
      EquirectangularGrid(width: map.width, height: map.height).zDepths(of: map.values, seenBy: view)
    }

    /// Pictures one after the other as a tensor `[N, 3, size, size]`.
    func images(_ pictures: [[Float]]) throws -> Tensor {
      try Tensor(pictures.flatMap(\.self), shape: [pictures.count, 3, size, size], device: device)
    }

    /// Pictures and depths of samples, `[N, 3, size, size]` and `[N, 1, size / scale, size / scale]`.
    func batch(_ samples: [Sample], draw: Int, scale: Int = 1) throws -> (images: Tensor, depth: Tensor) {
      let views = samples.indices.map { view(draw: draw + $0) }
      let side = (size + scale - 1) / scale
      let depth = try zip(samples, views).flatMap { sample, view in
        let coarse = PerspectiveView(pose: view.pose, size: side, fieldOfView: view.fieldOfView)
        return try self.depth(of: sample.label(), from: coarse)
      }
      return (
        try images(zip(samples, views).map { picture(of: $0.panorama, from: $1) }),
        try Tensor(depth, shape: [samples.count, 1, side, side], device: device)
      )
    }

    // MARK: - Panoramas

    /// Ray distances in a panorama from what a network says of a cube's faces, merged hard.
    ///
    /// - `answers`: for pictures of all faces the network's numbers, one map a face, of any size.
    func distances(
      in panorama: Panorama, answers: (_ pictures: [[Float]]) throws -> [PerspectiveMap]
    ) throws -> [Float] {
      let grid = EquirectangularGrid(width: panorama.width, height: panorama.height)
      let views = PanoramaViews.cube(size: size)
      let maps = try answers(grid.pictures(of: panorama.pixels, seenBy: views.views))
      let distances = zip(views.views, maps).map { view, map in
        kind.distances(
          of: map, in: view, correction: convention.correction(focalLength: view.focalLength, width: size))
      }
      return views.merged(distances, by: .hard, on: grid)
    }

    private var kind: PerspectiveDepthKind {
      switch convention.quantity {
      case .depth, .unaryOfSuperpixels: .zDepth
      case .disparity: .disparity
      }
    }

    /// The first channel of each of a network's maps; of disparities what one over the depth is.
    func maps(_ output: Tensor) throws -> [PerspectiveMap] {
      let (count, height, width) = (output.shape[0], output.shape[2], output.shape[3])
      let values = try output.narrowed(along: 1, from: 0, count: 1).floats()
      let factor = Float(convention.inverseDepthPerNumber(width: size))
      return (0..<count).map { face in
        let map = values[face * height * width..<(face + 1) * height * width]
        return PerspectiveMap(width: width, height: height, values: map.map { $0 * factor })
      }
    }

    /// The weights, saying what this camera was.
    func label(_ weights: Weights) -> Weights {
      var baseline: Double?
      if case .disparity(let metres) = convention.quantity { baseline = metres }
      return weights.labelled(focalLength: focalLength, baseline: baseline)
    }
  }
#endif
