// SPDX-License-Identifier: Apache-2.0

// Written by TransformGenerator from the exact matrices of Engine/Winograd/MinimalFilter.swift.

/// Tiles of 4 inputs: points 0, ±1, infinity.
enum Inputs4: InputTransform {
  @inline(__always) static var inputs: Int { 4 }

  @inline(__always) static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let d0 = vector(at: source + 0 &* step)
    let d1 = vector(at: source + 1 &* step)
    let d2 = vector(at: source + 2 &* step)
    let d3 = vector(at: source + 3 &* step)
    write(d2 - d0, to: destination + 0 &* stride)
    let even0 = d2
    let odd0 = d1
    write(even0 + odd0, to: destination + 1 &* stride)
    write(even0 - odd0, to: destination + 2 &* stride)
    write(d3 - d1, to: destination + 3 &* stride)
  }
}

/// Tiles of 6 inputs: points 0, ±3/4, ±3/2, infinity.
enum Inputs6: InputTransform {
  @inline(__always) static var inputs: Int { 6 }

  @inline(__always) static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let d0 = vector(at: source + 0 &* step)
    let d1 = vector(at: source + 1 &* step)
    let d2 = vector(at: source + 2 &* step)
    let d3 = vector(at: source + 3 &* step)
    let d4 = vector(at: source + 4 &* step)
    let d5 = vector(at: source + 5 &* step)
    write(
      multiplyAdd(multiplyAdd(d4, d2, Vector(repeating: -2.8125)), d0, Vector(repeating: 1.265625)),
      to: destination + 0 &* stride)
    let even0 = multiplyAdd(d4, d2, Vector(repeating: -2.25))
    let odd0 = multiplyAdd(d3, d1, Vector(repeating: -2.25))
    write(multiplyAdd(even0, odd0, Vector(repeating: 0.75)), to: destination + 1 &* stride)
    write(multiplyAdd(even0, odd0, Vector(repeating: -0.75)), to: destination + 2 &* stride)
    let even1 = multiplyAdd(d4, d2, Vector(repeating: -0.5625))
    let odd1 = multiplyAdd(d3, d1, Vector(repeating: -0.5625))
    write(multiplyAdd(even1, odd1, Vector(repeating: 1.5)), to: destination + 3 &* stride)
    write(multiplyAdd(even1, odd1, Vector(repeating: -1.5)), to: destination + 4 &* stride)
    write(
      multiplyAdd(multiplyAdd(d5, d3, Vector(repeating: -2.8125)), d1, Vector(repeating: 1.265625)),
      to: destination + 5 &* stride)
  }
}

/// Tiles of 8 inputs: points 0, ±1, ±2, ±1/2, infinity.
enum Inputs8: InputTransform {
  @inline(__always) static var inputs: Int { 8 }

  @inline(__always) static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let d0 = vector(at: source + 0 &* step)
    let d1 = vector(at: source + 1 &* step)
    let d2 = vector(at: source + 2 &* step)
    let d3 = vector(at: source + 3 &* step)
    let d4 = vector(at: source + 4 &* step)
    let d5 = vector(at: source + 5 &* step)
    let d6 = vector(at: source + 6 &* step)
    let d7 = vector(at: source + 7 &* step)
    write(
      multiplyAdd(multiplyAdd(d6, d4, Vector(repeating: -5.25)), d2, Vector(repeating: 5.25)) - d0,
      to: destination + 0 &* stride)
    let even0 = (multiplyAdd(d6, d4, Vector(repeating: -4.25)) + d2)
    let odd0 = (multiplyAdd(d5, d3, Vector(repeating: -4.25)) + d1)
    write(even0 + odd0, to: destination + 1 &* stride)
    write(even0 - odd0, to: destination + 2 &* stride)
    let even1 = multiplyAdd(multiplyAdd(d6, d4, Vector(repeating: -1.25)), d2, Vector(repeating: 0.25))
    let odd1 = multiplyAdd(multiplyAdd(d5, d3, Vector(repeating: -1.25)), d1, Vector(repeating: 0.25))
    write(multiplyAdd(even1, odd1, Vector(repeating: 2.0)), to: destination + 3 &* stride)
    write(multiplyAdd(even1, odd1, Vector(repeating: -2.0)), to: destination + 4 &* stride)
    let even2 = multiplyAdd(multiplyAdd(d6, d4, Vector(repeating: -5.0)), d2, Vector(repeating: 4.0))
    let odd2 = multiplyAdd(multiplyAdd(d5, d3, Vector(repeating: -5.0)), d1, Vector(repeating: 4.0))
    write(multiplyAdd(even2, odd2, Vector(repeating: 0.5)), to: destination + 5 &* stride)
    write(multiplyAdd(even2, odd2, Vector(repeating: -0.5)), to: destination + 6 &* stride)
    write(
      multiplyAdd(multiplyAdd(d7, d5, Vector(repeating: -5.25)), d3, Vector(repeating: 5.25)) - d1,
      to: destination + 7 &* stride)
  }
}

