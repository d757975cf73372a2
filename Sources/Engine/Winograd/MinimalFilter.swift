// SPDX-License-Identifier: Apache-2.0

/// F(m, r): m outputs of a filter of r taps by m + r - 1 multiplications, exact.
///
/// out[i] = sum over k of in[i + k] g[k] is computed as `output ((filter g) * (input d))`, the product element by element.
/// The matrices evaluate polynomials at the points 0, ±a, ±b, … and infinity: the transpose of Toom and Cook's
/// multiplication of polynomials.
/// - Source: Winograd, "Arithmetic Complexity of Computations", SIAM 1980; for networks Lavin and Gray, "Fast Algorithms
///   for Convolutional Neural Networks", CVPR 2016; on the choice of points Barabasz, Anderson, Soodhalter, Gregg,
///   "Error Analysis and Improving the Accuracy of Winograd Convolution for Deep Neural Networks", TOMS 2020.
package struct MinimalFilter: Sendable, Hashable {
  /// m.
  package let outputs: Int
  /// r.
  package let taps: Int
  /// The positive points, in the order of the kernels' transforms.
  package let pairs: [Rational]

  /// m + r - 1: the inputs of a tile, and its multiplications.
  package var inputs: Int { outputs + taps - 1 }

  /// The filter of `outputs` outputs for tiles of `inputs` inputs; nil where there are no points for so many.
  package init?(outputs: Int, taps: Int) {
    guard outputs > 0, taps > 0, let pairs = Self.pairs[outputs + taps - 1] else { return nil }
    self.outputs = outputs
    self.taps = taps
    self.pairs = pairs
  }

  /// Positive points by the inputs of a tile: those of least error found among fractions that are exact in binary.
  ///
  /// At ten inputs 1, 2, 1/2, 4 would be forty times worse.
  package static let pairs: [Int: [Rational]] = [
    4: [1],
    6: [Rational(3, 4), Rational(3, 2)],
    8: [1, 2, Rational(1, 2)],
    10: [Rational(1, 2), Rational(3, 4), Rational(5, 4), 2],
  ]

  /// The finite points: 0, then each pair's positive and negative one.
  private var points: [Rational] { [0] + pairs.flatMap { [$0, -$0] } }

  /// The transform of a tile's inputs, `[inputs][inputs]`: row j holds the coefficients of the product of all x - b,
  /// for points b other than the j-th; the last row, for infinity, of all of them.
  package var input: [[Rational]] {
    let finite = points.map { point in product(over: points.filter { $0 != point }) + [0] }
    return finite + [product(over: points)]
  }

  /// The transform of the taps, `[inputs][taps]`: powers of each point, divided by its distances from the others.
  package var filter: [[Rational]] {
    let finite = points.map { point in
      let distances = points.filter { $0 != point }.reduce(Rational(1)) { $0 * (point - $1) }
      return (0..<taps).map { point.power($0) / distances }
    }
    return finite + [(0..<taps).map { $0 == taps - 1 ? 1 : 0 }]
  }

  /// The transform of the products, `[outputs][inputs]`: powers of each point.
  package var output: [[Rational]] {
    (0..<outputs).map { row in points.map { $0.power(row) } + [row == outputs - 1 ? 1 : 0] }
  }

  /// Coefficients of the product of x - b, lowest power first.
  private func product(over points: [Rational]) -> [Rational] {
    points.reduce([1]) { polynomial, point in
      zip([0] + polynomial, polynomial + [0]).map { $0 - point * $1 }
    }
  }

  /// How much larger rounding errors come out than those of plain sums, root mean square over outputs; for
  /// independent inputs and weights of one size, and errors proportional to each product's.
  ///
  /// The product at a point has the variance |input row|² |filter row|² where one of a plain sum has `taps`; the output
  /// takes its share of it. In two dimensions the amplifications of both multiply.
  package var amplification: Double {
    func square(_ row: [Rational]) -> Double { row.map { $0.value * $0.value }.reduce(0, +) }
    let products = zip(input, filter).map { square($0) * square($1) }
    let variances = output.map { row in zip(row, products).map { $0.value * $0.value * $1 }.reduce(0, +) }
    return (variances.reduce(0, +) / Double(outputs * taps)).squareRoot()
  }
}
