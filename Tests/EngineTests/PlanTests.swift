// SPDX-License-Identifier: Apache-2.0

import RotundaEngine
import RotundaNetworks
import RotundaTestSupport
import Testing

@Suite("Plans of memory")
struct PlanTests {
  @Test("Maps in use at the same time never share memory", arguments: Architecture.allNames)
  func mapsNeverOverlap(name: String) throws {
    let network = try #require(Architecture(name)).network
    let arena = try self.arena(of: network)
    for first in arena.requests.indices {
      for second in arena.requests.indices where second > first {
        let a = arena.requests[first]
        let b = arena.requests[second]
        guard a.lifetime.overlaps(b.lifetime) else { continue }
        let start = arena.placed.offsets
        let apart = start[first] + a.count <= start[second] || start[second] + b.count <= start[first]
        #expect(apart, "maps \(first) and \(second)")
      }
    }
  }

  @Test("Memory is reused: the arena is far smaller than all maps together and never below the busiest step")
  func memoryIsReused() throws {
    for name in ["rectnet", "uresnet"] {
      let (requests, placed) = try arena(of: try #require(Architecture(name)).network)
      let all = requests.map(\.count).reduce(0, +)
      let steps = 0...(requests.map(\.lifetime.upperBound).max() ?? 0)
      let busiest =
        steps.map { step in
          requests.filter { $0.lifetime.contains(step) }.map(\.count).reduce(0, +)
        }.max() ?? 0
      #expect(placed.count >= busiest)
      #expect(Double(placed.count) <= 1.15 * Double(busiest))
      #expect(placed.count < all / 2)
    }
  }

  @Test("Every part of an output map is computed exactly once", arguments: [1, 7, 64, 512, 100_000])
  func rectanglesCover(pixels: Int) {
    for size in [Extent(height: 1, width: 1), Extent(height: 13, width: 37), Extent(height: 3, width: 1030)] {
      let rectangles = OutputRectangles(size, pixels: pixels)
      var counts = [Int](repeating: 0, count: size.height * size.width)
      for index in 0..<rectangles.count {
        let (rows, columns) = rectangles[index]
        #expect(rows.count * columns.count <= min(rectangles.largest, max(pixels, 1)))
        for row in rows { for column in columns { counts[row * size.width + column] += 1 } }
      }
      #expect(counts.allSatisfy { $0 == 1 })
    }
  }

  private func arena(of network: Network) throws -> (requests: [Arena.Request], placed: Arena) {
    let shapes = try network.shapes(for: Extent(height: 256, width: 512))
    let schedule = Schedule(network, placement: Placement(network, shapes: shapes), shapes: shapes)
    return (schedule.requests, Arena(schedule.requests))
  }
}
