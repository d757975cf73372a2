// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import Testing

@Suite struct SidecarTests {
  private let sidecar = Sidecar(
    size: Sidecar.Size(width: 1024, height: 512),
    source: Sidecar.Source(name: "kitchen.jpg", width: 8192, height: 4096),
    networkInput: Sidecar.Size(width: 512, height: 256), network: "rectnet-quarter", weightsSHA256: "00ff",
    scaleSource: "network", levelling: Sidecar.Levelling(pitchDegrees: 1.5, rollDegrees: -0.5),
    files: [Sidecar.File(name: "depth.png", content: "depth", format: "png")], version: "0.1.0")

  @Test("The JSON states the conventions, with sorted keys, and reads back")
  func roundTrip() throws {
    let text = try sidecar.json()
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["unit"] as? String == "metre")
    #expect(object["depth"] as? String == "ray distance")
    #expect(object["invalid"] as? Int == 0)
    #expect(object["projection"] as? String == "equirectangular")
    #expect(object["weightsSHA256"] as? String == "00ff")
    let keys = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }
    #expect(keys == keys.sorted() && keys.count == object.count)
    #expect(try JSONDecoder().decode(Sidecar.self, from: Data(text.utf8)) == sidecar)
  }

  @Test("It lies beside its depth file under the same name")
  func name() throws {
    #expect(Sidecar.url(beside: URL(filePath: "/a/kitchen.depth.png")).lastPathComponent == "kitchen.depth.json")
    try withTemporaryFolder { folder in
      let url = Sidecar.url(beside: folder.appending(path: "depth.exr"))
      try sidecar.write(to: url)
      #expect(try JSONDecoder().decode(Sidecar.self, from: Data(contentsOf: url)) == sidecar)
    }
  }
}
