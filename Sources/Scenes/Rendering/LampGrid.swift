// SPDX-License-Identifier: Apache-2.0

/// How often each lamp is asked for light in each part of a scene: a home has many lamps, a room sees few of them.
///
/// Space is cut into cells of about a metre. In each, a lamp's weight is the light that reaches a few random points,
/// with walls in its way; a small share goes to all lamps alike, so that none is ever left out and the mean stays true.
struct LampGrid: Sendable {
  /// A lamp and the probability of its choice.
  struct Choice {
    var lamp: Int
    var probability: Float
  }

  /// Share of choices that ignore the weights.
  private static let evenShare: Float = 0.08
  /// Points of a cell at which lamps are looked for.
  private static let probes = 4
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

  /// Where a point's cell begins in the table.
  @inline(__always)
  func cell(at point: SIMD3<Float>) -> Int {
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
    for _ in 0..<probes {
      let point = corner + size * SIMD3(random.unit(), random.unit(), random.unit())
      for lamp in tracer.lamps.indices {
        let place = SIMD2(random.unit(), random.unit())
        let light = tracer.lamps[lamp].light(at: point, tracer.skyTable, place)
        guard light.strength > 0 else { continue }
        let isBlocked = tracer.isBlocked(Ray(origin: point, direction: light.direction), before: light.reach)
        // What one point does not see, its cell may.
        weights[lamp] += light.strength * (isBlocked ? 0.04 : 1)
      }
    }
    return weights
  }
}
