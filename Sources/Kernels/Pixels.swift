// SPDX-License-Identifier: Apache-2.0

/// Neighbouring pixels, one vector each: the unit from which the micro-kernels build their register tiles.
protocol Pixels {
  /// Pixels in the group.
  static var count: Int { get }
  /// Zeros.
  init()
  /// One float of each pixel, in all lanes; pixels are `step` floats apart.
  init(broadcasting source: UnsafePointer<Float>, step: Int)
  /// Vectors `step` floats apart.
  init(loading source: UnsafePointer<Float>, step: Int)
  /// Adds each pixel times one vector of weights.
  mutating func add(_ pixels: Self, times weights: Vector)
  /// Writes vectors `step` floats apart.
  func store(to destination: UnsafeMutablePointer<Float>, step: Int)
  /// Writes the sum of each vector's lanes, `step` floats apart.
  func storeLaneSums(to destination: UnsafeMutablePointer<Float>, step: Int)
}

/// One pixel.
struct OnePixel: Pixels {
  private var value: Vector

  @inline(__always) static var count: Int { 1 }

  @inline(__always) init() { value = Vector() }

  @inline(__always) init(broadcasting source: UnsafePointer<Float>, step: Int) {
    value = Vector(repeating: source[0])
  }

  @inline(__always) init(loading source: UnsafePointer<Float>, step: Int) { value = vector(at: source) }

  @inline(__always) mutating func add(_ pixels: OnePixel, times weights: Vector) {
    value = multiplyAdd(value, pixels.value, weights)
  }

  @inline(__always) func store(to destination: UnsafeMutablePointer<Float>, step: Int) {
    write(value, to: destination)
  }

  @inline(__always) func storeLaneSums(to destination: UnsafeMutablePointer<Float>, step: Int) {
    destination[0] = value.sum()
  }
}

/// Twice as many pixels.
struct Pair<Half: Pixels>: Pixels {
  private var first: Half
  private var second: Half

  @inline(__always) static var count: Int { 2 &* Half.count }

  @inline(__always) init() {
    first = Half()
    second = Half()
  }

  @inline(__always) init(broadcasting source: UnsafePointer<Float>, step: Int) {
    first = Half(broadcasting: source, step: step)
    second = Half(broadcasting: source + Half.count &* step, step: step)
  }

  @inline(__always) init(loading source: UnsafePointer<Float>, step: Int) {
    first = Half(loading: source, step: step)
    second = Half(loading: source + Half.count &* step, step: step)
  }

  @inline(__always) mutating func add(_ pixels: Pair, times weights: Vector) {
    first.add(pixels.first, times: weights)
    second.add(pixels.second, times: weights)
  }

  @inline(__always) func store(to destination: UnsafeMutablePointer<Float>, step: Int) {
    first.store(to: destination, step: step)
    second.store(to: destination + Half.count &* step, step: step)
  }

  @inline(__always) func storeLaneSums(to destination: UnsafeMutablePointer<Float>, step: Int) {
    first.storeLaneSums(to: destination, step: step)
    second.storeLaneSums(to: destination + Half.count &* step, step: step)
  }
}
