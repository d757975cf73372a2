// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks
import RotundaTestSupport
import Testing

@Suite("The golden files")
struct GoldenTests {
  @Test("The weights and pictures made here are bit by bit those that PyTorch computed with", arguments: GoldenCase.all)
  func formulasAgree(golden: GoldenCase) throws {
    let metadata = try golden.expected().metadata
    let arrays = golden.weights.arrays.sorted { $0.key < $1.key }
    #expect(SHA256.hexadecimal(of: littleEndian(arrays.flatMap(\.value.values))) == metadata["weightsSHA256"])
    #expect(SHA256.hexadecimal(of: littleEndian(golden.image.values)) == metadata["pictureSHA256"])
  }

  @Test("A file has an array for every output of its network", arguments: GoldenCase.all)
  func outputsAreThere(golden: GoldenCase) throws {
    let shapes = try golden.network.shapes(for: golden.size)
    let expected = try golden.expected()
    #expect(Set(expected.arrays.keys) == Set(golden.network.outputs.map(\.name)))
    for output in golden.network.outputs {
      let shape = shapes[output.value.index]
      // Every third, and the last where it is not one of them.
      let thinned = [shape.height, shape.width].map { extent in (extent - 1) / 3 + 1 + ((extent - 1) % 3 == 0 ? 0 : 1) }
      // Every channel, of 150 one in 15.
      let channels = shape.channels > 15 ? (shape.channels + 14) / 15 : shape.channels
      #expect(expected.arrays[output.name]?.shape == (channels == 1 ? thinned : [channels] + thinned))
    }
  }

  @Test("A network that returns nothing, or the wrong numbers, is told apart")
  func distancesSeeDifferences() throws {
    let golden = GoldenCase.small[4]
    #expect(try golden.distances(of: []).allSatisfy { $0 == .infinity })
    let shapes = try golden.network.shapes(for: golden.size)
    let blank = golden.network.outputs.map { FeatureMap(shape: shapes[$0.value.index]) }
    #expect(try golden.distances(of: blank) == [1, 1])
  }

  private func littleEndian(_ values: [Float]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * values.count)
    for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
    return bytes
  }
}