/// Tiles of 10 inputs: points 0, ±1/2, ±3/4, ±5/4, ±2, infinity.
enum Inputs10: InputTransform {
  @inline(__always) static var inputs: Int { 10 }

  @inline(__always) static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let d0 = vector(at: source + 0 &* step)
    let d1 = vector(at: source + 1 &* step)
    let d2 = vector(at: source + 2 &* step)
    let d3 = vector(at: source + 3 &* step)
    let d4 = vector(at: source + 4 &* step)
    let d5 = vector(at: source + 5 &* step)
    let d6 = vector(at: source + 6 &* step)
    let d7 = vector(at: source + 7 &* step)
    let d8 = vector(at: source + 8 &* step)
    let d9 = vector(at: source + 9 &* step)
    write(
      multiplyAdd(
        multiplyAdd(
          multiplyAdd(multiplyAdd(d8, d6, Vector(repeating: -6.375)), d4, Vector(repeating: 10.91015625)), d2,
          Vector(repeating: -5.8603515625)), d0, Vector(repeating: 0.87890625)), to: destination + 0 &* stride)
    let even0 = multiplyAdd(
      multiplyAdd(multiplyAdd(d8, d6, Vector(repeating: -6.125)), d4, Vector(repeating: 9.37890625)), d2,
      Vector(repeating: -3.515625))
    let odd0 = multiplyAdd(
      multiplyAdd(multiplyAdd(d7, d5, Vector(repeating: -6.125)), d3, Vector(repeating: 9.37890625)), d1,
      Vector(repeating: -3.515625))
    write(multiplyAdd(even0, odd0, Vector(repeating: 0.5)), to: destination + 1 &* stride)
    write(multiplyAdd(even0, odd0, Vector(repeating: -0.5)), to: destination + 2 &* stride)
    let even1 = multiplyAdd(
      multiplyAdd(multiplyAdd(d8, d6, Vector(repeating: -5.8125)), d4, Vector(repeating: 7.640625)), d2,
      Vector(repeating: -1.5625))
    let odd1 = multiplyAdd(
      multiplyAdd(multiplyAdd(d7, d5, Vector(repeating: -5.8125)), d3, Vector(repeating: 7.640625)), d1,
      Vector(repeating: -1.5625))
    write(multiplyAdd(even1, odd1, Vector(repeating: 0.75)), to: destination + 3 &* stride)
    write(multiplyAdd(even1, odd1, Vector(repeating: -0.75)), to: destination + 4 &* stride)
    let even2 = multiplyAdd(
      multiplyAdd(multiplyAdd(d8, d6, Vector(repeating: -4.8125)), d4, Vector(repeating: 3.390625)), d2,
      Vector(repeating: -0.5625))
    let odd2 = multiplyAdd(
      multiplyAdd(multiplyAdd(d7, d5, Vector(repeating: -4.8125)), d3, Vector(repeating: 3.390625)), d1,
      Vector(repeating: -0.5625))
    write(multiplyAdd(even2, odd2, Vector(repeating: 1.25)), to: destination + 5 &* stride)
    write(multiplyAdd(even2, odd2, Vector(repeating: -1.25)), to: destination + 6 &* stride)
    let even3 = multiplyAdd(
      multiplyAdd(multiplyAdd(d8, d6, Vector(repeating: -2.375)), d4, Vector(repeating: 1.41015625)), d2,
      Vector(repeating: -0.2197265625))
    let odd3 = multiplyAdd(
      multiplyAdd(multiplyAdd(d7, d5, Vector(repeating: -2.375)), d3, Vector(repeating: 1.41015625)), d1,
      Vector(repeating: -0.2197265625))
    write(multiplyAdd(even3, odd3, Vector(repeating: 2.0)), to: destination + 7 &* stride)
    write(multiplyAdd(even3, odd3, Vector(repeating: -2.0)), to: destination + 8 &* stride)
    write(
      multiplyAdd(
        multiplyAdd(
          multiplyAdd(multiplyAdd(d9, d7, Vector(repeating: -6.375)), d5, Vector(repeating: 10.91015625)), d3,
          Vector(repeating: -5.8603515625)), d1, Vector(repeating: 0.87890625)), to: destination + 9 &* stride)
  }
}

