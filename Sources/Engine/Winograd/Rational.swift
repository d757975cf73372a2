// SPDX-License-Identifier: Apache-2.0

/// An exact fraction, in lowest terms with a positive denominator.
///
/// Traps where numerator or denominator leave 64 bits; the transforms of this package need about 20.
package struct Rational: Sendable, Hashable {
  /// Above the line.
  package let numerator: Int
  /// Below it; positive.
  package let denominator: Int

  /// `numerator / denominator`; the denominator is not 0.
  package init(_ numerator: Int, _ denominator: Int = 1) {
    let divisor = Self.greatestCommonDivisor(numerator, denominator) * denominator.signum()
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? max(abs(a), 1) : greatestCommonDivisor(b, a % b)
  }

  /// The nearest double; exact for the fractions of powers of two that the points are.
  package var value: Double { Double(numerator) / Double(denominator) }

  package static func + (a: Rational, b: Rational) -> Rational {
    Rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
  }

  package static prefix func - (a: Rational) -> Rational { Rational(-a.numerator, a.denominator) }

  package static func - (a: Rational, b: Rational) -> Rational { a + -b }

  package static func * (a: Rational, b: Rational) -> Rational {
    Rational(a.numerator * b.numerator, a.denominator * b.denominator)
  }

  package static func / (a: Rational, b: Rational) -> Rational {
    Rational(a.numerator * b.denominator, a.denominator * b.numerator)
  }

  /// The product of `count` factors.
  package func power(_ count: Int) -> Rational { (0..<count).reduce(Rational(1)) { product, _ in product * self } }
}

extension Rational: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int) { self.init(value) }
}
