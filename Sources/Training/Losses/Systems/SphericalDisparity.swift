// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  #if canImport(Darwin)
    import Darwin
  #else
    import Glibc
  #endif

  import RotundaTorch

  /// The sphere as the view synthesis of Zioulis et al. has it: column u looks along phi = 2 pi u / W - 3 pi / 2, row v along
  /// theta = pi v / H - pi / 2, without half a pixel, at points of distance r
  ///
  ///     x = -r cos phi cos theta,   y = r sin theta,   z = r sin phi cos theta
  ///
  /// which is our frame turned half around its z axis: its x is our -x, its y our -y.
  /// - Source: Zioulis, Karakottas, Zarpalas, Alvarez, Daras, "Spherical view synthesis for self-supervised 360° depth
  ///   estimation", 3DV 2019.
  struct PublishedSphere {
    let width: Int
    let height: Int
    /// Of phi, `[1, 1, 1, W]`.
    let sinPhi: Tensor
    /// Of phi, `[1, 1, 1, W]`.
    let cosPhi: Tensor
    /// Of theta, `[1, 1, H, 1]`.
    let sinTheta: Tensor
    /// Of theta, `[1, 1, H, 1]`.
    let cosTheta: Tensor

    /// For maps of this map's size, device and type.
    init(like map: Tensor) throws {
      let (width, height) = (map.shape[3], map.shape[2])
      (self.width, self.height) = (width, height)
      let phi = (0..<width).map { 2 * Double.pi * Double($0) / Double(width) - 3 * .pi / 2 }
      let theta = (0..<height).map { Double.pi * Double($0) / Double(height) - .pi / 2 }
      func line(_ numbers: [Double], _ shape: [Int]) throws -> Tensor {
        try Tensor(doubles: numbers, shape: shape).like(map)
      }
      sinPhi = try line(phi.map { sin($0) }, [1, 1, 1, width])
      cosPhi = try line(phi.map { cos($0) }, [1, 1, 1, width])
      sinTheta = try line(theta.map { sin($0) }, [1, 1, height, 1])
      cosTheta = try line(theta.map { cos($0) }, [1, 1, height, 1])
    }

    /// Points of distances `[N, 1, H, W]`: `[N, 3, H, W]`.
    func points(_ distances: Tensor) throws -> Tensor {
      let flat = try distances.multiplied(by: cosTheta)
      return try Tensor.concatenation(
        [
          flat.multiplied(by: cosPhi).multiplied(by: -1), distances.multiplied(by: sinTheta),
          flat.multiplied(by: sinPhi),
        ], along: 1)
    }
  }

  /// Where the points of a picture lie in a partner's: columns and rows to add, `[N, 1, H, W]` each, in pixels.
  ///
  /// To the first order in baseline / distance.
  struct SphericalDisparity {
    let columns: Tensor
    let rows: Tensor

    /// A partner `baseline` metres to the right, our +x.
    ///
    /// - `faithful`: whether rows that would go up stay, as in the published code, whose clamp begins at 0; they should on
    ///   half of the sphere.
    static func right(_ distances: Tensor, on sphere: PublishedSphere, baseline: Double, faithful: Bool) throws
      -> SphericalDisparity
    {
      let (angle, largest) = (try angle(distances, sphere, baseline), Double(sphere.height))
      return SphericalDisparity(
        columns: try angle.multiplied(by: sphere.sinPhi.divided(by: sphere.cosTheta))
          .clamped(from: -largest, to: largest),
        rows: try angle.multiplied(by: sphere.cosPhi.multiplied(by: sphere.sinTheta))
          .clamped(from: faithful ? 0 : -largest, to: largest))
    }

    /// A partner `baseline` metres above, our +y.
    static func up(_ distances: Tensor, on sphere: PublishedSphere, baseline: Double) throws -> SphericalDisparity {
      SphericalDisparity(
        columns: try distances.zeros(),
        rows: try angle(distances, sphere, baseline).multiplied(by: sphere.cosTheta))
    }

    /// The angle under which each point sees the baseline, in rows.
    private static func angle(_ distances: Tensor, _ sphere: PublishedSphere, _ baseline: Double) throws -> Tensor {
      // Nothing is nearer than a millimetre; a distance of 0 would have an infinite gradient.
      try distances.clamped(atLeast: 1e-3).reciprocal().multiplied(by: baseline * Double(sphere.height) / .pi)
    }
  }
#endif