/// 2 outputs of tiles of 4 inputs.
enum Outputs2Of4: OutputTransform {
  @inline(__always) static var inputs: Int { 4 }
  @inline(__always) static var outputs: Int { 2 }

  @inline(__always) static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let first = vector(at: source)
    let last = vector(at: source + 3 &* step)
    let plus0 = vector(at: source + 1 &* step)
    let minus0 = vector(at: source + 2 &* step)
    let even0 = plus0 + minus0
    let odd0 = plus0 - minus0
    write(first + even0, to: destination + 0 &* stride)
    write(last + odd0, to: destination + 1 &* stride)
  }
}

/// 3 outputs of tiles of 4 inputs.
enum Outputs3Of4: OutputTransform {
  @inline(__always) static var inputs: Int { 4 }
  @inline(__always) static var outputs: Int { 3 }

  @inline(__always) static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let first = vector(at: source)
    let last = vector(at: source + 3 &* step)
    let plus0 = vector(at: source + 1 &* step)
    let minus0 = vector(at: source + 2 &* step)
    let even0 = plus0 + minus0
    let odd0 = plus0 - minus0
    write(first + even0, to: destination + 0 &* stride)
    write(odd0, to: destination + 1 &* stride)
    write(last + even0, to: destination + 2 &* stride)
  }
}

/// 2 outputs of tiles of 6 inputs.
enum Outputs2Of6: OutputTransform {
  @inline(__always) static var inputs: Int { 6 }
  @inline(__always) static var outputs: Int { 2 }

  @inline(__always) static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let first = vector(at: source)
    let last = vector(at: source + 5 &* step)
    let plus0 = vector(at: source + 1 &* step)
    let minus0 = vector(at: source + 2 &* step)
    let even0 = plus0 + minus0
    let odd0 = plus0 - minus0
    let plus1 = vector(at: source + 3 &* step)
    let minus1 = vector(at: source + 4 &* step)
    let even1 = plus1 + minus1
    let odd1 = plus1 - minus1
    write((first + even0) + even1, to: destination + 0 &* stride)
    write(
      multiplyAdd(multiplyAdd(last, odd0, Vector(repeating: 0.75)), odd1, Vector(repeating: 1.5)),
      to: destination + 1 &* stride)
  }
}

/// 4 outputs of tiles of 6 inputs.
enum Outputs4Of6: OutputTransform {
  @inline(__always) static var inputs: Int { 6 }
  @inline(__always) static var outputs: Int { 4 }

  @inline(__always) static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let first = vector(at: source)
    let last = vector(at: source + 5 &* step)
    let plus0 = vector(at: source + 1 &* step)
    let minus0 = vector(at: source + 2 &* step)
    let even0 = plus0 + minus0
    let odd0 = plus0 - minus0
    let plus1 = vector(at: source + 3 &* step)
    let minus1 = vector(at: source + 4 &* step)
    let even1 = plus1 + minus1
    let odd1 = plus1 - minus1
    write((first + even0) + even1, to: destination + 0 &* stride)
    write(multiplyAdd(odd0 * Vector(repeating: 0.75), odd1, Vector(repeating: 1.5)), to: destination + 1 &* stride)
    write(multiplyAdd(even0 * Vector(repeating: 0.5625), even1, Vector(repeating: 2.25)), to: destination + 2 &* stride)
    write(
      multiplyAdd(multiplyAdd(last, odd0, Vector(repeating: 0.421875)), odd1, Vector(repeating: 3.375)),
      to: destination + 3 &* stride)
  }
}

/// 5 outputs of tiles of 6 inputs.
enum Outputs5Of6: OutputTransform {
  @inline(__always) static var inputs: Int { 6 }
  @inline(__always) static var outputs: Int { 5 }

