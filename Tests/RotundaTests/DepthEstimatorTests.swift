// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaNetworks
import RotundaScenes
import RotundaSphere
import RotundaTestSupport
import Synchronization
import Testing

@testable import Rotunda

/// The public library: panorama in, metres out.
struct DepthEstimatorTests {
  private static let size = Extent(height: 64, width: 128)

  /// A small network with random weights: what it predicts has no meaning, but all that surrounds it has.
  private func estimator(accuracy: Accuracy = .high) throws -> DepthEstimator {
    let architecture = Architecture(.rectnet, widthDivisor: 8, padding: .sphere)
    var weights = Weights.initialised(for: architecture.network, seed: 5, scheme: .variancePreserving)
    weights.arrays["prediction1.bias"]?.values = [3]
    return try DepthEstimator(
      weights: .weights(weights.labelled(as: architecture, inputSize: Self.size), name: "random"), threads: 1,
      accuracy: accuracy)
  }

  private func room(width: Int = 256) throws -> Panorama {
    try RoomsSource(RoomsAddress(seed: 12), width: width, height: width / 2).sample(at: 1).panorama
  }

  @Test func depthLiesOnThePanoramasOwnGrid() async throws {
    let depth = try await estimator().depth(of: room())
    #expect(depth.width == 256 && depth.height == 128)
    #expect(depth.validShare == 1)
  }

  @Test func theBuiltInWeightsSeeARoom() async throws {
    let estimator = try DepthEstimator(weights: .builtin)
    #expect(estimator.weightsSHA256?.count == 64)
    let sample = try RoomsSource(RoomsAddress(seed: 991), width: 512, height: 256).sample(at: 3)
    let depth = try await estimator.depth(of: sample.panorama)
    var error = 0.0
    for (predicted, truth) in zip(depth.values, try sample.label().values) {
      error += Double(abs(predicted - truth) / truth)
    }
    #expect(error / Double(depth.values.count) < 0.5)
  }

  @Test func sizesAreAsAsked() async throws {
    let estimator = try estimator()
    var options = PredictionOptions()
    options.size = .network
    let small = try await estimator.prediction(of: room(), options: options).depth
    #expect(small.width == 128 && small.height == 64)
    options.size = .exact(Extent(height: 100, width: 200))
    let odd = try await estimator.prediction(of: room(), options: options).depth
    #expect(odd.width == 200 && odd.height == 100)
  }

  @Test func whatThePhotoDoesNotCoverIsInvalid() async throws {
    var photo = try room()
    photo.coverage = (0..<256 * 128).map { $0 / 256 < 100 ? 1 : 0 }
    let depth = try await estimator().depth(of: photo)
    #expect(depth[column: 10, row: 99] > 0 && depth[column: 10, row: 100] == 0)
  }

  @Test func turningThePhotoTurnsTheDepth() async throws {
    // Turned pixels fall into other tiles of the engine's filters: two results, each within the bound of the exact ones.
    let estimator = try estimator(accuracy: .exact)
    let grid = EquirectangularGrid(width: 256, height: 128)
    let photo = try room()
    // Eight columns of the photo are four of the network's, by which it commutes.
    let turned = Panorama(width: 256, height: 128, pixels: grid.rolled(photo.pixels, channels: 3, by: 8))
    let depth = try await estimator.depth(of: photo)
    let depthOfTurned = try await estimator.depth(of: turned)
    #expect(relativeToMaximum(depthOfTurned.values, grid.rolled(depth.values, by: 8)) <= 2 * Accuracy.exact.bound)
  }

  @Test func aLevelledPhotoIsPredictedLevelAndItsDepthLiesOnThePhoto() async throws {
    let estimator = try estimator()
    var options = PredictionOptions()
    options.size = .network
    let level = try room(width: 512)
    let expected = try await estimator.prediction(of: level, options: options).depth
    // The camera is pitched and rolled: its photo reads the level panorama at pose * direction.
    let pose = Rotation.pitch(0.15) * .roll(-0.1)
    let grid = EquirectangularGrid(width: 512, height: 256)
    let tilted = Panorama(width: 512, height: 256, pixels: grid.rotated(level.pixels, channels: 3, by: pose))
    options.pose = pose
    let depth = try await estimator.prediction(of: tilted, options: options).depth
    // Where the photo looks along d, its depth is the level map's at pose * d.
    let small = EquirectangularGrid(width: 128, height: 64)
    var differences: [Float] = []
    for row in 8..<56 {
      for column in 0..<128 {
        let direction = pose * small.direction(column: Double(column), row: Double(row))
        let position = small.position(of: direction)
        let truth = expected.values[small.nearestPixelIndex(column: position.column, row: position.row)]
        differences.append(abs(depth[column: column, row: row] - truth) / truth)
      }
    }
    // Two resamplings blur; a wrong sign of either angle gives several times this.
    #expect(differences.sorted()[differences.count / 2] < 0.03)
  }

