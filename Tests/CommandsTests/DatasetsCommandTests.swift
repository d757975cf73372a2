// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaTestSupport
import Testing

@testable import RotundaCommands

@Suite(.serialized) struct DatasetsCommandTests {
  @Test func `a check tells what is there, names what is not, and draws a sheet`() async throws {
    try await withTemporaryFolder { folder in
      let (width, height) = (64, 32)
      for index in 0..<5 {
        let pixels = (0..<3 * width * height).map { UInt8(truncatingIfNeeded: $0 &* (index + 3) >> 3) }
        try Panorama(width: width, height: height, pixels: pixels).write(
          to: folder.appending(path: "\(index)_color_0_Left_Down_0.0.png"), as: .png)
        try DepthMap(width: width, height: height, values: (0..<width * height).map { 1 + Float($0) / 1000 }).write(
          to: folder.appending(path: "\(index)_depth_0_Left_Down_0.0.exr"), as: .exr)
      }
      let rows = [0, 3].map { "\($0)_color_0_Left_Down_0.0.png \($0)_depth_0_Left_Down_0.0.exr\n" }
      try Data(rows.joined().utf8).write(to: folder.appending(path: "test.txt"))
      let sheet = folder.appending(path: "sheet.png")
      let whole = await rotunda("datasets", "check", "rotunda:\(folder.path)", "--sheet", sheet.path)
      #expect(whole.status == .done, "\(whole.complaints)")
      #expect(whole.output.contains("samples: 5") && whole.output.contains("split test: 2"))
      #expect(!whole.output.contains("split train") && whole.output.contains("read: 5 of 5"))
      #expect(whole.output.contains("valid: 100.00 % of pixels") && whole.output.contains(" 2.5 -  3.0 m"))
      let picture = try Panorama(contentsOf: sheet, options: ReadingOptions(acceptsAnyAspect: true))
      #expect(picture.width == 4 * (256 + 8) + 8)

      try FileManager.default.removeItem(at: folder.appending(path: "3_depth_0_Left_Down_0.0.exr"))
      let broken = await rotunda("datasets", "check", "rotunda:\(folder.path)?split=test")
      #expect(broken.status == .someFailed && broken.output.contains("3_depth_0_Left_Down_0.0.exr"))
      #expect(broken.output.contains("read: 1 of 2"))
      let first = await rotunda("datasets", "check", "rotunda:\(folder.path)", "--limit", "1")
      #expect(first.status == .done && first.output.contains("read: 1 of 1"))
      #expect(await rotunda("datasets", "check", "rotunda:\(folder.path)", "--no-suncg").status == .usage)
      #expect(await rotunda("datasets", "check", "rotunda:\(folder.path)", "--limit", "0").status == .usage)
      #expect(await rotunda("datasets", "check", "rotunda:/nowhere").status == .inputMissing)
    }
  }
}
