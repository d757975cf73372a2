// SPDX-License-Identifier: Apache-2.0

import RotundaExport
import RotundaImaging
import Testing

struct CapturedRoomTests {
  private let photo = Panorama(width: 8, height: 4, pixels: [UInt8](repeating: 128, count: 96))

  private func depth(_ width: Int, _ height: Int, _ distance: Float = 2) -> DepthMap {
    DepthMap(width: width, height: height, values: [Float](repeating: distance, count: width * height))
  }

  @Test func photoAndDepthOfDifferentSizesBelongTogether() throws {
    let room = try CapturedRoom(title: "box", photo: photo, depth: depth(16, 8), spread: depth(16, 8, 0.1))
    #expect(room.depth.width == 16)
  }

  @Test func whatIsNoSphereIsRefused() {
    #expect(throws: ExportError.notEquirectangular(what: "depth map", width: 16, height: 16)) {
      try CapturedRoom(title: "box", photo: photo, depth: depth(16, 16))
    }
    #expect(throws: ExportError.notEquirectangular(what: "photo", width: 4, height: 4)) {
      let square = Panorama(width: 4, height: 4, pixels: [UInt8](repeating: 0, count: 48))
      return try CapturedRoom(title: "box", photo: square, depth: depth(16, 8))
    }
  }

  @Test func spreadMustBelongToTheDepth() {
    #expect(throws: ExportError.otherSize(what: "spread", width: 8, height: 4, expected: 16)) {
      try CapturedRoom(title: "box", photo: photo, depth: depth(16, 8), spread: depth(8, 4))
    }
  }

  @Test func nothingValidIsRefused() {
    #expect(throws: ExportError.nothingValid) {
      try CapturedRoom(title: "box", photo: photo, depth: depth(16, 8, 0))
    }
  }
}
