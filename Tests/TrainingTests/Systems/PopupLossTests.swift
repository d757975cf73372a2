// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaSphere
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  /// The loss of planes and their boundaries against PyTorch and a box room.
  struct PopupLossTests {
    private let map = LossMap(width: 64, height: 32)

    private func leaves(_ truth: [Double]) -> [(name: String, numbers: [Double], shape: [Int])] {
      let factors = LossFixture.numbers("popup.depth", 2048, from: 0.8, to: 1.25)
      let vectors = LossFixture.numbers("popup.normals", 3 * 2048, from: -1, to: 1)
      let lengths = (0..<2048).map { pixel in
        (0..<3).reduce(0) { $0 + vectors[$1 * 2048 + pixel] * vectors[$1 * 2048 + pixel] }.squareRoot()
      }
      return [
        ("depth", zip(truth, factors).map { max($0, 0.5) * $1 }, [1, 1, 32, 64]),
        ("normals", vectors.indices.map { vectors[$0] / lengths[$0 % 2048] }, [1, 3, 32, 64]),
        ("boundary", LossFixture.numbers("popup.boundary", 2048, from: 0.05, to: 0.95), [1, 1, 32, 64]),
      ]
    }

    @Test func valueAndGradientsAreThoseOfPyTorch() throws {
      let fixture = try LossFixture()
      let numbers = try fixture.doubles("popup/truth")
      let truth = try map.tensor(numbers)
      try fixture.expect("popup", of: leaves(numbers)) {
        try PopupLoss()(depth: $0[0], normals: $0[1], boundary: $0[2], truth: truth).total
      }
    }

    @Test func boundariesAreThoseOfPyTorch() throws {
      let fixture = try LossFixture()
      let truth = try TrueDepth(map.tensor(fixture.doubles("popup/truth")), maximumDepth: 8)
      let targets = try PopupTargets(truth, frame: SphereFrame(like: truth.depth))
      let label = try fixture.doubles("popup/label")
      #expect(try targets.boundary.doubles() == label)
      #expect(label.contains(0) && label.contains(1))
    }

    @Test func itsGradientsAreExact() throws {
      let numbers = try LossFixture().doubles("popup/truth")
      let (truth, leaves) = (try map.tensor(numbers), leaves(numbers))
      let tensors = try leaves.map { try Tensor(doubles: $0.numbers, shape: $0.shape) }
      // The largest error, of which the threshold is made, must not be that of a pixel that moves.
      let errors = zip(leaves[0].numbers, numbers).map { $1 > 0 ? abs($0 - $1) : 0 }
      let largest = try #require(errors.indices.max { errors[$0] < errors[$1] })
      for (index, leaf) in leaves.enumerated() {
        let step = 41 + (largest % 41 == 0 ? 2 : 0)
        try expectExactGradient(at: leaf.numbers, shape: leaf.shape, every: step) { moved in
          var all = tensors
          all[index] = moved
          return try PopupLoss()(depth: all[0], normals: all[1], boundary: all[2], truth: truth).total
        }
      }
    }

    @Test func theFrameOfThePixelsIsThatOfTheCamera() throws {
      // Normals of a room's walls, found in pixels' own frames, lie along the camera's axes.
      let large = LossMap(width: 128, height: 64)
      let truth = try TrueDepth(large.tensor(large.room()), maximumDepth: 8)
      let targets = try PopupTargets(truth, frame: SphereFrame(like: truth.depth))
      let grid = EquirectangularGrid(width: 128, height: 64)
      let (normals, boundary) = (try targets.normals.doubles(), try targets.boundary.doubles())
      let count = 128 * 64
      var flat = 0
      for pixel in 0..<count where boundary[pixel] == 0 {
        let wall = BoxRoom.example.hit(grid.direction(column: Double(pixel % 128), row: Double(pixel / 128))).wall
        let normal = BoxRoom.example.normal(ofWall: wall)
        #expect((0..<3).allSatisfy { abs(normals[$0 * count + pixel] - normal[$0]) < 1e-9 })
        flat += 1
      }
      #expect(Double(flat) / Double(count) > 0.6)
    }

    @Test func boundariesAreWhereWallsMeet() throws {
      let large = LossMap(width: 128, height: 64)
      let truth = try TrueDepth(large.tensor(large.room()), maximumDepth: 8)
      let boundary = try PopupTargets(truth, frame: SphereFrame(like: truth.depth)).boundary.doubles()
      let walls = BoxRoom.example.walls(EquirectangularGrid(width: 128, height: 64))
      for row in 1..<63 {
        for column in 0..<127 where walls[row * 128 + column] != walls[row * 128 + column + 1] {
          #expect(boundary[row * 128 + column] == 1 && boundary[row * 128 + column + 1] == 1)
        }
      }
    }

    @Test func theTruthCostsNothingBesideItsBoundaries() throws {
      let truth = try map.tensor(map.room())
      let known = try TrueDepth(truth, maximumDepth: 8)
      let targets = try PopupTargets(known, frame: SphereFrame(like: truth))
      let terms = try PopupLoss()(
        depth: truth, normals: targets.normals, boundary: targets.boundary, truth: truth)
      #expect(terms.terms.map(\.name) == ["depth", "normal", "boundary", "plane"])
      for term in terms.terms { #expect(abs(try term.value.doubles()[0]) < 1e-9, "\(term.name)") }
      // A room a tenth too large lies off the true planes, by steps along its walls that do not lie in them: none.
      let larger = try PopupLoss()(
        depth: truth.multiplied(by: 1.1), normals: targets.normals, boundary: targets.boundary, truth: truth)
      #expect(try larger.terms[3].value.doubles()[0] < 1e-9)
      #expect(try larger.terms[0].value.doubles()[0] > 0.1)
    }
  }
#endif
