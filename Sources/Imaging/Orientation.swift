// SPDX-License-Identifier: Apache-2.0

/// How a picture is stored: where its first row and first column lie when it is looked at.
///
/// Raw values are EXIF's (tag 0x0112).
public enum Orientation: Int, Sendable, Hashable, CaseIterable {
  /// First row at the top, first column at the left: as it should be.
  case topLeft = 1
  /// Mirrored left to right.
  case topRight = 2
  /// Upside down.
  case bottomRight = 3
  /// Mirrored top to bottom.
  case bottomLeft = 4
  /// Rows and columns exchanged.
  case leftTop = 5
  /// A quarter-turn to the right makes it upright.
  case rightTop = 6
  /// Rows and columns exchanged, upside down.
  case rightBottom = 7
  /// A quarter-turn to the left makes it upright.
  case leftBottom = 8

  /// Whether the upright picture's width is the stored one's height.
  public var exchangesAxes: Bool { rawValue >= Self.leftTop.rawValue }

  /// Stored position that the upright picture shows at its top left, and the stored steps that go right and down.
  private func walk(width: Int, height: Int) -> (start: Int, right: Int, down: Int) {
    let lastColumn = width - 1
    let lastRow = (height - 1) * width
    return switch self {
    case .topLeft: (0, 1, width)
    case .topRight: (lastColumn, -1, width)
    case .bottomRight: (lastRow + lastColumn, -1, -width)
    case .bottomLeft: (lastRow, 1, -width)
    case .leftTop: (0, width, 1)
    case .rightTop: (lastRow, -width, 1)
    case .rightBottom: (lastRow + lastColumn, -width, -1)
    case .leftBottom: (lastColumn, width, -1)
    }
  }

  /// The picture as it should be looked at; without a copy where it is stored so.
  func upright(_ picture: consuming Panorama) -> Panorama {
    guard self != .topLeft else { return picture }
    let stored = picture
    let width = exchangesAxes ? stored.height : stored.width
    let height = exchangesAxes ? stored.width : stored.height
    let walk = walk(width: stored.width, height: stored.height)
    return Panorama(
      width: width, height: height,
      pixels: rearranged(stored.pixels, elements: 3, walk, width: width, height: height),
      coverage: stored.coverage.map { rearranged($0, elements: 1, walk, width: width, height: height) })
  }

  /// The same for linear light.
  func upright(_ picture: consuming FloatImage) -> FloatImage {
    guard self != .topLeft else { return picture }
    let stored = picture
    let width = exchangesAxes ? stored.height : stored.width
    let height = exchangesAxes ? stored.width : stored.height
    let walk = walk(width: stored.width, height: stored.height)
    return FloatImage(
      width: width, height: height, values: rearranged(stored.values, elements: 3, walk, width: width, height: height))
  }

  private func rearranged<Element: BitwiseCopyable>(
    _ source: [Element], elements: Int, _ walk: (start: Int, right: Int, down: Int), width: Int, height: Int
  ) -> [Element] {
    [Element](unsafeUninitializedCapacity: source.count) { target, initialized in
      source.withUnsafeBufferPointer { source in
        // The walk visits each of the width * height stored pixels once, so both indices stay below the count.
        var written = 0
        for row in 0..<height {
          var position = (walk.start + row * walk.down) * elements
          for _ in 0..<width {
            for element in 0..<elements { target[written + element] = source[position + element] }
            written += elements
            position += walk.right * elements
          }
        }
        initialized = written
      }
    }
  }
}
