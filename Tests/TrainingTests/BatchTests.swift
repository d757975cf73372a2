// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaDatasets
  import RotundaImaging
  import RotundaTorch
  import Testing

  @testable import RotundaTraining

  struct BatchTests {
    @Test func picturesBecomePlanesAndDepthTheirLabel() throws {
      let samples = (0..<2).map { number in
        Sample(
          name: "\(number)",
          panorama: Panorama(width: 4, height: 2, pixels: (0..<24).map { UInt8(10 * $0 + number) }),
          depth: DepthMap(width: 4, height: 2, values: (0..<8).map { Float(number + 1) + Float($0) / 10 }))
      }
      let batch = try Batch(samples, centred: false, device: .cpu)
      #expect(batch.images.shape == [2, 3, 2, 4] && batch.depth.shape == [2, 1, 2, 4])
      let green = try batch.images.floats()[24 + 8..<24 + 16].map { Int(($0 * 255).rounded()) }
      #expect(green == (0..<8).map { 30 * $0 + 10 + 1 })
      #expect(try batch.depth.floats() == samples.flatMap { $0.depth?.values ?? [] })
    }

    @Test func aSampleWithoutDepthIsRefusedByName() {
      let sample = Sample(
        name: "kitchen.jpg", panorama: Panorama(width: 4, height: 2, pixels: [UInt8](repeating: 0, count: 24)),
        depth: nil)
      #expect(throws: DatasetsError.unlabelled(sample: "kitchen.jpg")) {
        _ = try Batch([sample], centred: false, device: .cpu)
      }
    }
  }
#endif
