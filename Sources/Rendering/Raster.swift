// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Eight neighbours of a row.
typealias Lanes = SIMD8<Float>

/// Eight neighbours of a row, from a pixel on.
struct Taps {
  let pixel: Int
  /// Whether they end before the seam.
  let isWhole: Bool

  /// From a column of a row, which must exist, in pictures of a width.
  @inline(__always)
  init(_ width: Int, row: Int, column: Int) {
    pixel = row * width + column
    isWhole = column + 8 <= width
  }
}

/// Numbers at every pixel, plane by plane, zero at first.
///
/// Threads write different pixels, and read those of others only after all were written.
final class Raster: @unchecked Sendable {
  let width: Int
  let height: Int
  let planes: Int
  /// `planes * width * height` numbers, and seven more so that eight may be read from any of them.
  private let memory: UnsafeMutablePointer<Float>

  init(width: Int, height: Int, planes: Int) {
    (self.width, self.height, self.planes) = (width, height, planes)
    memory = .allocate(capacity: planes * width * height + 7)
    memory.initialize(repeating: 0, count: planes * width * height + 7)
  }

  deinit { memory.deallocate() }

  /// Pixels of a plane.
  var count: Int { width * height }

  /// A number; `plane` and `pixel` must exist.
  subscript(plane: Int, pixel: Int) -> Float {
    @inline(__always) get { memory[plane * count + pixel] }
    @inline(__always) set { memory[plane * count + pixel] = newValue }
  }

  /// The first three planes at a pixel.
  subscript(pixel: Int) -> SIMD3<Float> {
    @inline(__always) get { SIMD3(memory[pixel], memory[count + pixel], memory[2 * count + pixel]) }
    @inline(__always) set {
      memory[pixel] = newValue.x
      memory[count + pixel] = newValue.y
      memory[2 * count + pixel] = newValue.z
    }
  }

  /// Eight numbers of a plane from a pixel on.
  @inline(__always)
  func lanes(_ plane: Int, _ pixel: Int) -> Lanes {
    UnsafeRawPointer(memory + (plane * count + pixel)).loadUnaligned(as: Lanes.self)
  }

  /// Eight numbers of a plane, across the seam where they lie there.
  @inline(__always)
  func lanes(_ plane: Int, _ taps: Taps) -> Lanes {
    taps.isWhole ? lanes(plane, taps.pixel) : lanesAcrossSeam(plane, taps)
  }

  @inline(never)
  private func lanesAcrossSeam(_ plane: Int, _ taps: Taps) -> Lanes {
    var result = Lanes.zero
    let row = taps.pixel / width * width
    for lane in 0..<8 { result[lane] = memory[plane * count + row + (taps.pixel - row + lane) % width] }
    return result
  }

  /// Copies a row from a raster of the same size.
  func copyRow(_ row: Int, from other: Raster) {
    for plane in 0..<planes {
      let start = plane * count + row * width
      (memory + start).update(from: other.memory + start, count: width)
    }
  }

  /// Stores eight neighbours; all must lie in the plane.
  @inline(__always)
  func store(_ values: Lanes, _ plane: Int, _ pixel: Int) {
    UnsafeMutableRawPointer(memory + (plane * count + pixel)).storeBytes(of: values, as: Lanes.self)
  }
}

/// Something at every pixel, or every row, one after the other, the same everywhere at first.
///
/// Threads write different elements, and read those of others only after all were written.
final class PixelArray<Element: Sendable>: @unchecked Sendable {
  let count: Int
  fileprivate let memory: UnsafeMutablePointer<Element>

  init(count: Int, repeating initial: Element) {
    self.count = count
    memory = .allocate(capacity: count)
    memory.initialize(repeating: initial, count: count)
  }

  deinit {
    memory.deinitialize(count: count)
    memory.deallocate()
  }

  /// The element of a pixel, which must be one of `count`.
  subscript(pixel: Int) -> Element {
    @inline(__always) get { memory[pixel] }
    @inline(__always) set { memory[pixel] = newValue }
  }
}

/// Something at every row.
typealias Rows = PixelArray

extension PixelArray {
  /// All elements.
  var array: [Element] { Array(UnsafeBufferPointer(start: memory, count: count)) }
}

/// The larger numbers of two, lane by lane.
@inline(__always)
func larger(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: a .< b) }
