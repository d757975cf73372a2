// SPDX-License-Identifier: Apache-2.0

#if AVX2 || AVX512
  import RotundaKernels
#endif

/// x where x > 0, else exp(x) - 1.
///
/// With n = round(x / ln 2) and r = x - n ln 2, exp(x) - 1 = 2^n (exp(r) - 1) + (2^n - 1): no cancellation near 0,
/// where n = 0. exp(r) - 1 is its Taylor series to r^7: for |r| <= ln(2) / 2 the rest is below 2e-8 of it.
/// Within 2 units in the last place of the exact value; NaN stays NaN.
@inline(__always)
func elu(_ x: Vector) -> Vector {
  // Below -87 the result is -1 to the last bit, and 2^n would leave the normal numbers.
  let negative = x.replacing(with: -87, where: x .< -87)
  // Adding 1.5 * 2^23 rounds to an integer, which then stands in the low bits.
  let shifted = multiplyAdd(Vector(repeating: 12_582_912), negative, Vector(repeating: 1.442_695_04))
  let n = shifted - 12_582_912
  // ln 2 in two parts: the first has few enough bits for n times it to be exact.
  var r = multiplyAdd(negative, n, Vector(repeating: -0.693_359_375))
  r = multiplyAdd(r, n, Vector(repeating: 2.121_944_4e-4))
  var q = Vector(repeating: 1.0 / 5040)
  q = multiplyAdd(Vector(repeating: 1.0 / 720), q, r)
  q = multiplyAdd(Vector(repeating: 1.0 / 120), q, r)
  q = multiplyAdd(Vector(repeating: 1.0 / 24), q, r)
  q = multiplyAdd(Vector(repeating: 1.0 / 6), q, r)
  q = multiplyAdd(Vector(repeating: 0.5), q, r)
  let fraction = multiplyAdd(r, q, r * r)
  let bits = unsafeBitCast(shifted, to: IntegerVector.self) &<< 23
  let power = unsafeBitCast(bits &+ IntegerVector(repeating: 0x3F80_0000), to: Vector.self)
  return multiplyAdd(power - 1, power, fraction).replacing(with: x, where: x .> 0)
}

/// `x` after what follows a sum.
@inline(__always)
func activated(_ x: Vector, _ activation: Activation) -> Vector {
  switch activation {
  case .none: x
  case .elu: elu(x)
  case .relu: x.replacing(with: 0, where: x .< 0)
  }
}

/// `RectangleFinish` for one rectangle.
@inline(__always)
func finishRectangle(_ rectangle: RectangleFinish) {
  let bias = vector(at: rectangle.bias)
  for row in 0..<rectangle.rows {
    let sums = rectangle.sums + row &* rectangle.sumRowStep
    let pixels = rectangle.destination + row &* rectangle.rowStep
    for column in 0..<rectangle.columns {
      let value = activated(vector(at: sums + column &* rectangle.sumStep) + bias, rectangle.activation)
      let destination = pixels + column &* rectangle.step
      if rectangle.count == lanes {
        write(value, to: destination)
      } else {
        for channel in 0..<rectangle.count { destination[channel] = value[channel] }
      }
    }
  }
}

/// An activation of `count` floats.
@inline(__always)
func activateArray(
  _ source: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>, _ count: Int, _ activation: Activation
) {
  var index = 0
  while index &+ lanes <= count {
    write(activated(vector(at: source + index), activation), to: destination + index)
    index &+= lanes
  }
  while index < count {
    destination[index] = activated(Vector(repeating: source[index]), activation)[0]
    index &+= 1
  }
}

/// Sum of two arrays of `count` floats, and what follows.
@inline(__always)
func addArrays(
  _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>,
  _ count: Int, _ activation: Activation
) {
  var index = 0
  while index &+ lanes <= count {
    let sum = vector(at: first + index) + vector(at: second + index)
    write(activated(sum, activation), to: destination + index)
    index &+= lanes
  }
  while index < count {
    destination[index] = activated(Vector(repeating: first[index] + second[index]), activation)[0]
    index &+= 1
  }
}

/// `ScaledRow` for one row.
@inline(__always)
func scaleRow(_ row: ScaledRow) {
  var channel = 0
  while channel &+ lanes <= row.count {
    let scale = vector(at: row.scales + channel)
    let shift = vector(at: row.shifts + channel)
    for pixel in 0..<row.pixels {
      let value = multiplyAdd(shift, vector(at: row.source + pixel &* row.sourceStep + channel), scale)
      write(activated(value, row.activation), to: row.destination + pixel &* row.destinationStep + channel)
    }
    channel &+= lanes
  }
  while channel < row.count {
    for pixel in 0..<row.pixels {
      let value = row.source[pixel &* row.sourceStep + channel] * row.scales[channel] + row.shifts[channel]
      row.destination[pixel &* row.destinationStep + channel] =
        activated(Vector(repeating: value), row.activation)[0]
    }
    channel &+= 1
  }
}
