// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaEvaluation
import RotundaSphere
import Testing

@Suite struct PerspectiveDepthTests {
  /// Networks' training focal lengths in pixels of the input, sizes of a face, and the factors to three digits.
  ///
  /// Laina: 259.4 px on NYU at 320 columns; Liu and Lee (BTS): 518.86 px on NYU; Yin (VNL): 519 px; Godard: 721.5 px on
  /// KITTI's 1242 columns, which its input's width stands for.
  private static let networks: [(focal: Double, size: Int, factor: Double, digits: Double)] = [
    (259.4, 228, 0.44, 0.005), (259.4, 512, 0.99, 0.005), (518.86, 480, 0.46, 0.005), (519, 385, 0.371, 0.0005),
    (256 * 721.5 / 1242, 256, 0.86, 0.005),
  ]

  @Test func `the focal length corrects distances as the known networks need it`() {
    for network in Self.networks {
      let view = PanoramaViews.cube(size: network.size).views[0]
      let depth = KindOnly(trainingFocalLength: network.focal)
      #expect(abs(depth.focalCorrection(for: view) - network.factor) <= network.digits)
      #expect(abs(depth.focalCorrection(for: view) - Double(network.size) / 2 / network.focal) < 1e-12)
      #expect(KindOnly().focalCorrection(for: view) == 1)
    }
  }

  @Test func `a wider face has a shorter focal length`() {
    let view = PanoramaViews.cube(size: 480, fieldOfView: 100 * .pi / 180).views[0]
    // tan 50 degrees.
    let expected = 240 / 1.191753592594210 / 518.86
    #expect(abs(KindOnly(trainingFocalLength: 518.86).focalCorrection(for: view) - expected) < 1e-12)
  }

  @Test func `every kind of number becomes the same ray distances`() {
    // A wall 2.5 m ahead; the corner's pixel of four has u = v = 3/4.
    let view = PanoramaViews.cube(size: 4).views[5]
    let rays = (0..<16).map { pixel in
      let (u, v) = (Double(2 * (pixel % 4) - 3) / 4, Double(3 - 2 * (pixel / 4)) / 4)
      return (1 + u * u + v * v).squareRoot()
    }
    let kinds: [(PerspectiveDepthKind, (Double) -> Double)] = [
      (.zDepth, { _ in 2.5 }), (.rayDistance, { 2.5 * $0 }), (.inverseZDepth(farthest: 80), { _ in 0.4 }),
      (.logarithmicZDepth, { _ in log(2.5) }),
    ]
    for (kind, value) in kinds {
      for (focal, factor) in [(nil, 1.0), (4.0, 0.5)] {
        let network = KindOnly(kind: kind, trainingFocalLength: focal)
        let map = PerspectiveMap(width: 4, height: 4, values: rays.map { Float(value($0)) })
        for (distance, ray) in zip(network.distances(from: map, in: view).values, rays) {
          #expect(abs(Double(distance) - 2.5 * ray * factor) < 1e-5)
        }
      }
    }
  }

  @Test func `what is no distance is a hole, and a disparity of zero the farthest distance`() {
    let view = PanoramaViews.cube(size: 4).views[0]
    func distances(_ kind: PerspectiveDepthKind, _ values: [Float]) -> [Float] {
      let map = PerspectiveMap(width: values.count, height: 1, values: values)
      return KindOnly(kind: kind).distances(from: map, in: view).values
    }
    #expect(distances(.zDepth, [0, -2, .nan, .infinity]) == [0, 0, 0, 0])
    #expect(distances(.logarithmicZDepth, [.nan, .infinity, -.infinity]) == [0, 0, 0])
    #expect(distances(.inverseZDepth(farthest: 80), [0, -1, 1e-9]).allSatisfy { abs($0 / 80 - 1) < 0.25 && $0 >= 80 })
    #expect(distances(.inverseZDepth(farthest: 80), [.nan, .infinity]) == [0, 0])
  }
}
