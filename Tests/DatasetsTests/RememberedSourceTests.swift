// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import Synchronization
import Testing

@testable import RotundaDatasets

struct RememberedSourceTests {
  /// Counts how often it is asked; its third sample cannot be read.
  private final class Counting: SampleSource {
    let uri = "counting:"
    let count: Int? = 4
    let groupSize = 2
    let asked = Mutex<[Int]>([])

    func sample(at index: Int) throws -> Sample {
      asked.withLock { $0.append(index) }
      guard index != 2 else { throw DatasetsError.emptySource(uri: uri) }
      let panorama = Panorama(width: 4, height: 2, pixels: [UInt8](repeating: UInt8(index), count: 24))
      return Sample(name: "\(index)", panorama: panorama, depth: nil)
    }
  }

  @Test func `what was read once is not read again`() throws {
    let source = Counting()
    let remembered = RememberedSource(source)
    #expect(remembered.uri == "counting:" && remembered.count == 4 && remembered.groupSize == 2)
    for _ in 0..<2 {
      for index in [0, 1, 3] {
        let sample = try remembered.sample(at: index)
        #expect(sample.name == "\(index)" && sample.panorama.pixels[0] == UInt8(index))
      }
      #expect(throws: DatasetsError.self) { try remembered.sample(at: 2) }
    }
    #expect(source.asked.withLock { $0 } == [0, 1, 3, 2, 2])
  }

  @Test func `memory has a bound`() throws {
    let source = Counting()
    let remembered = RememberedSource(source, limit: 50)
    for _ in 0..<2 { for index in [0, 1, 3] { _ = try remembered.sample(at: index) } }
    // Two pictures of 24 bytes fit.
    #expect(source.asked.withLock { $0 } == [0, 1, 3, 3])
  }
}
