// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaSphere
  import RotundaTorch

  /// Unit vectors of the pixels of an equirectangular map, in camera axes: `[1, 3, H, W]` each.
  struct SphereFrame {
    /// Where longitude grows.
    let east: Tensor
    /// Where latitude grows.
    let north: Tensor
    /// Where the pixel looks.
    let outward: Tensor

    /// For maps of this map's size, device and type.
    init(like map: Tensor) throws {
      let grid = EquirectangularGrid(width: map.shape[3], height: map.shape[2])
      let shape = [1, 3, grid.height, grid.width]
      let looks = (0..<grid.height * grid.width).map { index in
        grid.direction(column: Double(index % grid.width), row: Double(index / grid.width))
      }
      func field(_ vectors: [SIMD3<Double>]) throws -> Tensor {
        try Tensor(doubles: (0..<3).flatMap { axis in vectors.map { $0[axis] } }, shape: shape).like(map)
      }
      let easts = looks.map { look in
        let flat = (look.x * look.x + look.z * look.z).squareRoot()
        return SIMD3(-look.z / flat, 0, look.x / flat)
      }
      // East crossed with outward.
      let norths = zip(looks, easts).map { look, east in
        SIMD3(-look.y * east.z, look.x * east.z - look.z * east.x, look.y * east.x)
      }
      outward = try field(looks)
      east = try field(easts)
      north = try field(norths)
    }

    /// Vectors along these three in camera axes.
    func inCameraAxes(_ vectors: Tensor) throws -> Tensor {
      let parts = try vectors.split(into: [1, 1, 1], along: 1)
      return try east.multiplied(by: parts[0]).adding(north.multiplied(by: parts[1]))
        .adding(outward.multiplied(by: parts[2]))
    }
  }

  /// What a network of planes and boundaries learns of a true map.
  ///
  /// - Source: Eder, Moulon, Guan, "Pano Popups: indoor 3D reconstruction with a plane-aware network", 3DV 2019; how boundaries
  ///   follow from curvature is our reconstruction.
  struct PopupTargets {
    /// A boundary is where the surface turns faster than this, radians a metre.
    static let largestCurvature = 2.0

    /// Unit normals in camera axes, `[N, 3, H, W]`.
    let normals: Tensor
    /// 1 where depth breaks or the surface bends, and one pixel around, else 0; `[N, 1, H, W]`.
    ///
    /// Pixels beside unknown ones count as boundary.
    let boundary: Tensor

    /// - `frame`: of the map's size.
    init(_ truth: TrueDepth, frame: SphereFrame) throws {
      normals = try frame.inCameraAxes(SurfaceNormals(of: truth.depth)(Stencil(of: truth.depth)))
      let flat = try Self.isFlat(
        normals: normals, points: truth.depth.multiplied(by: frame.outward), whole: EdgeMask.erode(truth.valid))
      // The edges of `smooth` are a pixel wider already.
      boundary = try EdgeMask.erode(flat).multiplied(by: truth.smooth()).multiplied(by: -1).adding(1)
    }

    /// 1 where the normal turns by 2 radians a metre at most along both axes, else 0.
    ///
    /// - `whole`: 1 where a normal is known; an axis with a neighbour without one says nothing.
    private static func isFlat(normals: Tensor, points: Tensor, whole: Tensor) throws -> Tensor {
      let (turn, way, known) = (try Stencil(of: normals), try Stencil(of: points), try Neighbours(of: whole))
      func bend(_ turn: Tensor, _ way: Tensor, _ known: Tensor) throws -> Tensor {
        try turn.norm(along: 1).divided(by: way.norm(along: 1).clamped(atLeast: 1e-12)).multiplied(by: known)
      }
      return try bend(turn.acrossColumns, way.acrossColumns, known.left.minimum(known.right))
        .maximum(bend(turn.acrossRows, way.acrossRows, known.above.minimum(known.below)))
        .isAtMost(largestCurvature)
    }
  }
#endif
