// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaDatasets
import RotundaEvaluation
import RotundaImaging
import RotundaSphere
import RotundaTestSupport
import Testing

/// A network for pictures whose brightness is the ray distance, 6 m being white.
private struct ReadsBrightness: PerspectiveDepth {
  let name = "brightness"
  let fingerprint = "1"
  let kind: PerspectiveDepthKind
  let trainingFocalLength: Double?

  func map(of picture: PerspectivePicture) async -> PerspectiveMap {
    // As a network does that was trained at another focal length: things look smaller, so it takes them for farther.
    let mistake = trainingFocalLength.map { $0 / picture.focalLength } ?? 1
    let values = (0..<picture.size * picture.size).map { pixel in
      let u = (Double(pixel % picture.size) + 0.5 - Double(picture.size) / 2) / picture.focalLength
      let v = (Double(pixel / picture.size) + 0.5 - Double(picture.size) / 2) / picture.focalLength
      let distance = 6 * Double(picture.values[pixel]) * mistake
      let zDepth = distance / (1 + u * u + v * v).squareRoot()
      return switch kind {
      case .zDepth: Float(zDepth)
      case .rayDistance: Float(distance)
      case .inverseZDepth: Float(1 / zDepth)
      case .logarithmicZDepth: Float(log(zDepth))
      }
    }
    return PerspectiveMap(width: picture.size, height: picture.size, values: values)
  }
}

@Suite struct CubeMapPredictorTests {
  private static let grid = EquirectangularGrid(width: 256, height: 128)
  private static let room = FurnishedRoom.example
  private static let truth = DepthMap(width: 256, height: 128, values: room.depth(grid))
  private static let sample = Sample(
    name: "room",
    panorama: Panorama(
      width: 256, height: 128,
      pixels: truth.values.flatMap { Array(repeating: UInt8(($0 / 6 * 255).rounded()), count: 3) }),
    depth: truth)
  private static let kinds: [PerspectiveDepthKind] = [
    .zDepth, .rayDistance, .inverseZDepth(farthest: 50), .logarithmicZDepth,
  ]

  @Test(arguments: kinds) func `a network that sees distances gives them back`(
    kind: PerspectiveDepthKind
  ) async throws {
    let counts = Self.room.isOffEdges(Self.grid, radius: 2)
    for views in [PanoramaViews.cube(size: 64), .cube(size: 72, fieldOfView: 1.7), .icosahedron(size: 64)] {
      for merge in ViewMerge.allCases {
        let network = ReadsBrightness(kind: kind, trainingFocalLength: 100)
        let depth = try await CubeMapPredictor(depth: network, views: views, merge: merge).depth(of: Self.sample)
        let errors = relativeErrors(depth.values, Self.truth.values, counting: counts)
        // Half a step of brightness is 12 mm, which is 0.6 % of 2 m; a turned or mirrored face errs by tens of per cent.
        #expect(errors[errors.count / 2] < 0.006 && errors[errors.count * 95 / 100] < 0.03)
      }
    }
  }

  @Test func `scales that need the truth are refused where there is none`() async throws {
    let unlabelled = Sample(name: "photo", panorama: Self.sample.panorama, depth: nil)
    let network = ReadsBrightness(kind: .zDepth, trainingFocalLength: nil)
    let views = PanoramaViews.cube(size: 16)
    for scaling in ViewScaling.allCases {
      let predictor = CubeMapPredictor(depth: network, views: views, scaling: scaling)
      switch scaling {
      case .raw: #expect(try await predictor.depth(of: unlabelled).width == 256)
      case .perPanorama, .perView:
        await #expect(throws: DatasetsError.self) { try await predictor.depth(of: unlabelled) }
      }
    }
  }

  @Test func `whatever changes a prediction changes the fingerprint, and names tell predictors apart`() {
    let wide = PanoramaViews.cube(size: 16, fieldOfView: 1.7)
    let predictors = [16, 32].flatMap { size in
      [PanoramaViews.cube(size: size), .icosahedron(size: size)].flatMap { views in
        ViewMerge.allCases.flatMap { merge in
          ViewScaling.allCases.map { scaling in
            CubeMapPredictor(depth: KindOnly(), views: views, merge: merge, scaling: scaling)
          }
        }
      }
    }
    let others = [
      CubeMapPredictor(depth: KindOnly(trainingFocalLength: 5), views: .cube(size: 16)),
      CubeMapPredictor(depth: KindOnly(kind: .rayDistance), views: .cube(size: 16)),
      CubeMapPredictor(depth: KindOnly(fingerprint: "other"), views: .cube(size: 16)),
      CubeMapPredictor(depth: KindOnly(), views: wide),
    ]
    #expect(Set((predictors + others).map(\.fingerprint)).count == predictors.count + others.count)
    #expect(Set(predictors.map(\.name)).count == predictors.count / 2)
    #expect(predictors[0].name == "kind (cube, hard, raw)")
  }
}
