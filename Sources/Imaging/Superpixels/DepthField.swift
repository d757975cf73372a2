// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A continuous conditional random field over the depths y of superpixels, of which a network says z.
///
///     E(y) = sum_p (y_p - z_p)^2 + sum over pairs of r_pq (y_p - y_q)^2,   r_pq = sum_k beta_k S^k_pq
///          = y^T A y - 2 z^T y + z^T z,                                    A = I + D - R
///
/// so that y is Gaussian: -ln P = y^T A y - 2 z^T y + z^T A^-1 z - ln |A| / 2 + n ln(pi) / 2. Depths are in whatever unit the
/// network learns.
/// - Source: Liu, Shen, Lin, Reid, "Learning depth from single monocular images using deep convolutional neural fields",
///   TPAMI 2016, eqs. 8 to 16.
public struct DepthField: Sendable {
  /// Who is related to whom.
  public let relations: SuperpixelRelations
  private let strengths: [Double]
  private let factor: ProfileCholesky

  /// A field.
  ///
  /// - `weights`: beta, one a channel of likeness; those below 0 count as 0, or y might have no distribution.
  public init(_ relations: SuperpixelRelations, weights: [Double]) {
    precondition(weights.count == relations.similarities.count, "one weight a channel")
    self.relations = relations
    var strengths = Array(repeating: 0.0, count: relations.pairs.count)
    for (weight, channel) in zip(weights, relations.similarities) where weight > 0 {
      for index in strengths.indices { strengths[index] += weight * channel[index] }
    }
    self.strengths = strengths
    factor = ProfileCholesky(count: relations.count, pairs: relations.pairs, strengths: strengths)
  }

  /// The likeliest depths, A^-1 z.
  public func likeliest(unary z: [Double]) -> [Double] { factor.solve(z) }

  /// -ln P(y | z), and how it changes with z and with beta.
  public struct Cost: Sendable, Hashable {
    /// -ln P.
    public let value: Double
    /// Derivatives with respect to z.
    public let byUnary: [Double]
    /// Derivatives with respect to beta.
    public let byWeights: [Double]
  }

  /// What depths `y` cost where the network says `z`, in closed form.
  public func cost(of y: [Double], unary z: [Double]) -> Cost {
    precondition(y.count == relations.count && z.count == relations.count, "one depth a superpixel")
    let mean = factor.solve(z)
    let quadratic = dot(y, y) + zip(squares(of: y), strengths).reduce(0) { $0 + $1.0 * $1.1 }
    let value =
      quadratic - 2 * dot(z, y) + dot(z, mean) - factor.logarithmOfDeterminant / 2
      + Double(relations.count) / 2 * log(.pi)
    // d/dr of ln |A| is (e_p - e_q)^T A^-1 (e_p - e_q), and of z^T A^-1 z less the square of mean_p - mean_q.
    let (far, near) = (squares(of: y), squares(of: mean))
    let byStrength = relations.pairs.indices.map {
      far[$0] - near[$0] - factor.spread(of: relations.pairs[$0]) / 2
    }
    return Cost(
      value: value, byUnary: zip(mean, y).map { 2 * ($0 - $1) },
      byWeights: relations.similarities.map { dot($0, byStrength) })
  }

  /// The squared difference of every pair.
  private func squares(of y: [Double]) -> [Double] {
    relations.pairs.map { (y[$0.first] - y[$0.second]) * (y[$0.first] - y[$0.second]) }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
