// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaDatasets
  import RotundaImaging
  import RotundaSphere
  import RotundaTestSupport

  /// A box room with stripes on its walls, seen from one place and from 0.26 m beside and above it; every sample alike.
  struct RoomPairs: SampleSource {
    let uri = "pairs:"
    let count: Int?
    private let width: Int
    private let height: Int
    private let hasPartners: Bool

    init(count: Int, width: Int = 128, hasPartners: Bool = true) {
      (self.count, self.width, height, self.hasPartners) = (count, width, width / 2, hasPartners)
    }

    static let room = BoxRoom.example

    func sample(at index: Int) throws -> Sample {
      let centre = view(from: .zero)
      let baseline = Double(StereoPartners.baseline)
      let partners = StereoPartners(
        right: view(from: SIMD3(baseline, 0, 0)), up: view(from: SIMD3(0, baseline, 0)))
      return Sample(
        name: "\(index)", panorama: centre.panorama, depth: centre.depth, partners: hasPartners ? partners : nil)
    }

    /// What a camera sees at a place in the room.
    func view(from place: SIMD3<Double>) -> StereoPartners.View {
      let grid = EquirectangularGrid(width: width, height: height)
      let room = BoxRoom(lower: Self.room.lower - place, upper: Self.room.upper - place)
      var (pixels, depth): ([UInt8], [Float]) = ([], [])
      for index in 0..<width * height {
        let direction = grid.direction(column: Double(index % width), row: Double(index / width))
        let distance = room.hit(direction).distance
        let point = place + direction * distance
        pixels += (0..<3).map { UInt8(127.5 + 110 * wave(2.1 * point[$0] + 0.7 * point[($0 + 1) % 3])) }
        depth.append(Float(distance))
      }
      return StereoPartners.View(
        panorama: Panorama(width: width, height: height, pixels: pixels),
        depth: DepthMap(width: width, height: height, values: depth))
    }

    /// A triangle wave from -1 to 1 of period 4.
    private func wave(_ x: Double) -> Double {
      let phase = (x / 4) - (x / 4).rounded(.down)
      return 1 - 4 * abs(phase - 0.5)
    }
  }
#endif
