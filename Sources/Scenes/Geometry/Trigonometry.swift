// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

func cosine(_ x: Float) -> Float { cos(x) }
func sine(_ x: Float) -> Float { sin(x) }
func arcTangent(_ y: Float, _ x: Float) -> Float { atan2(y, x) }
func power(_ x: Float, _ exponent: Float) -> Float { pow(x, exponent) }
func exponential(_ x: Float) -> Float { exp(x) }
func logarithm(_ x: Float) -> Float { log(x) }

extension Double {
  var cosine: Double { cos(self) }
  var sine: Double { sin(self) }
}
