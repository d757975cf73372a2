// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging

/// Depth as panorama viewers take it that displace a sphere: an 8-bit picture, white near and black far.
///
/// Distance is linear in the grey value v from 0 to 255:
///
///     distance = far + (near - far) v / 255
///
/// so that three.js makes it from a sphere of radius `far` with `displacementScale = near - far` and no bias. Grey
/// steps are (far - near) / 255; what is invalid lies at the far end.
struct DepthLayer: Sendable {
  let near: Float
  let far: Float
  private let depth: DepthMap

  /// Between the nearest and the farthest distance of a map.
  init(_ depth: DepthMap) {
    var (near, far) = (Float.infinity, Float(0))
    for distance in depth.values where distance > 0 { (near, far) = (min(near, distance), max(far, distance)) }
    // A map of one distance still needs a range.
    (self.near, self.far) = (min(near, far), max(far, near * 1.01))
    self.depth = depth
  }

  /// The picture, on the depth map's grid.
  var image: RGBImage {
    var pixels = [UInt8](repeating: 0, count: 3 * depth.values.count)
    for (index, distance) in depth.values.enumerated() where distance > 0 {
      let grey = UInt8((255 * (far - distance) / (far - near)).rounded())
      for channel in 0..<3 { pixels[3 * index + channel] = grey }
    }
    return RGBImage(width: depth.width, height: depth.height, pixels: pixels)
  }

  /// The numbers that viewers need, as JSON.
  var description: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let numbers = Numbers(
      near: near, far: far, width: depth.width, height: depth.height,
      threejs: .init(sphereRadius: far, displacementScale: near - far))
    // Strings and finite numbers: there is nothing that cannot be encoded.
    return (try? encoder.encode(numbers)).map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
  }

  private struct Numbers: Encodable {
    let unit = "metre"
    let depth = "ray distance"
    let encoding = "distance = far + (near - far) * grey / 255"
    let projection = "equirectangular"
    let near: Float
    let far: Float
    let width: Int
    let height: Int
    let threejs: Displacement
  }

  private struct Displacement: Encodable {
    let sphereRadius: Float
    let displacementScale: Float
    let displacementBias = 0
  }
}
