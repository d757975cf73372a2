// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere
import Testing

@testable import RotundaExport

/// What a browser would find in the page; Tests/Programs asks a browser itself.
struct ViewerPageTests {
  private let width = 16

  /// Distances that no two pixels share; the lower half is known to a twentieth.
  private func room(title: String = "box") throws -> CapturedRoom {
    let count = width * width / 2
    let distances = (0..<count).map { 1.5 + Float($0) * 0.013 }
    let spread = (0..<count).map { $0 < count / 2 ? 0 : distances[$0] / 20 }
    return try CapturedRoom(
      title: title, photo: Panorama(width: 8, height: 4, pixels: [UInt8](repeating: 128, count: 96)),
      depth: DepthMap(width: width, height: width / 2, values: distances),
      spread: DepthMap(width: width, height: width / 2, values: spread),
      error: DistanceError(relative: 0.16, source: "a test"), pose: .yaw(0.3) * .pitch(-0.2), origin: "rays")
  }

  private func page(_ room: CapturedRoom) throws -> String {
    String(decoding: try ViewerPage(room).html(), as: UTF8.self)
  }

  /// The text of the script element with an identifier.
  private func element(_ id: String, in page: String) throws -> String {
    let start = try #require(page.range(of: " id=\"\(id)\">"))
    let end = try #require(page[start.upperBound...].range(of: "</script>"))
    return String(page[start.upperBound..<end.lowerBound])
  }

  private func picture(_ id: String, in page: String) throws -> RGBImage {
    let data = try #require(Data(base64Encoded: try element(id, in: page)))
    return try RGBImage(bytes: Array(data), name: id)
  }

  @Test func depthIsExactToItsUnitAndCarriesItsError() throws {
    let room = try room()
    let picture = try picture("depth", in: page(room))
    for (index, distance) in room.depth.values.enumerated() {
      let units = 256 * Int(picture.pixels[3 * index]) + Int(picture.pixels[3 * index + 1])
      #expect(abs(Float(units) / 1000 - distance) <= 0.000_51)
      #expect(picture.pixels[3 * index + 2] == (index < room.depth.values.count / 2 ? 0 : 13))
    }
  }

  @Test func theFarthestDistanceStillFits() throws {
    var distances = [Float](repeating: 3, count: 32)
    distances[7] = 400
    let photo = Panorama(width: 8, height: 4, pixels: [UInt8](repeating: 128, count: 96))
    let far = try CapturedRoom(title: "", photo: photo, depth: DepthMap(width: 8, height: 4, values: distances))
    let depth = ViewerDepth(far)
    let picture = try RGBImage(bytes: try depth.png(), name: "depth")
    let units = 256 * Double(picture.pixels[21]) + Double(picture.pixels[22])
    #expect(abs(units * depth.metresPerUnit - 400) < 0.01)
    #expect(units < 65_535)
  }

  @Test func theFactsAreTheRoomsOwn() throws {
    let page = try page(room(title: "</script><b>"))
    let text = try element("room", in: page)
    #expect(!text.contains("<"))
    let facts = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(facts["title"] as? String == "</script><b>")
    #expect(facts["version"] as? Int == 1)
    let matrix = try #require(facts["levelling"] as? [Double])
    // Row by row: the camera's forward, -z, goes to minus the last column.
    let forward = Rotation.yaw(0.3) * (Rotation.pitch(-0.2) * SIMD3(0, 0, -1))
    for row in 0..<3 { #expect(abs(-matrix[3 * row + 2] - forward[row]) < 1e-12) }
    #expect(try picture("photo", in: page).width == 8)
  }

  @Test func thePageHoldsEveryPartAndNoComment() throws {
    let page = try page(room())
    for token in ["<!--", "/*STYLE*/", "/*SCRIPT*/", "SPDX", "http://www.w3.org/1999"] {
      #expect(!page.contains(token))
    }
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Export/Viewer/Page")
    let scripts = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".js") }
    #expect(scripts.count > 10)
    for script in scripts {
      let source = try String(contentsOf: folder.appending(path: script), encoding: .utf8)
      #expect(page.contains(ViewerPage.stripped(source)), "\(script) is missing")
    }
  }

  @Test func strippingLeavesCodeAlone() {
    let source = "  // why\n\n  a = b / c; // kept\n/* why */\n  <!-- why -->\n<!--DATA-->\n"
    #expect(ViewerPage.stripped(source) == "a = b / c; // kept\n<!--DATA-->\n")
  }
}
