// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaSphere
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  /// N and L_normal against closed forms and the normals that `Sphere` works out point by point.
  struct NormalLossTests {
    private let map = LossMap(width: 64, height: 32)

    private func normals(_ distances: [Double]) throws -> [Double] {
      let map = try map.tensor(distances)
      return try SurfaceNormals(of: map)(Stencil(of: map)).doubles()
    }

    /// The components of a vector along east, north and outward of a pixel.
    private func local(_ vector: SIMD3<Double>, _ index: Int) -> SIMD3<Double> {
      let grid = EquirectangularGrid(width: map.width, height: map.height)
      let longitude = grid.longitude(column: Double(index % map.width))
      let latitude = grid.latitude(row: Double(index / map.width))
      let east = SIMD3(cos(longitude), 0, sin(longitude))
      let north = SIMD3(-sin(latitude) * sin(longitude), cos(latitude), sin(latitude) * cos(longitude))
      let outward = grid.direction(column: Double(index % map.width), row: Double(index / map.width))
      return SIMD3((vector * east).sum(), (vector * north).sum(), (vector * outward).sum())
    }

    private func component(_ normals: [Double], _ index: Int) -> SIMD3<Double> {
      let count = map.width * map.height
      return SIMD3(normals[index], normals[count + index], normals[2 * count + index])
    }

    @Test func normalsOfABoxRoomAreThoseOfItsWallsInEveryRow() throws {
      let room = BoxRoom.example
      let grid = EquirectangularGrid(width: map.width, height: map.height)
      let walls = room.walls(grid)
      let normals = try normals(map.room(room))
      var rows = Set<Int>()
      for index in walls.indices {
        let (row, column) = (index / map.width, index % map.width)
        let around = [(-1, 0), (1, 0), (0, -1), (0, 1)].map { grid.wrapped(column: column + $0.0, row: row + $0.1) }
        guard around.allSatisfy({ walls[$0.row * map.width + $0.column] == walls[index] }) else { continue }
        rows.insert(row)
        let error = component(normals, index) - local(room.normal(ofWall: walls[index]), index)
        #expect((error * error).sum().squareRoot() < 1e-9, "row \(row), column \(column)")
      }
      #expect(rows.contains(0) && rows.contains(map.height - 1) && rows.count > map.height / 2)
    }

    @Test func normalsAreThoseThatTheSphereWorksOutPointByPoint() throws {
      let distances = map.prediction(seed: 4).map { Double(Float($0)) }
      let normals = try normals(distances)
      let grid = EquirectangularGrid(width: map.width, height: map.height)
      let reference = grid.normals(ofDepth: distances.map { Float($0) })
      for index in distances.indices {
        let vector = SIMD3(
          Double(reference[3 * index]), Double(reference[3 * index + 1]), Double(reference[3 * index + 2]))
        let error = component(normals, index) - local(vector, index)
        // The reference is rounded to single precision.
        #expect((error * error).sum().squareRoot() < 1e-6, "pixel \(index)")
      }
    }

    @Test func normalsFaceTheCameraAlsoWhereDistancesHaveBothSigns() throws {
      let count = map.width * map.height
      var random = SeededGenerator(seed: 2)
      let normals = try normals(random.normals(count).map { Double($0) })
      #expect((0..<count).allSatisfy { normals[2 * count + $0] <= 0 })
    }

    @Test func aMapInAnotherUnitHasTheSameNormals() throws {
      let truth = try map.tensor(map.room())
      let (rule, region) = (try SurfaceNormals(of: truth), try Region(map { _, _ in 1 }))
      let normals = try rule(Stencil(of: truth))
      let scaled = try rule(Stencil(of: truth.multiplied(by: 1.1)))
      #expect(try normalLoss(predicted: scaled, target: normals, over: region).doubles()[0] < 1e-20)
      let wrong = try rule(Stencil(of: map.tensor(map.prediction(seed: 1))))
      #expect(try normalLoss(predicted: wrong, target: normals, over: region).doubles()[0] > 0.1)
    }

    @Test func theLossIsTwoLessTwiceTheCosine() throws {
      let (width, height) = (4, 2)
      let region = try Region(Tensor(doubles: Array(repeating: 1, count: 8), shape: [1, 1, height, width]))
      func normals(_ vector: SIMD3<Double>) throws -> Tensor {
        try Tensor(
          doubles: (0..<3).flatMap { Array(repeating: vector[$0], count: 8) }, shape: [1, 3, height, width])
      }
      let tilted = try normals(SIMD3(sin(0.3), 0, -cos(0.3)))
      let straight = try normals(SIMD3(0, 0, -1))
      #expect(
        abs(try normalLoss(predicted: tilted, target: straight, over: region).doubles()[0] - (2 - 2 * cos(0.3))) < 1e-12
      )
      let opposite = try normals(SIMD3(0, 0, 1))
      #expect(abs(try normalLoss(predicted: opposite, target: straight, over: region).doubles()[0] - 4) < 1e-12)
    }

    @Test func pixelsCountByTheSolidAngleTheySeeUnlessToldOtherwise() throws {
      let truth = try map.tensor(map.room())
      let predicted = try map.tensor(map.prediction(seed: 3))
      let mask = try TrueDepth(truth, maximumDepth: 10).smooth().doubles()
      let (right, wrong) = (try normals(map.room()), try normals(map.prediction(seed: 3)))
      let grid = EquirectangularGrid(width: map.width, height: map.height)
      func byHand(_ weight: (Int) -> Double) -> Double {
        var (sum, total) = (0.0, 0.0)
        for index in mask.indices where mask[index] == 1 {
          let difference = component(right, index) - component(wrong, index)
          sum += weight(index / map.width) * (difference * difference).sum()
          total += weight(index / map.width)
        }
        return sum / total
      }
      func value(_ weights: LatitudeWeights) throws -> Double {
        var settings = LossSettings()
        settings.latitudeWeights = weights
        (settings.depthWeight, settings.smoothWeight, settings.normalWeight) = (0, 0, 1)
        return try DataLoss(settings)(predictions: [predicted], depth: truth, step: 0).total.doubles()[0]
      }
      let (plain, bySolidAngle) = (byHand { _ in 1 }, byHand { cos(grid.latitude(row: Double($0))) })
      #expect(abs(plain - bySolidAngle) > 1e-3)
      #expect(abs(try value(.none) - plain) < 1e-12)
      #expect(abs(try value(.normal) - bySolidAngle) < 1e-12)
      #expect(abs(try value(.all) - bySolidAngle) < 1e-12)
    }

    @Test func itsGradientIsExact() throws {
      let truth = try TrueDepth(map.damagedRoom(), maximumDepth: 10)
      let supervision = try NormalSupervision(
        truth, region: Region(truth.smooth(), latitudes: Latitudes(of: truth.depth)))
      try map.expectExactGradient(at: map.prediction(seed: 6), every: 17) {
        try supervision.loss(of: PredictedDepth($0))
      }
    }
  }
#endif
