// SPDX-License-Identifier: Apache-2.0

import RotundaSphere

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The floor of a level panorama: the plane below the camera that most of the downward view lies on.
///
/// A floor is fitted to the directions that point at least 25 degrees below the horizon, each weighted by its solid
/// angle. Planes through random pixels are compared by how much of the view agrees with them (M-estimator sample
/// consensus: Torr and Zisserman 2000), the best is refined by least squares over the pixels that agree. A pixel agrees
/// when its distance differs by less than 5 % from where its ray meets the plane.
public struct FloorFit: Sendable, Hashable {
  /// How far the camera is above the floor, in the depth map's unit.
  public let cameraHeight: Double
  /// The floor's unit normal, upwards, in the camera's axes.
  public var normal: SIMD3<Double> { up.vector }
  /// Share of the downward view's solid angle that agrees with the floor, of what is valid there.
  public let inlierFraction: Double

  private let up: PackedVector

  /// Relative error of a distance that still agrees with the plane.
  public static let tolerance = 0.05
  /// Latitude, in radians, above which no floor is looked for: there lies little floor and much furniture.
  public static let highestLatitude = -25 * Double.pi / 180

  /// What the depth must be multiplied by for the floor to lie `height` below the camera.
  public func scale(toCameraHeight height: Double) -> Float { Float(height / cameraHeight) }

  /// Fits the floor of a panorama's ray distances; the same `seed` gives the same floor.
  ///
  /// Throws when the downward view holds no floor to speak of: the scale would be a guess.
  public static func fit(_ depth: DepthMap, seed: UInt64 = 0) throws(Failure) -> FloorFit {
    let view = DownwardView(depth)
    guard view.validShare >= Limit.validShare else { throw .tooFewValidPixels(share: view.validShare) }
    let level = view.consensus(maximumTilt: Limit.tilt, seed: seed)
    guard let level, view.inlierFraction(of: level) >= Limit.inlierFraction else {
      throw view.failure(best: level, seed: seed)
    }
    guard level.tilt <= Limit.tilt else { throw .tilted(degrees: level.tilt * 180 / .pi) }
    return FloorFit(
      cameraHeight: level.height, inlierFraction: view.inlierFraction(of: level), up: PackedVector(level.normal))
  }
}

extension FloorFit {
  /// Why a panorama has no floor to fit.
  public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// Too little of the view below the horizon holds a distance.
    case tooFewValidPixels(share: Double)
    /// No level plane below the camera holds enough of the downward view.
    case noPlane(inlierFraction: Double)
    /// There is a plane, but it is not level.
    case tilted(degrees: Double)

    /// What was found, what is needed, and what to do.
    public var description: String {
      switch self {
      case .tooFewValidPixels(let share):
        "no floor to fit: only \(percent(share)) of the view below the camera holds a depth, \(percent(Limit.validShare)) "
          + "is needed; leave out the camera height, or give a photo that reaches further down"
      case .noPlane(let inlierFraction):
        "no floor to fit: the best level plane holds \(percent(inlierFraction)) of the view below the camera, "
          + "\(percent(Limit.inlierFraction)) is needed; leave out the camera height, or scale by a known distance"
      case .tilted(let degrees):
        "no level floor: the plane below the camera is tilted by \(Int(degrees.rounded())) degrees, at most "
          + "\(Int((Limit.tilt * 180 / .pi).rounded())) is allowed; level the panorama first"
      }
    }
  }
}

private func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }

/// What counts as a floor.
private enum Limit {
  /// How far a levelled photo, or a ramp, may be from level.
  static let tilt = 10 * Double.pi / 180
  /// How far one looks for a tilted plane, to say what is wrong.
  static let reportedTilt = 60 * Double.pi / 180
  /// A sphere around the camera reaches 0.165 with the tolerance, so 0.25 is a plane.
  static let inlierFraction = 0.25
  static let validShare = 0.2
  /// Planes tried, half of them level and half through three points.
  ///
  /// With three of four pixels off the floor a three-point plane is clean once in 64 times: the chance to miss it in 250
  /// is 2 %, and the 250 level ones stand by.
  static let trials = 500
  static let refinements = 8
  /// A floor needs no more points than this many a row.
  static let columns = 256
}

/// The plane `q . P = -1`: its normal over its distance below the camera.
private struct Plane {
  let q: SIMD3<Double>

  /// A plane through a point, seen from the camera as lying below it; nil where it does not.
  init?(through point: SIMD3<Double>, normal: SIMD3<Double>) {
    let upward = normal.y < 0 ? -normal : normal
    let height = -(upward * point).sum()
    guard height > 0 else { return nil }
    self.init(q: upward / height)
  }

  init(q: SIMD3<Double>) { self.q = q }

  private var length: Double { norm(q) }
  var height: Double { 1 / length }
  var normal: SIMD3<Double> { q / length }
  var tilt: Double { acos(min(max(normal.y, -1), 1)) }

  /// By how much, relatively, the distance of `point` exceeds where its ray meets the plane.
  func relativeError(_ point: SIMD3<Double>) -> Double { -dot(q, point) - 1 }
}

/// The points seen below the horizon, each with the solid angle it stands for.
private struct DownwardView {
  private var points: [SIMD3<Double>] = []
  private var weights: [Double] = []
  /// Sum of the weights up to and including a point, for drawing points by weight.
  private var cumulative: [Double] = []
  private var totalWeight = 0.0
  private var validWeight: Double { cumulative.last ?? 0 }

  /// Share of the downward solid angle that holds a distance.
  var validShare: Double { totalWeight > 0 ? validWeight / totalWeight : 0 }

