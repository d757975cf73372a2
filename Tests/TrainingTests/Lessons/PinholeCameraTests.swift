// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaDatasets
  import RotundaNetworks
  import RotundaSphere
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  @Suite struct PinholeCameraTests {
    private func camera(_ family: Architecture.Family, size: Int = 64, focal: Double = 0.5) throws -> PinholeCamera {
      var settings = TrainingSettings()
      settings.architecture = "\(family.rawValue)-w8"
      (settings.width, settings.height) = (size, size)
      var system = SystemSettings()
      system.focalLength = focal
      settings.system = system
      return try PinholeCamera(settings, network: Architecture(family, widthDivisor: 8).network, device: .cpu)
    }

    private let source = RoomPairs(count: 1, width: 1024)

    @Test func depthsOfAViewAreThoseOfItsWallsAlongTheAxis() throws {
      let camera = try camera(.bts)
      let sample = try source.sample(at: 0)
      for draw in 0..<6 {
        let view = camera.view(draw: draw)
        let depths = try camera.depth(of: sample.label(), from: view)
        var errors: [Double] = []
        for (pixel, depth) in depths.enumerated() {
          let (right, above) = PerspectiveView.coordinates(column: pixel % 64, row: pixel / 64, width: 64, height: 64)
          let direction = view.direction(right: right, above: above)
          let length = (direction * direction).sum().squareRoot()
          // The ray ends on the plane at distance 1: depth along the axis is distance over its length.
          let expected = RoomPairs.room.hit(direction / length).distance / length
          errors.append(abs(Double(depth) - expected) / expected)
        }
        #expect(errors.sorted()[errors.count * 95 / 100] < 2e-3)
      }
    }

    @Test func viewsCoverTheSphereAndAreFunctionsOfTheirNumber() throws {
      let camera = try camera(.bts)
      let views = (0..<600).map { camera.view(draw: $0) }
      #expect(views[7] == camera.view(draw: 7) && views[7] != views[8])
      // A third of a sphere lies within 19.47 degrees of the horizon, a sixth above 41.8 degrees.
      let heights = views.map(\.forward.y)
      #expect(abs(Double(heights.count { abs($0) < 1.0 / 3 }) / 600 - 1.0 / 3) < 0.06)
      #expect(abs(Double(heights.count { $0 > 2.0 / 3 }) / 600 - 1.0 / 6) < 0.05)
      // No camera is rolled.
      #expect(views.allSatisfy { abs($0.right.y) < 1e-12 && $0.up.y > -1e-12 })
    }

    @Test func focalLengthsAreThoseOfTheSettingsOrThePublishedWeights() throws {
      #expect(abs(try camera(.bts, focal: 0.8).focalLength - 51.2) < 1e-9)
      var settings = TrainingSettings()
      (settings.width, settings.height) = (240, 240)
      let network = Architecture(.bts, widthDivisor: 8).network
      // 518.8579 pixels at 480.
      #expect(abs(try PinholeCamera(settings, network: network, device: .cpu).focalLength - 259.42895) < 1e-4)
      #expect(throws: TrainingError.self) {
        _ = try PinholeCamera(settings, network: Architecture(.rectnet).network, device: .cpu)
      }
    }

    /// The depth of a point of the left picture at column x is found in the right one at x - f b / z.
    @Test func stereoPairsAreRectified() throws {
      let camera = try camera(.monodepthvgg)
      let sample = try source.sample(at: 0)
      let right = try sample.stereo().right
      var seen: Set<Bool> = []
      for draw in 0..<8 {
        let (view, isBackward) = camera.stereoView(draw: draw)
        seen.insert(isBackward)
        let own = try camera.depth(of: sample.label(), from: view)
        let other = camera.depth(of: right.depth, from: view)
        let (left, partner) = isBackward ? (other, own) : (own, other)
        var errors: [Double] = []
        for row in 0..<64 {
          for column in 0..<64 {
            let depth = Double(left[row * 64 + column])
            let place = Double(column) - camera.focalLength * 0.26 / depth
            guard place >= 0 else { continue }
            let (first, share) = (Int(place), place - place.rounded(.down))
            let found =
              Double(partner[row * 64 + first]) * (1 - share) + Double(partner[row * 64 + min(first + 1, 63)]) * share
            errors.append(abs(found - depth) / depth)
          }
        }
        #expect(errors.count > 1500 && errors.sorted()[errors.count * 9 / 10] < 0.01)
      }
      #expect(seen.count == 2)
    }
  }
#endif
