// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  /// View synthesis against PyTorch, closed forms and a room whose other views are known.
  struct ViewSynthesisTests {
    // MARK: PyTorch

    private typealias View = ViewSynthesisLoss.View

    /// Two images of one kind, `[2, C, 16, 32]`.
    private func pair(_ name: String, channels: Int, from low: Double = 0, to high: Double = 1) throws -> Tensor {
      let numbers = (0..<2).flatMap {
        LossFixture.numbers("views.\(name)\($0)", channels * 512, from: low, to: high).map { max(0, $0) }
      }
      return try Tensor(doubles: numbers, shape: [2, channels, 16, 32])
    }

    private func view(_ name: String) throws -> View {
      try View(picture: pair(name, channels: 3), depth: pair("\(name)depth", channels: 1, from: -2.5, to: 22.5))
    }

    private func evidence(_ kind: String) throws -> ViewSynthesisLoss.Evidence {
      switch kind {
      case "vertical": .vertical(up: try view("up"))
      case "horizontal": .horizontal(right: try view("right"))
      case "trinocular": .trinocular(right: try view("right"), up: try view("up"), upShare: 0.8)
      default: .supervised(depth: try pair("depth", channels: 1, from: -2.5, to: 22.5))
      }
    }

    private let predicted = LossFixture.numbers("views.predicted", 2 * 512, from: 0.8, to: 4)

    @Test(arguments: ["vertical", "horizontal", "trinocular", "supervised"], [false, true])
    func valueAndGradientsAreThoseOfPyTorch(kind: String, faithful: Bool) throws {
      let (picture, evidence) = (try pair("picture", channels: 3), try evidence(kind))
      try LossFixture().expect(
        "views.\(kind).\(faithful ? "published" : "mended")", of: [("depth", predicted, [2, 1, 16, 32])]
      ) {
        try ViewSynthesisLoss(faithful: faithful)(predicted: $0[0], picture: picture, by: evidence).total
      }
    }

    @Test(arguments: ["vertical", "horizontal", "trinocular"]) func itsGradientIsExact(kind: String) throws {
      let (picture, evidence) = (try pair("picture", channels: 3), try evidence(kind))
      try expectExactGradient(at: predicted, shape: [2, 1, 16, 32], every: 23, delta: 1e-7) {
        try ViewSynthesisLoss()(predicted: $0, picture: picture, by: evidence).total
      }
    }

    @Test func singlePrecisionIsNearDoubleAlsoAtThePoles() throws {
      func result(_ type: NumberType) throws -> (value: Double, gradient: [Double]) {
        func of(_ tensor: Tensor) throws -> Tensor { try tensor.moved(to: .cpu, as: type) }
        func of(_ view: View) throws -> View { View(picture: try of(view.picture), depth: try of(view.depth)) }
        let depth = try of(Tensor(doubles: predicted, shape: [2, 1, 16, 32])).detached()
        try depth.track()
        let total = try ViewSynthesisLoss()(
          predicted: depth, picture: of(pair("picture", channels: 3)),
          by: .trinocular(right: of(view("right")), up: of(view("up")), upShare: 0.8)
        ).total
        try total.backward()
        return (try total.doubles()[0], try #require(try depth.gradient()).doubles())
      }
      let (single, double) = (try result(.float32), try result(.float64))
      #expect(abs(single.value - double.value) < 1e-5 * double.value)
      let largest = double.gradient.map(abs).max() ?? 0
      #expect(zip(single.gradient, double.gradient).allSatisfy { abs($0 - $1) < 1e-3 * largest })
    }

    // MARK: Closed forms

    private let width = 64
    private let height = 32

    private func map(_ value: (Int, Int) -> Double) throws -> Tensor {
      try Tensor(
        doubles: (0..<width * height).map { value($0 / width, $0 % width) }, shape: [1, 1, height, width])
    }

    @Test func aSphereOfConstantDistanceMovesByTheClosedForm() throws {
      // A spot of one pixel at (row, column) goes cos(theta) b h / (r pi) rows down in the view from above.
      let (row, column, distance, baseline) = (11, 20, 2.0, 0.5)
      let distances = try map { _, _ in distance }
      let sphere = try PublishedSphere(like: distances)
      let spot = try map { $0 == row && $1 == column ? 1 : 0 }
      // The neighbours' weights change where the spot's share lands, so they are seen by the sums of weights alone.
      let up = try SphericalDisparity.up(distances, on: sphere, baseline: baseline)
      let theta = Double.pi * Double(row) / 32 - .pi / 2
      let shift = cos(theta) * baseline / distance * 32 / .pi
      #expect(abs(try up.rows.doubles()[row * width + column] - shift) < 1e-12)
      #expect(try up.columns.magnitude().maximum().doubles()[0] == 0)
      let seen = try splatted(spot, distances: distances, by: up).doubles()
      let below = row + Int(shift)
      #expect(seen[below * width + column] > 0 && seen[(below + 1) * width + column] > 0)
      #expect(seen.enumerated().allSatisfy { $1 == 0 || ($0 % width == column && abs($0 / width - below) <= 1) })
      let right = try SphericalDisparity.right(distances, on: sphere, baseline: baseline, faithful: false)
      let phi = 2 * Double.pi * Double(column) / 64 - 3 * .pi / 2
      let scale = baseline / distance * 32 / .pi
      #expect(abs(try right.columns.doubles()[row * width + column] - sin(phi) / cos(theta) * scale) < 1e-12)
      #expect(abs(try right.rows.doubles()[row * width + column] - cos(phi) * sin(theta) * scale) < 1e-12)
      let stuck = try SphericalDisparity.right(distances, on: sphere, baseline: baseline, faithful: true)
      let (free, clamped) = (try right.rows.doubles(), try stuck.rows.doubles())
      #expect(zip(free, clamped).allSatisfy { $1 == max(0, $0) } && free.contains { $0 < -0.5 })
    }

    @Test func nearPointsHideFarOnes() throws {
      // The points of columns 10 and 12 meet in column 11, and the near one counts exp(2 (4 - 1) / 20) more. All others go
      // twenty to the right, 55 across the seam to 11 as well.
      let distances = try map { _, column in column == 10 ? 1 : 4 }
      let colours = try map { _, column in column == 10 ? 1 : 0.3 }
      let to = SphericalDisparity(
        columns: try map { _, column in column == 10 ? 1 : (column == 12 ? -1 : 20) }, rows: try map { _, _ in 0 })
      let seen = try splatted(colours, distances: distances, by: to).doubles()
      let (near, far) = (exp(-2 * 1.0 / 20), exp(-2 * 4.0 / 20))
      #expect(abs(seen[5 * width + 11] - (near + 2 * 0.3 * far) / (near + 2 * far)) < 1e-12)
      #expect(abs(seen[5 * width + 40] - 0.3) < 1e-12)
      // Nothing goes to columns that lie 20 after columns 10 and 12.
      #expect(seen[5 * width + 30] == 0 && seen[5 * width + 32] == 0)
    }

    @Test func identicalPicturesDoNotDiffer() throws {
      let picture = try pair("picture", channels: 3)
      #expect(try photometricDifference(picture, picture).magnitude().maximum().doubles()[0] < 1e-12)
      #expect(try photometricDifference(picture, pair("right", channels: 3)).maximum().doubles()[0] > 0.5)
    }

    // MARK: A room seen from three places

    /// The picture and the distances of a painted box room from a place, on the published sphere.
    private func photograph(from place: SIMD3<Double>, _ width: Int) throws -> View {
      let (height, room) = (width / 2, BoxRoom.example)
      let moved = BoxRoom(lower: room.lower - place, upper: room.upper - place)
      var (colours, distances) = (Array(repeating: 0.0, count: 3 * width * height), [Double]())
      for index in 0..<width * height {
        let phi = 2 * Double.pi * Double(index % width) / Double(width) - 3 * .pi / 2
        let theta = Double.pi * Double(index / width) / Double(height) - .pi / 2
        // Its x and y are our -x and -y.
        let look = SIMD3(cos(phi) * cos(theta), -sin(theta), sin(phi) * cos(theta))
        let distance = moved.hit(look).distance
        let point = place + distance * look
        for channel in 0..<3 {
          let wave = sin(2.1 * point.x + Double(channel)) * cos(1.7 * point.y) + sin(1.9 * point.z - Double(channel))
          colours[channel * width * height + index] = 0.5 + 0.2 * wave
        }
        distances.append(distance)
      }
      return View(
        picture: try Tensor(doubles: colours, shape: [1, 3, height, width]),
        depth: try Tensor(doubles: distances, shape: [1, 1, height, width]))
    }

    @Test func trueDistancesForeseeThePartnersOfARoomAndWrongOnesDoNot() throws {
      let (width, baseline) = (256, 0.1)
      let centre = try photograph(from: .zero, width)
      let up = try photograph(from: SIMD3(0, baseline, 0), width)
      let right = try photograph(from: SIMD3(baseline, 0, 0), width)
      let sphere = try PublishedSphere(like: centre.depth)
      /// The mean difference away from the poles, where columns are narrow, and from the seam, which is not crossed.
      func difference(_ view: View, _ disparity: SphericalDisparity?) throws -> Double {
        let seen = try disparity.map { try splatted(centre.picture, distances: centre.depth, by: $0) } ?? centre.picture
        return try seen.subtracting(view.picture).magnitude().narrowed(along: 2, from: 24, count: 80)
          .narrowed(along: 3, from: 8, count: 240).mean().doubles()[0]
      }
      let rising = try SphericalDisparity.up(centre.depth, on: sphere, baseline: baseline)
      let aside = try SphericalDisparity.right(centre.depth, on: sphere, baseline: baseline, faithful: false)
      let stuck = try SphericalDisparity.right(centre.depth, on: sphere, baseline: baseline, faithful: true)
      let falling = try SphericalDisparity.up(centre.depth, on: sphere, baseline: -baseline)
      // What is left are the second order in baseline / distance and the blur of splatting.
      #expect(try difference(up, rising) < 0.1 * difference(up, nil))
      #expect(try difference(right, aside) < 0.1 * difference(right, nil))
      #expect(try difference(up, falling) > 1.5 * difference(up, nil))
      #expect(try difference(right, stuck) > 2 * difference(right, aside))
      // And so each loss is less at the truth than at a scale of it, where the disparity's first order holds: from the right
      // not beyond 34 degrees of latitude, nor at the seam.
      let middle = try Tensor(
        doubles: (0..<128 * 256).map { (40..<88).contains($0 / 256) && (8..<248).contains($0 % 256) ? 1 : 0 },
        shape: [1, 1, 128, 256])
      func known(_ view: View) throws -> View {
        View(picture: view.picture, depth: try view.depth.multiplied(by: middle))
      }
      var loss = ViewSynthesisLoss()
      (loss.baseline, loss.smoothnessWeight) = (baseline, 0)
      for evidence in [try ViewSynthesisLoss.Evidence.vertical(up: known(up)), .horizontal(right: try known(right))] {
        let values = try [0.8, 1, 1.25].map { scale in
          try loss(predicted: centre.depth.multiplied(by: scale), picture: centre.picture, by: evidence)
            .total.doubles()[0]
        }
        #expect(values[1] < 0.4 * min(values[0], values[2]))
      }
    }
  }
#endif
