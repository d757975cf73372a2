// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import Testing

@Suite struct SidecarTests {
  private let sidecar = Sidecar(
    size: Sidecar.Size(width: 1024, height: 512),
    source: Sidecar.Source(name: "kitchen.jpg", byteCount: 123_456, sha256: "ab12", width: 8192, height: 4096),
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

  @Test("What was measured is told where something was, and otherwise not named")
  func measured() throws {
    #expect(try !sidecar.json().contains("scaleFactor") && !sidecar.json().contains("floorInlierFraction"))
    var scaled = sidecar
    (scaled.scaleFactor, scaled.floorInlierFraction) = (1.25, 0.75)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(scaled.json().utf8)) as? [String: Any])
    #expect(object["scaleFactor"] as? Double == 1.25 && object["floorInlierFraction"] as? Double == 0.75)
    let asInitialised = Sidecar(
      size: scaled.size, source: scaled.source, networkInput: scaled.networkInput, network: scaled.network,
      weightsSHA256: scaled.weightsSHA256, scaleSource: scaled.scaleSource, scaleFactor: 1.25,
      floorInlierFraction: 0.75, levelling: scaled.levelling, files: scaled.files, version: scaled.version)
    #expect(asInitialised == scaled)
  }

  @Test("Another file of the same name and size is another source")
  func sources() throws {
    let object = try #require(try JSONSerialization.jsonObject(with: Data(sidecar.json().utf8)) as? [String: Any])
    let source = try #require(object["source"] as? [String: Any])
    #expect(source["byteCount"] as? Int == 123_456 && source["sha256"] as? String == "ab12")
    var other = sidecar
    other.source.sha256 = "cd34"
    #expect(other != sidecar)
  }

  @Test("It is written as its text")
  func writing() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "depth.json")
      try sidecar.write(to: url)
      #expect(try Data(contentsOf: url) == Data(sidecar.json().utf8))
    }
  }
}
