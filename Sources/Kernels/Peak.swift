// SPDX-License-Identifier: Apache-2.0

#if AVX2 || AVX512
  import RotundaKernels
#endif

/// `rounds` rounds of twelve multiply-adds that do not wait for each other: all that a core can do.
///
/// Returns a number that depends on each of them.
@inline(__always)
func multiplyAddChains(_ rounds: Int) -> Float {
  // They begin apart, or the compiler would make one of them all.
  var sum0 = Vector(repeating: 0)
  var sum1 = Vector(repeating: 1)
  var sum2 = Vector(repeating: 2)
  var sum3 = Vector(repeating: 3)
  var sum4 = Vector(repeating: 4)
  var sum5 = Vector(repeating: 5)
  var sum6 = Vector(repeating: 6)
  var sum7 = Vector(repeating: 7)
  var sum8 = Vector(repeating: 8)
  var sum9 = Vector(repeating: 9)
  var sum10 = Vector(repeating: 10)
  var sum11 = Vector(repeating: 11)
  // Numbers that the compiler does not know.
  let factor = Vector(repeating: Float(rounds & 1) + 0.5)
  let value = Vector(repeating: Float(rounds & 3) + 1e-3)
  for _ in 0..<rounds {
    sum0 = multiplyAdd(value, sum0, factor)
    sum1 = multiplyAdd(value, sum1, factor)
    sum2 = multiplyAdd(value, sum2, factor)
    sum3 = multiplyAdd(value, sum3, factor)
    sum4 = multiplyAdd(value, sum4, factor)
    sum5 = multiplyAdd(value, sum5, factor)
    sum6 = multiplyAdd(value, sum6, factor)
    sum7 = multiplyAdd(value, sum7, factor)
    sum8 = multiplyAdd(value, sum8, factor)
    sum9 = multiplyAdd(value, sum9, factor)
    sum10 = multiplyAdd(value, sum10, factor)
    sum11 = multiplyAdd(value, sum11, factor)
  }
  let first = sum0 + sum1 + sum2 + sum3 + sum4 + sum5
  return (first + sum6 + sum7 + sum8 + sum9 + sum10 + sum11).sum()
}
