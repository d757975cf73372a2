// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  #if canImport(Darwin)
    import Darwin
  #else
    import Glibc
  #endif

  import RotundaTorch

  /// Over which pixels the structural similarity takes its means.
  enum SimilarityWindow {
    /// All alike in 3x3 squares that lie wholly in the picture, whose result is two pixels smaller both ways.
    case box
    /// Those of a Gaussian of deviation 1.5 in 7x7 squares, with zeros beyond the picture.
    case gaussian

    func mean(_ map: Tensor) throws -> Tensor {
      switch self {
      case .box:
        return try map.averaged(window: 3, stride: 1)
      case .gaussian:
        // As one image whose channels do not mix: LibTorch takes forty times as long for images of one channel.
        let shape = map.shape
        let count = shape[0] * shape[1]
        let window = try Tensor(doubles: Self.weights, shape: [1, 1, 7, 7]).like(map).expanded(to: [count, 1, 7, 7])
        return try map.shaped([1, count, shape[2], shape[3]])
          .convolved(with: window, bias: nil, stride: 1, padding: [3, 3], dilation: 1, groups: count).shaped(shape)
      }
    }

    private static let weights: [Double] = {
      let line = (-3...3).map { exp(-Double($0 * $0) / (2 * 1.5 * 1.5)) }
      let sum = line.reduce(0, +)
      return line.flatMap { row in line.map { row * $0 / (sum * sum) } }
    }()
  }

  /// (1 - SSIM) / 2 of every pixel and channel, between 0 and 1.
  ///
  /// - `a`, `b`: `[N, C, H, W]` in [0, 1].
  /// - Source: Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment", 2004, eq. 13, with C1 = 0.01^2, C2 = 0.03^2.
  func structuralDissimilarity(_ a: Tensor, _ b: Tensor, window: SimilarityWindow) throws -> Tensor {
    let (meanA, meanB) = (try window.mean(a), try window.mean(b))
    let (squareA, squareB) = (try meanA.multiplied(by: meanA), try meanB.multiplied(by: meanB))
    let product = try meanA.multiplied(by: meanB)
    let covariance = try window.mean(a.multiplied(by: b)).subtracting(product)
    let variances = try window.mean(a.multiplied(by: a).adding(b.multiplied(by: b)))
      .subtracting(squareA.adding(squareB))
    let (c1, c2) = (1e-4, 9e-4)
    let above = try product.multiplied(by: 2).adding(c1).multiplied(by: covariance.multiplied(by: 2).adding(c2))
    let below = try squareA.adding(squareB).adding(c1).multiplied(by: variances.adding(c2))
    return try above.divided(by: below).multiplied(by: -0.5).adding(0.5).clamped(from: 0, to: 1)
  }
#endif