  @inline(__always) static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let first = vector(at: source)
    let last = vector(at: source + 5 &* step)
    let plus0 = vector(at: source + 1 &* step)
    let minus0 = vector(at: source + 2 &* step)
    let even0 = plus0 + minus0
    let odd0 = plus0 - minus0
    let plus1 = vector(at: source + 3 &* step)
    let minus1 = vector(at: source + 4 &* step)
    let even1 = plus1 + minus1
    let odd1 = plus1 - minus1
    write((first + even0) + even1, to: destination + 0 &* stride)
    write(multiplyAdd(odd0 * Vector(repeating: 0.75), odd1, Vector(repeating: 1.5)), to: destination + 1 &* stride)
    write(multiplyAdd(even0 * Vector(repeating: 0.5625), even1, Vector(repeating: 2.25)), to: destination + 2 &* stride)
    write(
      multiplyAdd(odd0 * Vector(repeating: 0.421875), odd1, Vector(repeating: 3.375)), to: destination + 3 &* stride)
    write(
      multiplyAdd(multiplyAdd(last, even0, Vector(repeating: 0.31640625)), even1, Vector(repeating: 5.0625)),
      to: destination + 4 &* stride)
  }
}

/// 4 outputs of tiles of 8 inputs.
enum Outputs4Of8: OutputTransform {
  @inline(__always) static var inputs: Int { 8 }
  @inline(__always) static var outputs: Int { 4 }

  @inline(__always) static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let first = vector(at: source)
    let last = vector(at: source + 7 &* step)
    let plus0 = vector(at: source + 1 &* step)
    let minus0 = vector(at: source + 2 &* step)
    let even0 = plus0 + minus0
    let odd0 = plus0 - minus0
    let plus1 = vector(at: source + 3 &* step)
    let minus1 = vector(at: source + 4 &* step)
    let even1 = plus1 + minus1
    let odd1 = plus1 - minus1
    let plus2 = vector(at: source + 5 &* step)
    let minus2 = vector(at: source + 6 &* step)
    let even2 = plus2 + minus2
    let odd2 = plus2 - minus2
    write(((first + even0) + even1) + even2, to: destination + 0 &* stride)
    write(
      multiplyAdd(multiplyAdd(odd0, odd1, Vector(repeating: 2.0)), odd2, Vector(repeating: 0.5)),
      to: destination + 1 &* stride)
    write(
      multiplyAdd(multiplyAdd(even0, even1, Vector(repeating: 4.0)), even2, Vector(repeating: 0.25)),
      to: destination + 2 &* stride)
    write(
      multiplyAdd(multiplyAdd((last + odd0), odd1, Vector(repeating: 8.0)), odd2, Vector(repeating: 0.125)),
      to: destination + 3 &* stride)
  }
}

/// 6 outputs of tiles of 8 inputs.
enum Outputs6Of8: OutputTransform {
  @inline(__always) static var inputs: Int { 8 }
  @inline(__always) static var outputs: Int { 6 }

  @inline(__always) static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let first = vector(at: source)
    let last = vector(at: source + 7 &* step)
    let plus0 = vector(at: source + 1 &* step)
    let minus0 = vector(at: source + 2 &* step)
    let even0 = plus0 + minus0
    let odd0 = plus0 - minus0
    let plus1 = vector(at: source + 3 &* step)
    let minus1 = vector(at: source + 4 &* step)
    let even1 = plus1 + minus1
    let odd1 = plus1 - minus1
    let plus2 = vector(at: source + 5 &* step)
    let minus2 = vector(at: source + 6 &* step)
    let even2 = plus2 + minus2
    let odd2 = plus2 - minus2
    write(((first + even0) + even1) + even2, to: destination + 0 &* stride)
    write(
      multiplyAdd(multiplyAdd(odd0, odd1, Vector(repeating: 2.0)), odd2, Vector(repeating: 0.5)),
      to: destination + 1 &* stride)
    write(
      multiplyAdd(multiplyAdd(even0, even1, Vector(repeating: 4.0)), even2, Vector(repeating: 0.25)),
      to: destination + 2 &* stride)
    write(
      multiplyAdd(multiplyAdd(odd0, odd1, Vector(repeating: 8.0)), odd2, Vector(repeating: 0.125)),
      to: destination + 3 &* stride)
    write(
      multiplyAdd(multiplyAdd(even0, even1, Vector(repeating: 16.0)), even2, Vector(repeating: 0.0625)),
      to: destination + 4 &* stride)
    write(
      multiplyAdd(multiplyAdd((last + odd0), odd1, Vector(repeating: 32.0)), odd2, Vector(repeating: 0.03125)),
      to: destination + 5 &* stride)
  }
}

