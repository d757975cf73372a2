// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import Testing

/// A file that `make_fixtures.py` made with other programs.
func fixture(_ name: String) throws -> URL {
  try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil), "no fixture \(name)")
}

/// Every fixture, by name.
let allFixtures: [URL] = {
  guard let folder = Bundle.module.url(forResource: "Fixtures", withExtension: nil) else { return [] }
  let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
  return (files ?? []).filter { $0.pathExtension != "py" }.sorted { $0.path < $1.path }
}()

/// Calls `body` with a new folder and removes it afterwards.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "imaging-tests-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// The gradient that `make_fixtures.py` describes: red to the right, green downwards, blue 128.
func gradient(width: Int, height: Int) -> [UInt8] {
  func level(_ position: Int, of count: Int) -> UInt8 {
    UInt8((Double(position) * 255 / Double(count - 1)).rounded(.toNearestOrEven))
  }
  var pixels: [UInt8] = []
  for row in 0..<height {
    for column in 0..<width { pixels += [level(column, of: width), level(row, of: height), 128] }
  }
  return pixels
}

/// The distances that `make_fixtures.py` describes: 1 + x / 8 + y / 4, and 0 at the top left.
func fixtureDepth(width: Int = 32, height: Int = 16) -> [Float] {
  (0..<width * height).map { pixel -> Float in
    guard pixel > 0 else { return 0 }
    return 1 + Float(pixel % width) / 8 + Float(pixel / width) / 4
  }
}

/// Largest difference of two lists of bytes; infinite where the counts differ.
func largestDifference(_ values: some Collection<UInt8>, _ expected: some Collection<UInt8>) -> Int {
  guard values.count == expected.count else { return .max }
  return zip(values, expected).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
}

/// The error that reading or writing throws; nil where it does not throw.
func imagingError(_ body: () throws -> Void) throws -> ImagingError? {
  do {
    try body()
    return nil
  } catch let error as ImagingError {
    return error
  }
}
