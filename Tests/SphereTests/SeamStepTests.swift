// SPDX-License-Identifier: Apache-2.0

import RotundaSphere
import Testing

@Suite struct SeamStepTests {
  @Test func `a ramp that does not close steps by all its columns at the seam`() throws {
    let grid = EquirectangularGrid(width: 8, height: 4)
    let ramp = (0..<32).map { Float($0 % 8 + 1) }
    let step = try #require(SeamStep(of: ramp, on: grid))
    #expect(step.acrossSeam == 7)
    #expect(step.betweenNeighbours == 1)
    #expect(step.ratio == 7)
  }

  @Test func `a map that closes has no more of a step at the seam than elsewhere`() throws {
    let grid = EquirectangularGrid(width: 8, height: 4)
    let zigzag = (0..<32).map { Float($0 % 2 + 1) }
    #expect(try #require(SeamStep(of: zigzag, on: grid)).ratio == 1)
    #expect(try #require(SeamStep(of: [Float](repeating: 2, count: 32), on: grid)).ratio == 1)
  }

  @Test func `relative steps are those between values over their mean`() throws {
    let grid = EquirectangularGrid(width: 3, height: 1)
    let step = try #require(SeamStep(of: [1, 3, 2], on: grid, measuring: .relative))
    #expect(abs(step.acrossSeam - 1 / 1.5) < 1e-12)
    #expect(abs(step.betweenNeighbours - (2.0 / 2 + 1 / 2.5) / 2) < 1e-12)
    // The same in any unit, as an absolute one is not.
    let larger = try #require(SeamStep(of: [8, 24, 16], on: grid, measuring: .relative))
    #expect(larger == step)
  }

  @Test func `invalid pixels step nowhere`() throws {
    let grid = EquirectangularGrid(width: 4, height: 2)
    let step = try #require(SeamStep(of: [1, 2, 0, 9, 0, 5, 5, 7], on: grid))
    #expect(step.acrossSeam == 8)
    #expect(step.betweenNeighbours == 1)
    #expect(SeamStep(of: [0, 1, 2, 3, 0, 1, 2, 3], on: grid) == nil)
  }
}
