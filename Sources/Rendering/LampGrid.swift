// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// How often each lamp is asked for light in each part of a scene: a home has many lamps, a room sees few of them.
///
/// Space is cut into cells of about a metre. In each, a few random points say which share of their light each lamp would
/// give them, walls in its way; the mean of these shares is the lamp's probability, so that a lamp which matters to any of
/// the points is asked often enough. A small share goes to all lamps alike: none is ever left out and the mean stays true.
struct LampGrid: Sendable {
  /// A lamp and the probability of its choice.
  struct Choice {
    var lamp: Int
    var probability: Float
  }

  /// Share of choices that ignore the weights.
  private static let evenShare: Float = 0.08
  /// What a lamp that a point does not see counts there: other points of the cell may see it.
  private static let hiddenShare: Float = 0.05
  /// Points of a cell at which lamps are looked for.
  private static let probes = 8
  private static let cellLimit = 4096

  private let low: SIMD3<Float>
  private let perMetre: SIMD3<Float>
  private let size: SIMD3<Int32>
  private let lampCount: Int
  /// Sums of probabilities, lamp by lamp, cell by cell; the last of a cell is 1.
  private let sums: Table<Float>

  /// A grid over a scene; `isEven` makes every choice as likely as the others.
  init(_ tracer: Tracer, bounds: (low: SIMD3<Float>, high: SIMD3<Float>), isEven: Bool) {
    let extent = pointwiseMax(bounds.high - bounds.low, SIMD3(repeating: 0.1))
    var cell: Float = 1
    func cells(_ edge: Float) -> SIMD3<Float> { (extent / SIMD3(edge, 1.5 * edge, edge)).rounded(.up) }
    while cells(cell).x * cells(cell).y * cells(cell).z > Float(LampGrid.cellLimit) { cell *= 1.25 }
    let count = isEven ? SIMD3<Float>(repeating: 1) : cells(cell)
    low = bounds.low
    perMetre = count / extent
    size = SIMD3<Int32>(count)
    lampCount = tracer.lamps.count
    var sums: [Float] = []
    sums.reserveCapacity(Int(count.x * count.y * count.z) * lampCount)
    for z in 0..<size.z {
      for y in 0..<size.y {
        for x in 0..<size.x {
          let corner = bounds.low + SIMD3<Float>(SIMD3(x, y, z)) / perMetre
          var random = RandomStream(seed: 0x1A3B, index: sums.count)
          let weights =
            isEven
            ? Array(repeating: 1, count: lampCount) : LampGrid.weights(tracer, corner, 1 / perMetre, &random)
          LampGrid.append(weights, to: &sums)
        }
      }
    }
    self.sums = Table(sums)
  }

  /// Where the cell of a surface begins in the table.
  ///
  /// Half a cell before the surface: a cell that a wall cuts belongs to the room that most of it lies in.
  @inline(__always)
  func cell(before surface: Surface) -> Int {
    let point = surface.point + surface.side * (0.5 / perMetre)
    let place = ((point - low) * perMetre).clamped(lowerBound: .zero, upperBound: SIMD3<Float>(size) - 0.5)
    // Within the table: each coordinate is below its size.
    return ((Int(place.z) * Int(size.y) + Int(place.y)) * Int(size.x) + Int(place.x)) * lampCount
  }

  /// The lamp that a number in [0, 1) chooses in a cell; there must be lamps.
  @inline(__always)
  func choice(cell first: Int, _ number: Float) -> Choice {
    let sums = sums.elements
    var lamp = 0
    var below: Float = 0
    while lamp < lampCount - 1 && sums[first + lamp] <= number {
      below = sums[first + lamp]
      lamp += 1
    }
    return Choice(lamp: lamp, probability: sums[first + lamp] - below)
  }

  /// Appends running sums of weights made into probabilities.
  private static func append(_ weights: [Float], to sums: inout [Float]) {
    let total = weights.reduce(0, +)
    let even = total > 0 ? evenShare : 1
    var sum: Float = 0
    for (index, weight) in weights.enumerated() {
      sum += even / Float(weights.count) + (total > 0 ? (1 - even) * weight / total : 0)
      sums.append(index == weights.count - 1 ? 1 : sum)
    }
  }

  private static func weights(
    _ tracer: Tracer, _ corner: SIMD3<Float>, _ size: SIMD3<Float>, _ random: inout RandomStream
  ) -> [Float] {
    var weights = [Float](repeating: 0, count: tracer.lamps.count)
    var strengths = weights
    for _ in 0..<probes {
      let point = corner + size * SIMD3(random.unit(), random.unit(), random.unit())
      var seesAny = false
      for lamp in tracer.lamps.indices {
        let light = tracer.lamps[lamp].light(at: point, tracer.skyTable, SIMD2(random.unit(), random.unit()))
        strengths[lamp] = max(0, light.strength)
        guard light.strength > 0 else { continue }
        let isHidden = tracer.isBlocked(Ray(origin: point, direction: light.direction), before: light.reach)
        if isHidden { strengths[lamp] *= hiddenShare } else { seesAny = true }
      }
      // A point that sees no lamp lies within a wall, or all but in the dark.
      let total = strengths.reduce(0, +) * (seesAny ? 1 : 1 / hiddenShare)
      guard total > 0 else { continue }
      for lamp in weights.indices { weights[lamp] += strengths[lamp] / total }
    }
    return weights
  }
}
