// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  #if canImport(Darwin)
    import Darwin
  #else
    import Glibc
  #endif

  import RotundaSphere
  import RotundaTorch

  /// Triplets of pixels of a picture, drawn from a seed, with the rays along which they look.
  ///
  /// The planes through their three points see the room at large, where `SurfaceNormals` sees its grain.
  struct VirtualTriplets {
    /// Positions in a flattened map, `[3 T]`: all first corners, then all second, then all third.
    private let pixels: Tensor
    /// Their points at a depth of 1, `[1, 3, 3 T]`.
    private let rays: Tensor
    /// T.
    let count: Int

    /// Pixels of an equirectangular map of distances; uniform over pixels, or over the sphere with `bySolidAngle`.
    init(like map: Tensor, seed: UInt64, bySolidAngle: Bool) throws {
      let grid = EquirectangularGrid(width: map.shape[3], height: map.shape[2])
      try self.init(like: map, seed: seed) { random in
        bySolidAngle
          ? grid.pixelOfUniformDirection(using: &random) : .random(in: 0..<grid.width * grid.height, using: &random)
      } ray: { column, row in
        grid.direction(column: Double(column), row: Double(row))
      }
    }

    /// Pixels of a perspective map of depths along the axis, all alike.
    init(like map: Tensor, seed: UInt64, view: PinholeView) throws {
      try self.init(like: map, seed: seed) { random in
        .random(in: 0..<view.width * view.height, using: &random)
      } ray: {
        view.ray(column: $0, row: $1)
      }
    }

    /// 0.15 triplets a pixel, each corner drawn by itself.
    private init(
      like map: Tensor, seed: UInt64, draw: (inout SplitMix64) -> Int, ray: (Int, Int) -> SIMD3<Double>
    ) throws {
      let (height, width) = (map.shape[2], map.shape[3])
      let corners = 3 * max(1, width * height * 15 / 100)
      var random = SplitMix64(seed: seed, stream: UInt64(height))
      let drawn = (0..<corners).map { _ in draw(&random) }
      let looks = drawn.map { ray($0 % width, $0 / width) }
      pixels = try Tensor.positions(drawn, in: map)
      rays = try Tensor(doubles: (0..<3).flatMap { axis in looks.map { $0[axis] } }, shape: [1, 3, corners]).like(map)
      count = corners / 3
    }

    /// The values of a map at first, second and third corners, `[N, 1, T]` each.
    private func corners(of map: Tensor) throws -> Tensor {
      try map.shaped([map.shape[0], 1, map.shape[2] * map.shape[3]]).selected(pixels, along: 2)
    }

    /// The edges of every triplet on a map of depths, `[N, 3, T]` each: corners 1 to 2, 1 to 3 and 2 to 3.
    func edges(of map: Tensor) throws -> [Tensor] {
      let corners = try split(corners(of: map).multiplied(by: rays))
      return [
        try corners[1].subtracting(corners[0]), try corners[2].subtracting(corners[0]),
        try corners[2].subtracting(corners[1]),
      ]
    }

    /// 1 where all three corners lie in a mask, `[N, 1, T]`.
    func inside(_ mask: Tensor) throws -> Tensor {
      let corners = try split(corners(of: mask))
      return try corners[0].minimum(corners[1]).minimum(corners[2])
    }

    private func split(_ corners: Tensor) throws -> [Tensor] {
      try (0..<3).map { try corners.narrowed(along: 2, from: $0 * count, count: count) }
    }
  }

  extension EquirectangularGrid {
    /// The pixel, by its position in a flattened map, of a direction drawn uniformly from the sphere.
    fileprivate func pixelOfUniformDirection(using random: inout SplitMix64) -> Int {
      let latitude = asin(Double.random(in: -1...1, using: &random))
      let row = min(max(Int((0.5 - latitude / .pi) * Double(height)), 0), height - 1)
      return row * width + .random(in: 0..<width, using: &random)
    }
  }

  /// The virtual normal loss: unit normals of planes through random triplets of points, predicted and true, compared.
  ///
  /// The mean, without the quarter of the triplets that agree best, of the L1 distance of normals. Points lie on their
  /// rays. Triplets are left out where the truth has a corner unknown, has corners closer than 0.005 along all three axes
  /// (5 mm on panoramas, which are in metres), or has an angle between edges whose cosine exceeds 0.867. Several processes
  /// each leave out a quarter of their own.
  /// - Source: Yin et al., "Enforcing geometric constraints of virtual normal", ICCV 2019.
  struct VirtualNormalSupervision: Supervision {
    private let triplets: VirtualTriplets
    private let normals: Tensor
    /// 1 for triplets that count, `[N, 1, T]`.
    private let kept: Tensor
    private let scope: any LossScope

    /// Triplets of a panorama; `step` is their seed.
    init(_ truth: TrueDepth, step: Int, bySolidAngle: Bool, scope: any LossScope = .batch) throws {
      try self.init(
        truth, VirtualTriplets(like: truth.depth, seed: Self.seed(step), bySolidAngle: bySolidAngle), scope)
    }

    /// Triplets of a perspective picture with depths along its axis; `step` is their seed.
    init(_ truth: TrueDepth, step: Int, view: PinholeView, scope: any LossScope = .batch) throws {
      try self.init(truth, VirtualTriplets(like: truth.depth, seed: Self.seed(step), view: view), scope)
    }

    private init(_ truth: TrueDepth, _ triplets: VirtualTriplets, _ scope: any LossScope) throws {
      self.triplets = triplets
      let edges = try triplets.edges(of: truth.depth)
      normals = try Self.normals(edges)
      kept = try triplets.inside(truth.valid).multiplied(by: Self.spanPlanes(edges))
      self.scope = scope
    }

    private static func seed(_ step: Int) -> UInt64 { UInt64(bitPattern: Int64(step)) }

    func loss(of prediction: PredictedDepth) throws -> Tensor {
      let difference = try Self.normals(triplets.edges(of: prediction.map)).subtracting(normals).magnitude()
      // Those that do not count go to the end.
      let distances = try difference.sum(along: 1).multiplied(by: kept).adding(kept).adding(-1)
      let sorted = try distances.flattened().sortedDescending()
      return try Region(withoutRecording { try largestThreeQuarters() }, scope).mean(sorted)
    }

    /// 1 for as many of the first places as three quarters of the triplets that count fill, else 0.
    private func largestThreeQuarters() throws -> Tensor {
      let places = try kept.flattened().ones().cumulativeSum(along: 0)
      let count = try kept.sum()
      return try count.subtracting(count.multiplied(by: 0.25).roundedDown()).subtracting(places).exceeds(-0.5)
    }

    private static func normals(_ edges: [Tensor]) throws -> Tensor {
      let product = try edges[0].crossProduct(edges[1], along: 1)
      let length = try product.norm(along: 1)
      return try product.divided(by: length.adding(length.isAtMost(0).multiplied(by: 0.01)))
    }

    /// 1 for triplets whose corners are neither close together nor nearly on a line.
    private static func spanPlanes(_ edges: [Tensor]) throws -> Tensor {
      let nearest = try edges[0].magnitude().minimum(edges[1].magnitude()).minimum(edges[2].magnitude())
      let apart = try nearest.maximum(along: 1).isAtMost(0.005).multiplied(by: -1).adding(1)
      func cosine(_ a: Tensor, _ b: Tensor) throws -> Tensor {
        try a.multiplied(by: b).sum(along: 1).magnitude()
          .divided(by: a.norm(along: 1).multiplied(by: b.norm(along: 1)).adding(1e-8))
      }
      let sharpest = try cosine(edges[0], edges[1]).maximum(cosine(edges[0], edges[2]))
        .maximum(cosine(edges[1], edges[2]))
      return try apart.multiplied(by: sharpest.isAtMost(0.867))
    }
  }
#endif
