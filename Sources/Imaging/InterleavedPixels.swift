// SPDX-License-Identifier: Apache-2.0

/// Four bytes a pixel, as decoders give them, turned into a panorama's three without a second picture in memory.
struct InterleavedPixels {
  private var bytes: [UInt8]
  private let width: Int
  private let height: Int

  /// Four bytes a pixel of a picture of `width` x `height`.
  init(width: Int, height: Int, bytes: [UInt8]) {
    precondition(bytes.count == 4 * width * height, "four bytes a pixel")
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  /// Red, green, blue and alpha: transparent pixels are black with coverage 0.
  consuming func panoramaFromAlpha() -> Panorama {
    var coverage: [UInt8]?
    for pixel in 0..<width * height where bytes[4 * pixel + 3] == 0 {
      coverage = coverage ?? [UInt8](repeating: 255, count: width * height)
      coverage?[pixel] = 0
    }
    compact { red, green, blue, alpha in alpha == 0 ? (0, 0, 0) : (red, green, blue) }
    return Panorama(width: width, height: height, pixels: bytes, coverage: coverage)
  }

  /// Cyan, magenta, yellow and black as the share of light that passes (255 is no ink).
  consuming func panoramaFromInks(areInverted: Bool) -> Panorama {
    let mask: UInt8 = areInverted ? 0 : 255
    compact { cyan, magenta, yellow, black in
      func light(_ ink: UInt8) -> UInt8 { UInt8((Int(ink ^ mask) * Int(black ^ mask) + 127) / 255) }
      return (light(cyan), light(magenta), light(yellow))
    }
    return Panorama(width: width, height: height, pixels: bytes)
  }

  private mutating func compact(_ colour: (UInt8, UInt8, UInt8, UInt8) -> (UInt8, UInt8, UInt8)) {
    let count = width * height
    bytes.withUnsafeMutableBufferPointer { bytes in
      // Writes at 3 * pixel + 2 stay at or behind the reads at 4 * pixel + 3, which end at the buffer's end.
      for pixel in 0..<count {
        let source = 4 * pixel
        let (red, green, blue) = colour(bytes[source], bytes[source + 1], bytes[source + 2], bytes[source + 3])
        bytes[3 * pixel] = red
        bytes[3 * pixel + 1] = green
        bytes[3 * pixel + 2] = blue
      }
    }
    bytes.removeLast(count)
  }
}
