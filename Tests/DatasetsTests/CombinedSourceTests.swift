// SPDX-License-Identifier: Apache-2.0

import RotundaDatasets
import RotundaImaging
import Testing

/// Samples that are named after their number.
private struct Named: SampleSource {
  let uri: String
  let count: Int?

  func sample(at index: Int) throws -> Sample {
    Sample(
      name: "\(uri)\(index)", panorama: Panorama(width: 2, height: 1, pixels: [UInt8](repeating: 0, count: 6)),
      depth: nil)
  }
}

struct CombinedSourceTests {
  private func names(_ source: CombinedSource, _ count: Int) throws -> [String] {
    try (0..<count).map { try source.sample(at: $0).name }
  }

  @Test func sourcesThatEndAreJoinedEndToEnd() throws {
    let source = try CombinedSource([Named(uri: "a", count: 2), Named(uri: "b", count: 1), Named(uri: "c", count: 3)])
    #expect(source.count == 6)
    #expect(try names(source, 6) == ["a0", "a1", "b0", "c0", "c1", "c2"])
    #expect(source.uri == "a b c")
  }

  @Test func besideOneThatNeverEndsTheyTakeTurnsAndBeginAgain() throws {
    let source = try CombinedSource([Named(uri: "a", count: nil), Named(uri: "b", count: 2)])
    #expect(source.count == nil)
    #expect(try names(source, 7) == ["a0", "b0", "a1", "b1", "a2", "b0", "a3"])
  }

  @Test func anEmptySourceIsNamed() {
    #expect(throws: DatasetsError.emptySource(uri: "b")) {
      try CombinedSource([Named(uri: "a", count: 1), Named(uri: "b", count: 0)])
    }
  }
}
