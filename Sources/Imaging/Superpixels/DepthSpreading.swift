// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Depths of single pixels spread over a picture, so that they change where its brightness does.
///
/// Solves (I - W + G) x = G d, G the known pixels, W weights between a pixel and its up to eight neighbours,
///
///     w_ij = exp(-(g_i - g_j)^2 / s_i) / sum over j,   s_i = max(0.6 var, -min_j (g_i - g_j)^2 / ln 0.01, 2e-6)
///
/// with g the luma in [0, 1] and var its variance over pixel and neighbours.
/// - Source: Levin, Lischinski, Weiss, "Colorization using optimization", SIGGRAPH 2004, eqs. 1 and 2.
public struct DepthSpreading: Sendable {
  private let system: NeighbourSystem
  private let isKnown: [Bool]

  /// A picture, and its pixels whose depths will be known, by their positions in a flattened picture; at least one.
  public init(over picture: RGBImage, known: [Int]) {
    precondition(!known.isEmpty, "depths spread from known ones")
    var isKnown = Array(repeating: false, count: picture.width * picture.height)
    for pixel in known { isKnown[pixel] = true }
    self.isKnown = isKnown
    system = NeighbourSystem(luma: picture.luma, width: picture.width, height: picture.height, isKnown: isKnown)
  }

  /// The depths of all pixels, to a relative residual of 1e-9 or as near as 2000 steps come.
  ///
  /// - `map`: depths of all pixels, metres, of which those known are looked at; the others are where the search begins, and
  ///   each superpixel's depth is a good place.
  public func callAsFunction(_ map: [Double]) -> [Double] {
    precondition(map.count == isKnown.count, "a map of the picture's size")
    return system.solve(zip(isKnown, map).map { $0 ? $1 : 0 }, from: map)
  }
}

extension Superpixels {
  /// One depth a superpixel spread over a picture from the centroids.
  ///
  /// - Returns: `width * height` depths, row by row.
  public func spread(_ depths: [Double], over picture: RGBImage) -> [Double] {
    precondition(depths.count == count, "one depth a superpixel")
    let centroids = centroids
    var map = labels.map { depths[$0] }
    // A bent superpixel's centroid lies in another one.
    for (label, pixel) in centroids.enumerated() { map[pixel] = depths[label] }
    return DepthSpreading(over: picture, known: centroids)(map)
  }
}

/// The matrix I - W + G, nine numbers a row, and its solution by stabilised biconjugate gradients.
///
/// - Source: van der Vorst, "Bi-CGSTAB", SIAM J. Sci. Stat. Comput. 1992; the preconditioner is the incomplete factorisation
///   (D + L) D^-1 (D + U) of Pommerell, "Solution of large unsymmetric systems of linear equations", 1992.
private struct NeighbourSystem {
  private let width: Int
  private let height: Int
  /// For each pixel the factor of each of `Self.offsets`; 0 beyond the picture.
  private var factors: [Double]
  private var diagonal: [Double]
  private var pivots: [Double]
  /// How far each of `Self.offsets` is in a flattened picture.
  private let strides: [Int]

  private static let offsets = [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)]

  init(luma: [Double], width: Int, height: Int, isKnown: [Bool]) {
    (self.width, self.height) = (width, height)
    factors = Array(repeating: 0, count: 8 * luma.count)
    diagonal = isKnown.map { $0 ? 2 : 1 }
    pivots = diagonal
    strides = Self.offsets.map { $0.0 + width * $0.1 }
    for pixel in luma.indices { weigh(pixel, luma) }
    for pixel in luma.indices { pivot(pixel) }
  }

  private func neighbours(of pixel: Int) -> [(place: Int, pixel: Int)] {
    let (column, row) = (pixel % width, pixel / width)
    return Self.offsets.enumerated().compactMap { place, offset in
      let (x, y) = (column + offset.0, row + offset.1)
      return x >= 0 && y >= 0 && x < width && y < height ? (place, y * width + x) : nil
    }
  }

  private mutating func weigh(_ pixel: Int, _ luma: [Double]) {
    let around = neighbours(of: pixel)
    guard !around.isEmpty else { return }
    let values = around.map { luma[$0.pixel] } + [luma[pixel]]
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    let steps = around.map { (luma[$0.pixel] - luma[pixel]) * (luma[$0.pixel] - luma[pixel]) }
    let scale = max(0.6 * variance, -(steps.min() ?? 0) / log(0.01), 2e-6)
    let weights = steps.map { exp(-$0 / scale) }
    let sum = weights.reduce(0, +)
    for (neighbour, weight) in zip(around, weights) { factors[8 * pixel + neighbour.place] = -weight / sum }
  }

  /// The diagonal of the incomplete factorisation.
  private mutating func pivot(_ pixel: Int) {
    for (place, other) in neighbours(of: pixel) where place < 4 {
      pivots[pixel] -= factors[8 * pixel + place] * factors[8 * other + 7 - place] / pivots[other]
    }
  }

  /// The sum over the neighbours at `places` of factors times `x`.
  private func sum(_ x: [Double], around pixel: Int, places: Range<Int>) -> Double {
    var sum = 0.0
    for place in places {
      let factor = factors[8 * pixel + place]
      if factor != 0 { sum += factor * x[pixel + strides[place]] }
    }
    return sum
  }

  private func product(_ x: [Double]) -> [Double] {
    x.indices.map { diagonal[$0] * x[$0] + sum(x, around: $0, places: 0..<8) }
  }

  private func preconditioned(_ b: [Double]) -> [Double] {
    var x = b
    for pixel in x.indices { x[pixel] = (x[pixel] - sum(x, around: pixel, places: 0..<4)) / pivots[pixel] }
    for pixel in x.indices.reversed() { x[pixel] -= sum(x, around: pixel, places: 4..<8) / pivots[pixel] }
    return x
  }

  func solve(_ b: [Double], from start: [Double]) -> [Double] {
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    func adding(_ a: [Double], _ factor: Double, _ b: [Double]) -> [Double] { zip(a, b).map { $0 + factor * $1 } }
    var x = start
    var residual = adding(b, -1, product(x))
    let shadow = residual
    let goal = 1e-9 * dot(b, b).squareRoot()
    var direction = residual
    var along = dot(shadow, residual)
    for _ in 0..<2000 where dot(residual, residual).squareRoot() > goal {
      let smooth = preconditioned(direction)
      let image = product(smooth)
      let alpha = along / dot(shadow, image)
      let half = adding(residual, -alpha, image)
      let smoothHalf = preconditioned(half)
      let imageHalf = product(smoothHalf)
      let squared = dot(imageHalf, imageHalf)
      let omega = squared > 0 ? dot(imageHalf, half) / squared : 0
      guard alpha.isFinite, omega.isFinite else { break }
      x = adding(adding(x, alpha, smooth), omega, smoothHalf)
      residual = adding(half, -omega, imageHalf)
      let next = dot(shadow, residual)
      let beta = next / along * (alpha / omega)
      guard beta.isFinite else { break }
      direction = adding(residual, beta, adding(direction, -omega, image))
      along = next
    }
    return x
  }
}
