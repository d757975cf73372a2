// SPDX-License-Identifier: Apache-2.0

/// Numbers at every pixel, plane by plane, zero at first.
///
/// Threads write different pixels, and read those of others only after all were written.
final class Raster: @unchecked Sendable {
  let width: Int
  let height: Int
  let planes: Int
  /// `planes * width * height` numbers.
  let memory: UnsafeMutablePointer<Float>

  init(width: Int, height: Int, planes: Int) {
    (self.width, self.height, self.planes) = (width, height, planes)
    memory = PictureMemory.take(planes * width * height, of: Float.self)
    memory.initialize(repeating: 0, count: planes * width * height)
  }

  deinit { PictureMemory.giveBack(memory, planes * width * height) }

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

  /// Copies a row from a raster of the same size.
  func copyRow(_ row: Int, from other: Raster) {
    for plane in 0..<planes {
      let start = plane * count + row * width
      (memory + start).update(from: other.memory + start, count: width)
    }
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
    memory = PictureMemory.take(count, of: Element.self)
    memory.initialize(repeating: initial, count: count)
  }

  deinit {
    memory.deinitialize(count: count)
    PictureMemory.giveBack(memory, count)
  }

  /// The element of a pixel, which must be one of `count`.
  subscript(pixel: Int) -> Element {
    @inline(__always) get { memory[pixel] }
    @inline(__always) set { memory[pixel] = newValue }
  }
}

extension PixelArray {
  /// Where the element of a pixel, which must be one of `count`, lies.
  func address(of pixel: Int) -> UnsafeRawPointer { UnsafeRawPointer(memory + pixel) }
}

/// Something at every row.
typealias Rows = PixelArray

extension PixelArray {
  /// All elements.
  var array: [Element] { Array(UnsafeBufferPointer(start: memory, count: count)) }
}