  init(_ depth: DepthMap) {
    let grid = EquirectangularGrid(width: depth.width, height: depth.height)
    let stride = max(1, depth.width / Limit.columns)
    for row in Swift.stride(from: stride / 2, to: depth.height, by: stride) {
      let latitude = grid.latitude(row: Double(row))
      guard latitude < FloorFit.highestLatitude else { continue }
      for column in Swift.stride(from: stride / 2, to: depth.width, by: stride) {
        totalWeight += cos(latitude)
        let distance = Double(depth[column: column, row: row])
        guard distance > 0 else { continue }
        points.append(distance * grid.direction(column: Double(column), row: Double(row)))
        weights.append(cos(latitude))
        cumulative.append(validWeight + cos(latitude))
      }
    }
  }

  /// Share of the valid solid angle that agrees with a plane.
  func inlierFraction(of plane: Plane) -> Double {
    var sum = 0.0
    for (point, weight) in zip(points, weights) where abs(plane.relativeError(point)) < FloorFit.tolerance {
      sum += weight
    }
    return validWeight > 0 ? sum / validWeight : 0
  }

  /// The plane that the view agrees with best, among those at most `maximumTilt` from level; nil where there is none.
  func consensus(maximumTilt: Double, seed: UInt64) -> Plane? {
    var generator = SplitMix64(seed: seed)
    var best: (plane: Plane, score: Double)?
    for trial in 0..<Limit.trials {
      let candidate = trial % 2 == 0 ? levelPlane(&generator) : threePointPlane(&generator)
      guard let candidate, candidate.tilt <= maximumTilt else { continue }
      let score = agreement(with: candidate)
      if score > best?.score ?? 0 { best = (candidate, score) }
    }
    return best.map { refined($0.plane) }
  }

  /// Why no level plane will do: there is a tilted one, or none at all.
  func failure(best level: Plane?, seed: UInt64) -> FloorFit.Failure {
    if let tilted = consensus(maximumTilt: Limit.reportedTilt, seed: seed),
      inlierFraction(of: tilted) >= Limit.inlierFraction, tilted.tilt > Limit.tilt
    {
      return .tilted(degrees: tilted.tilt * 180 / .pi)
    }
    return .noPlane(inlierFraction: level.map(inlierFraction) ?? 0)
  }

  private func levelPlane(_ generator: inout SplitMix64) -> Plane? {
    Plane(through: drawn(&generator), normal: SIMD3(0, 1, 0))
  }

  private func threePointPlane(_ generator: inout SplitMix64) -> Plane? {
    let (a, b, c) = (drawn(&generator), drawn(&generator), drawn(&generator))
    let normal = cross(b - a, c - a)
    let length = norm(normal)
    guard length > 0 else { return nil }
    return Plane(through: a, normal: normal / length)
  }

  /// A point, drawn with the probability of its solid angle.
  private func drawn(_ generator: inout SplitMix64) -> SIMD3<Double> {
    let target = Double.random(in: 0..<validWeight, using: &generator)
    var (low, high) = (0, cumulative.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > target { high = middle } else { low = middle + 1 }
    }
    return points[low]
  }

  /// Agreement of the view with a plane: 1 for a point on it, falling to 0 at the relative error that is allowed.
  private func agreement(with plane: Plane) -> Double {
    var sum = 0.0
    for (point, weight) in zip(points, weights) {
      let error = plane.relativeError(point) / FloorFit.tolerance
      if abs(error) < 1 { sum += weight * (1 - error * error) }
    }
    return sum
  }

  /// Least squares of the relative errors over the points that agree, repeated as those change.
  ///
  /// The error that still agrees shrinks to the noise of the floor itself, or the skirting of the walls would lift it.
  private func refined(_ start: Plane) -> Plane {
    var plane = start
    for _ in 0..<Limit.refinements {
      guard let next = leastSquares(near: plane, within: tolerance(around: plane)) else { return plane }
      plane = next
    }
    return plane
  }

  /// Three standard deviations of the agreeing errors, from their median (1.4826 of it for normal noise).
  private func tolerance(around plane: Plane) -> Double {
    let errors = points.map { abs(plane.relativeError($0)) }.filter { $0 < FloorFit.tolerance }.sorted()
    guard !errors.isEmpty else { return FloorFit.tolerance }
    // Float distances cannot agree better than 1e-7; 1e-5 leaves room for the plane to settle.
    return min(max(3 * 1.4826 * errors[errors.count / 2], 1e-5), FloorFit.tolerance)
  }

  /// The plane of least squared relative errors over the points that agree with `plane`.
  ///
  /// Nil where they span none. The normal equations (sum w P P^T) q = -sum w P, by Cramer's rule.
  private func leastSquares(near plane: Plane, within tolerance: Double) -> Plane? {
    var columns = (SIMD3<Double>.zero, SIMD3<Double>.zero, SIMD3<Double>.zero)
    var right = SIMD3<Double>.zero
    for (point, weight) in zip(points, weights) where abs(plane.relativeError(point)) < tolerance {
      columns.0 += weight * point.x * point
      columns.1 += weight * point.y * point
      columns.2 += weight * point.z * point
      right -= weight * point
    }
    let whole = determinant(columns.0, columns.1, columns.2)
    // All points in one plane through the camera, or fewer than three.
    guard whole > 1e-12 * columns.0.x * columns.1.y * columns.2.z else { return nil }
    let q = SIMD3(
      determinant(right, columns.1, columns.2), determinant(columns.0, right, columns.2),
      determinant(columns.0, columns.1, right))
    return Plane(q: q / whole)
  }
}

private func determinant(_ a: SIMD3<Double>, _ b: SIMD3<Double>, _ c: SIMD3<Double>) -> Double {
  dot(a, cross(b, c))
}