  @Test func anEnsembleIsTheMedianOfTurnedPassesAndTellsItsSpread() async throws {
    let estimator = try estimator()
    var options = PredictionOptions()
    options.size = .network
    let single = try await estimator.prediction(of: room(), options: options)
    #expect(single.spread == nil)
    options.ensemble = 3
    let reports = Mutex<[Double]>([])
    let several = try await estimator.prediction(of: room(), options: options) { share in
      reports.withLock { $0.append(share) }
    }
    #expect(reports.withLock { $0 } == [1.0 / 3, 2.0 / 3, 1])
    let spread = try #require(several.spread)
    #expect(spread.validShare == 1)
    // Two columns of the photo are one of the network's.
    let photo = try room()
    let wide = EquirectangularGrid(width: 256, height: 128)
    let narrow = EquirectangularGrid(width: 128, height: 64)
    options.ensemble = 1
    var passes: [[Float]] = []
    for shift in [0, 41, 86] {
      let turned = Panorama(width: 256, height: 128, pixels: wide.rolled(photo.pixels, channels: 3, by: -2 * shift))
      let depth = try await estimator.prediction(of: turned, options: options).depth
      passes.append(narrow.rolled(depth.values, by: shift))
    }
    let median = passes[0].indices.map { index in passes.map { $0[index] }.sorted()[1] }
    #expect(relativeToMaximum(several.depth.values, median) < 1e-5)
    #expect(relativeToMaximum(several.depth.values, single.depth.values) > 0.01)
  }

  @Test func theCamerasHeightScalesTheDepthOrIsRefused() async throws {
    let estimator = try DepthEstimator(weights: .builtin)
    var options = PredictionOptions()
    options.size = .network
    let panorama = try RoomsSource(RoomsAddress(seed: 991), width: 512, height: 256).sample(at: 3).panorama
    let plain = try await estimator.prediction(of: panorama, options: options)
    options.cameraHeight = 3.2
    let scaled = try await estimator.prediction(of: panorama, options: options)
    guard case .cameraHeight(_, let factor, let floor) = scaled.scale else {
      Issue.record("the scale is not the camera's height")
      return
    }
    #expect(abs(factor * floor.cameraHeight - 3.2) < 1e-4)
    #expect(floor.inlierFraction > 0.3)
    #expect(relativeToMaximum(scaled.depth.values, plain.depth.values.map { $0 * Float(factor) }) < 1e-5)
    #expect(abs(try FloorFit.fit(scaled.depth).cameraHeight - 3.2) < 0.05)
  }

  @Test func aCancelledTaskStops() async throws {
    let estimator = try estimator()
    let panorama = try room()
    let task = Task {
      var options = PredictionOptions()
      options.ensemble = 64
      return try await estimator.prediction(of: panorama, options: options) { _ in
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func passesDifferInTheRemainderThatTheNetworkSees() {
    let passes = EnsemblePass.passes(8, width: 256)
    #expect(passes.map { $0.shift % 4 } == [0, 1, 2, 3, 0, 1, 2, 3])
    #expect(passes.map(\.mirrored) == [false, false, false, false, true, true, true, true])
    #expect(passes[0] == EnsemblePass(shift: 0, mirrored: false))
    let shape = Network.MapShape(channels: 2, height: 2, width: 256)
    let map = FeatureMap(shape: shape, values: (0..<1024).map(Float.init))
    for pass in passes { #expect(pass.undone(pass.shown(map)) == map) }
    #expect(passes[1].shown(map).values[32 + 1] == map.values[0])
  }

  @Test func theMedianAndTheSpreadAreThoseOfTheMiddleTwoThirds() {
    let statistics = EnsembleStatistics([[1], [2], [9], [3], [4], [5]])
    #expect(statistics.median == [3.5])
    // One of six is left out at each end: from 2 to 5.
    #expect(statistics.spread == [1.5])
  }
}
