// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import RotundaDatasets

@Suite struct RandomOrderTests {
  @Test(arguments: [1, 2, 3, 4, 5, 37, 256, 257, 4096, 34_679])
  func `an order has everything once`(count: Int) {
    let order = RandomOrder(count: count, seed: 9, stream: 2)
    #expect(Set((0..<count).map { order[$0] }) == Set(0..<count))
  }

  @Test func `every order of four is as likely as any other`() {
    var seen: [[Int]: Int] = [:]
    for stream in 0..<2400 {
      let order = RandomOrder(count: 4, seed: 1, stream: UInt64(stream))
      seen[(0..<4).map { order[$0] }, default: 0] += 1
    }
    #expect(seen.count == 24)
    // Chi-squared with 23 degrees of freedom exceeds 50 once in a thousand.
    let chiSquared = seen.values.map { Double(($0 - 100) * ($0 - 100)) / 100 }.reduce(0, +)
    #expect(chiSquared < 50)
  }

  @Test func `neighbours do not stay neighbours`() {
    let order = RandomOrder(count: 10_000, seed: 3, stream: 0)
    let close = (0..<9999).count { abs(order[$0] - order[$0 + 1]) < 100 }
    // Two of 10 000 at random are less than 100 apart with probability 0.0198: 198 of 9999, deviation 14.
    #expect((130..<270).contains(close))
  }
}