/// 7 outputs of tiles of 8 inputs.
enum Outputs7Of8: OutputTransform {
  @inline(__always) static var inputs: Int { 8 }
  @inline(__always) static var outputs: Int { 7 }

  @inline(__always) static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let first = vector(at: source)
    let last = vector(at: source + 7 &* step)
    let plus0 = vector(at: source + 1 &* step)
    let minus0 = vector(at: source + 2 &* step)
    let even0 = plus0 + minus0
    let odd0 = plus0 - minus0
    let plus1 = vector(at: source + 3 &* step)
    let minus1 = vector(at: source + 4 &* step)
    let even1 = plus1 + minus1
    let odd1 = plus1 - minus1
    let plus2 = vector(at: source + 5 &* step)
    let minus2 = vector(at: source + 6 &* step)
    let even2 = plus2 + minus2
    let odd2 = plus2 - minus2
    write(((first + even0) + even1) + even2, to: destination + 0 &* stride)
    write(
      multiplyAdd(multiplyAdd(odd0, odd1, Vector(repeating: 2.0)), odd2, Vector(repeating: 0.5)),
      to: destination + 1 &* stride)
    write(
      multiplyAdd(multiplyAdd(even0, even1, Vector(repeating: 4.0)), even2, Vector(repeating: 0.25)),
      to: destination + 2 &* stride)
    write(
      multiplyAdd(multiplyAdd(odd0, odd1, Vector(repeating: 8.0)), odd2, Vector(repeating: 0.125)),
      to: destination + 3 &* stride)
    write(
      multiplyAdd(multiplyAdd(even0, even1, Vector(repeating: 16.0)), even2, Vector(repeating: 0.0625)),
      to: destination + 4 &* stride)
    write(
      multiplyAdd(multiplyAdd(odd0, odd1, Vector(repeating: 32.0)), odd2, Vector(repeating: 0.03125)),
      to: destination + 5 &* stride)
    write(
      multiplyAdd(multiplyAdd((last + even0), even1, Vector(repeating: 64.0)), even2, Vector(repeating: 0.015625)),
      to: destination + 6 &* stride)
  }
}

/// 6 outputs of tiles of 10 inputs.
enum Outputs6Of10: OutputTransform {
  @inline(__always) static var inputs: Int { 10 }
  @inline(__always) static var outputs: Int { 6 }

  @inline(__always) static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let first = vector(at: source)
    let last = vector(at: source + 9 &* step)
    let plus0 = vector(at: source + 1 &* step)
    let minus0 = vector(at: source + 2 &* step)
    let even0 = plus0 + minus0
    let odd0 = plus0 - minus0
    let plus1 = vector(at: source + 3 &* step)
    let minus1 = vector(at: source + 4 &* step)
    let even1 = plus1 + minus1
    let odd1 = plus1 - minus1
    let plus2 = vector(at: source + 5 &* step)
    let minus2 = vector(at: source + 6 &* step)
    let even2 = plus2 + minus2
    let odd2 = plus2 - minus2
    let plus3 = vector(at: source + 7 &* step)
    let minus3 = vector(at: source + 8 &* step)
    let even3 = plus3 + minus3
    let odd3 = plus3 - minus3
    write((((first + even0) + even1) + even2) + even3, to: destination + 0 &* stride)
    write(
      multiplyAdd(
        multiplyAdd(
          multiplyAdd(odd0 * Vector(repeating: 0.5), odd1, Vector(repeating: 0.75)), odd2, Vector(repeating: 1.25)),
        odd3, Vector(repeating: 2.0)), to: destination + 1 &* stride)
    write(
      multiplyAdd(
        multiplyAdd(
          multiplyAdd(even0 * Vector(repeating: 0.25), even1, Vector(repeating: 0.5625)), even2,
          Vector(repeating: 1.5625)), even3, Vector(repeating: 4.0)), to: destination + 2 &* stride)
    write(
      multiplyAdd(
        multiplyAdd(
          multiplyAdd(odd0 * Vector(repeating: 0.125), odd1, Vector(repeating: 0.421875)), odd2,
          Vector(repeating: 1.953125)), odd3, Vector(repeating: 8.0)), to: destination + 3 &* stride)
    write(
      multiplyAdd(
        multiplyAdd(
          multiplyAdd(even0 * Vector(repeating: 0.0625), even1, Vector(repeating: 0.31640625)), even2,
          Vector(repeating: 2.44140625)), even3, Vector(repeating: 16.0)), to: destination + 4 &* stride)
    write(
      multiplyAdd(
        multiplyAdd(
          multiplyAdd(multiplyAdd(last, odd0, Vector(repeating: 0.03125)), odd1, Vector(repeating: 0.2373046875)), odd2,
          Vector(repeating: 3.0517578125)), odd3, Vector(repeating: 32.0)), to: destination + 5 &* stride)
  }
}

