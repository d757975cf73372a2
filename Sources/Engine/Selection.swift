// SPDX-License-Identifier: Apache-2.0

/// The fastest algorithms for a network whose rounding errors and memory stay within bounds.
///
/// Errors of different convolutions are independent, so their squares add up. Each bound has a price: with cycles +
/// price x squared error + price x bytes, every convolution chooses for itself, and the lowest prices under which the
/// bounds hold are found by bisection (Everett, "Generalized Lagrange Multiplier Method", Operations Research 1963).
struct Selection {
  /// Convolutions that may be computed in several groupings: alternatives, each a list of problems, each with its
  /// candidates.
  typealias Question = [[[Candidate]]]

  /// What a network may cost besides time.
  struct Bounds {
    /// The root of the sum of squared amplifications.
    let amplification: Double
    /// Bytes of transformed weights.
    let weightBytes: Int
  }

  /// For each question, the alternative and its candidates.
  private(set) var answers: [(alternative: Int, candidates: [Candidate])]

  /// The choice for a network; the least of what exceeds a bound where no choice keeps it.
  init(_ questions: [Question], bounds: Bounds) {
    func choice(errorPrice: Double, bytePrice: Double) -> Selection {
      Selection(questions, errorPrice: errorPrice, bytePrice: bytePrice)
    }
    func accurate(bytePrice: Double) -> Selection {
      Self.cheapest(
        { choice(errorPrice: $0, bytePrice: bytePrice) }, where: { $0.amplification <= bounds.amplification })
    }
    self = Self.cheapest({ accurate(bytePrice: $0) }, where: { $0.weightBytes <= bounds.weightBytes })
    improve(questions, within: bounds)
  }

  /// Uses up what the prices left of the bounds: one prices' step may give back more than was asked.
  private mutating func improve(_ questions: [Question], within bounds: Bounds) {
    while let better = improvements(questions)
      .filter({ $0.amplification <= bounds.amplification && $0.weightBytes <= bounds.weightBytes })
      .min(by: { $0.cycles < $1.cycles })
    {
      self = better
    }
  }

  /// The selections that differ in one candidate and are faster.
  private func improvements(_ questions: [Question]) -> [Selection] {
    answers.indices.flatMap { question in
      answers[question].candidates.indices.flatMap { place in
        let current = answers[question].candidates[place]
        return questions[question][answers[question].alternative][place].filter {
          $0.estimate.cycles < current.estimate.cycles
        }
        .map { candidate in
          var changed = self
          changed.answers[question].candidates[place] = candidate
          return changed
        }
      }
    }
  }

  private init(_ questions: [Question], errorPrice: Double, bytePrice: Double) {
    func price(_ candidate: Candidate) -> Double {
      candidate.estimate.cycles + errorPrice * candidate.estimate.amplification * candidate.estimate.amplification
        + bytePrice * Double(candidate.estimate.weightBytes)
    }
    answers = questions.map { alternatives in
      let choices = alternatives.map { problems in
        problems.compactMap { candidates in candidates.min { price($0) < price($1) } }
      }
      let prices = choices.map { $0.map(price).reduce(0, +) }
      let best = prices.indices.min { prices[$0] < prices[$1] } ?? 0
      return (best, choices.isEmpty ? [] : choices[best])
    }
  }

  private var candidates: [Candidate] { answers.flatMap(\.candidates) }

  /// The root of the sum of squared amplifications.
  var amplification: Double {
    candidates.map { $0.estimate.amplification * $0.estimate.amplification }.reduce(0, +).squareRoot()
  }

  /// Expected clock cycles of one core.
  private var cycles: Double { candidates.map(\.estimate.cycles).reduce(0, +) }

  /// Bytes of all transformed weights.
  var weightBytes: Int { candidates.map(\.estimate.weightBytes).reduce(0, +) }

  /// What the lowest price chooses that is good; the highest price's choice where none is.
  private static func cheapest(_ choice: (Double) -> Selection, where isGood: (Selection) -> Bool) -> Selection {
    let free = choice(0)
    if isGood(free) { return free }
    // Powers of two, from nothing to more than any number of cycles.
    var low = -80
    var high = 80
    var best = choice(Double(sign: .plus, exponent: high, significand: 1))
    while high - low > 1 {
      let middle = (low + high) / 2
      let chosen = choice(Double(sign: .plus, exponent: middle, significand: 1))
      if isGood(chosen) {
        (high, best) = (middle, chosen)
      } else {
        low = middle
      }
    }
    return Self.refined(best, between: low, and: high, choice, isGood)
  }

  /// The last factor of two in sixteen steps.
  private static func refined(
    _ best: Selection, between low: Int, and high: Int, _ choice: (Double) -> Selection, _ isGood: (Selection) -> Bool
  ) -> Selection {
    let price = Double(sign: .plus, exponent: low, significand: 1)
    for step in 1..<16 {
      let chosen = choice(price * (1 + Double(step) / 16))
      if isGood(chosen) { return chosen }
    }
    return best
  }
}
