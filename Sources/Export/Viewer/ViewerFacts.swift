// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere

/// What the viewer is told of a room besides its two pictures.
struct ViewerFacts: Sendable, Encodable {
  /// Of this description; the viewer refuses any other.
  private let version = 1
  private let title: String
  private let photo: Photo
  private let depth: Depth
  /// Row by row, the matrix that takes the camera's axes to level ones.
  private let levelling: [Double]
  private let cameraHeight: Double?
  private let error: Uncertainty
  private let floorPlan: Plan?
  private let source: Source

  private struct Photo: Encodable {
    let type = "image/jpeg"
    let width: Int
    let height: Int
  }

  private struct Depth: Encodable {
    let width: Int
    let height: Int
    let metresPerUnit: Double
  }

  private struct Uncertainty: Encodable {
    let relative: Double?
    let source: String
  }

  private struct Plan: Encodable {
    let outline: [[Double]]
    let area: Double
    let ceiling: Double?
    let floor: Double
  }

  private struct Source: Encodable {
    let network: String
    let scale: String
  }

  init(_ room: CapturedRoom, depth: ViewerDepth) {
    let plan = FloorPlan(room)
    title = room.title
    photo = Photo(width: room.photo.width, height: room.photo.height)
    self.depth = Depth(width: depth.width, height: depth.height, metresPerUnit: depth.metresPerUnit)
    let (x, y, z) = (room.pose.x, room.pose.y, room.pose.z)
    levelling = (0..<3).flatMap { [x[$0], y[$0], z[$0]] }
    cameraHeight = plan.map { -$0.floor }
    error = Uncertainty(relative: room.error.relative, source: room.error.source)
    floorPlan = plan.map {
      Plan(outline: $0.outline.map { [$0.x, $0.y] }, area: $0.area, ceiling: $0.ceiling, floor: $0.floor)
    }
    source = Source(network: room.origin, scale: room.scale)
  }

  /// One line of JSON that may stand in a script element: it holds no `<`.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and finite numbers: there is nothing that cannot be encoded.
    let text = (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return text.replacing("<", with: "\\u003c")
  }
}