/// 8 outputs of tiles of 10 inputs.
enum Outputs8Of10: OutputTransform {
  @inline(__always) static var inputs: Int { 10 }
  @inline(__always) static var outputs: Int { 8 }

  @inline(__always) static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let first = vector(at: source)
    let last = vector(at: source + 9 &* step)
    let plus0 = vector(at: source + 1 &* step)
    let minus0 = vector(at: source + 2 &* step)
    let even0 = plus0 + minus0
    let odd0 = plus0 - minus0
    let plus1 = vector(at: source + 3 &* step)
    let minus1 = vector(at: source + 4 &* step)
    let even1 = plus1 + minus1
    let odd1 = plus1 - minus1
    let plus2 = vector(at: source + 5 &* step)
    let minus2 = vector(at: source + 6 &* step)
    let even2 = plus2 + minus2
    let odd2 = plus2 - minus2
    let plus3 = vector(at: source + 7 &* step)
    let minus3 = vector(at: source + 8 &* step)
    let even3 = plus3 + minus3
    let odd3 = plus3 - minus3
    write((((first + even0) + even1) + even2) + even3, to: destination + 0 &* stride)
    write(
      multiplyAdd(
        multiplyAdd(
          multiplyAdd(odd0 * Vector(repeating: 0.5), odd1, Vector(repeating: 0.75)), odd2, Vector(repeating: 1.25)),
        odd3, Vector(repeating: 2.0)), to: destination + 1 &* stride)
    write(
      multiplyAdd(
        multiplyAdd(
          multiplyAdd(even0 * Vector(repeating: 0.25), even1, Vector(repeating: 0.5625)), even2,
          Vector(repeating: 1.5625)), even3, Vector(repeating: 4.0)), to: destination + 2 &* stride)
    write(
      multiplyAdd(
        multiplyAdd(
          multiplyAdd(odd0 * Vector(repeating: 0.125), odd1, Vector(repeating: 0.421875)), odd2,
          Vector(repeating: 1.953125)), odd3, Vector(repeating: 8.0)), to: destination + 3 &* stride)
    write(
      multiplyAdd(
        multiplyAdd(
          multiplyAdd(even0 * Vector(repeating: 0.0625), even1, Vector(repeating: 0.31640625)), even2,
          Vector(repeating: 2.44140625)), even3, Vector(repeating: 16.0)), to: destination + 4 &* stride)
    write(
      multiplyAdd(
        multiplyAdd(
          multiplyAdd(odd0 * Vector(repeating: 0.03125), odd1, Vector(repeating: 0.2373046875)), odd2,
          Vector(repeating: 3.0517578125)), odd3, Vector(repeating: 32.0)), to: destination + 5 &* stride)
    write(
      multiplyAdd(
        multiplyAdd(
          multiplyAdd(even0 * Vector(repeating: 0.015625), even1, Vector(repeating: 0.177978515625)), even2,
          Vector(repeating: 3.814697265625)), even3, Vector(repeating: 64.0)), to: destination + 6 &* stride)
    write(
      multiplyAdd(
        multiplyAdd(
          multiplyAdd(multiplyAdd(last, odd0, Vector(repeating: 0.0078125)), odd1, Vector(repeating: 0.13348388671875)),
          odd2, Vector(repeating: 4.76837158203125)), odd3, Vector(repeating: 128.0)), to: destination + 7 &* stride)
  }
}
