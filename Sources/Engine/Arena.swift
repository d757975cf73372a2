// SPDX-License-Identifier: Apache-2.0

/// Places maps in one stretch of memory so that maps in use at the same time never overlap.
package struct Arena: Sendable, Hashable {
  /// What a map needs.
  package struct Request: Sendable, Hashable {
    /// Floats.
    package let count: Int
    /// Steps from the first that writes to the last that reads it.
    package let lifetime: ClosedRange<Int>
  }

  /// Floats before each request's map, in the order of the requests.
  package let offsets: [Int]
  /// Floats of the whole arena.
  package let count: Int

  /// The largest map first, each at the lowest place that is free for its whole life.
  package init(_ requests: [Request]) {
    var offsets = [Int](repeating: 0, count: requests.count)
    var placed: [Int] = []
    for index in requests.indices.sorted(by: { requests[$0].count > requests[$1].count }) {
      let neighbours = placed.filter { requests[$0].lifetime.overlaps(requests[index].lifetime) }
      for other in neighbours.sorted(by: { offsets[$0] < offsets[$1] }) {
        if offsets[index] + requests[index].count <= offsets[other] { break }
        offsets[index] = max(offsets[index], Self.aligned(offsets[other] + requests[other].count))
      }
      placed.append(index)
    }
    self.offsets = offsets
    count = zip(offsets, requests).map { $0 + $1.count }.max() ?? 0
  }

  /// The next multiple of a cache line's 16 floats.
  private static func aligned(_ count: Int) -> Int { (count + 15) / 16 * 16 }
}
