// SPDX-License-Identifier: Apache-2.0

import RotundaDatasets
import RotundaImaging
import RotundaRendering
import RotundaScenes
import RotundaSphere
import Testing

@Suite struct RoomsSourceTests {
  private func source(_ options: String) throws -> RoomsSource {
    RoomsSource(try RoomsAddress(parsing: options), width: 64, height: 32, quality: .draft)
  }

  @Test func `a seed and an index always give the same bits, in any order and on any thread`() async throws {
    let source = try source("seed=11")
    let alone = try (0..<8).map { try source.sample(at: $0) }
    let together = try await withThrowingTaskGroup(of: (Int, Sample).self) { group in
      for index in (0..<8).reversed() {
        group.addTask { (index, try self.source("seed=11").sample(at: index)) }
      }
      return try await group.reduce(into: [Int: Sample]()) { $0[$1.0] = $1.1 }
    }
    for index in 0..<8 {
      #expect(together[index]?.panorama == alone[index].panorama)
      #expect(together[index]?.depth == alone[index].depth)
    }
    #expect(Set(alone.map(\.name)).count == 8)
  }

  @Test func `the two looks have other pictures and the same distances`() throws {
    let photo = try source("seed=3").sample(at: 1)
    let synthetic = try source("seed=3,look=synthetic").sample(at: 1)
    #expect(photo.depth == synthetic.depth)
    #expect(photo.panorama != synthetic.panorama)
  }

  @Test func `other seeds give other rooms`() throws {
    #expect(try source("seed=1").sample(at: 0).depth != source("seed=2").sample(at: 0).depth)
  }

  @Test func `nearly every pixel has a distance beyond the camera's clearance`() throws {
    let source = try source("seed=5")
    for index in 0..<18 {
      let depth = try #require(try source.sample(at: index).depth)
      #expect(depth.validShare > 0.99, "sample \(index)")
      #expect(depth.values.allSatisfy { $0 == 0 || ($0 >= 0.399 && $0 < 60) }, "sample \(index)")
    }
  }

  @Test func `an address says what differs from the defaults, and refuses what it does not know`() throws {
    #expect(try RoomsAddress(parsing: "seed=7").uri == "rooms:seed=7")
    #expect(
      try RoomsAddress(parsing: "count=200,seed=7,look=synthetic").uri == "rooms:seed=7,count=200,look=synthetic")
    for wrong in ["seed=x", "count=0", "look=dark", "size=3", "seed"] {
      #expect(throws: ScenesError.badAddress(option: wrong)) { try RoomsAddress(parsing: wrong) }
    }
  }

  @Test func `partners see the same walls from 0.26 m to the right and above`() throws {
    let address = try RoomsAddress(parsing: "seed=4,count=2,partners=yes")
    #expect(address.uri == "rooms:seed=4,count=2,partners=yes" && address.hasPartners)
    let source = RoomsSource(address, width: 256, height: 128, quality: .draft)
    let sample = try source.sample(at: 1)
    let alone = try RoomsSource(RoomsAddress(parsing: "seed=4,count=2"), width: 256, height: 128, quality: .draft)
      .sample(at: 1)
    #expect(sample.depth == alone.depth && sample.panorama == alone.panorama && alone.partners == nil)
    let partners = try sample.stereo()
    let grid = EquirectangularGrid(width: 256, height: 128)
    for (view, place) in [(partners.right, SIMD3(0.26, 0, 0)), (partners.up, SIMD3(0, 0.26, 0))] {
      var agreeing = 0
      var known = 0
      for (pixel, distance) in try sample.label().values.enumerated() where distance > 0 {
        let direction = grid.direction(column: Double(pixel % 256), row: Double(pixel / 256))
        let there = direction * Double(distance) - place
        let at = grid.position(of: there)
        let seen = Double(view.depth.values[grid.nearestPixelIndex(column: at.column, row: at.row)])
        let expected = (there * there).sum().squareRoot()
        known += 1
        if abs(seen - expected) < 0.03 * expected { agreeing += 1 }
      }
      // The rest is hidden from there, or lies at an edge.
      #expect(agreeing > known * 8 / 10, "\(agreeing) of \(known)")
    }
    #expect(throws: ScenesError.self) { _ = try RoomsAddress(parsing: "partners=maybe") }
  }
}
