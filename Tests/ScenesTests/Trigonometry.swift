// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

func cosine(_ x: Double) -> Double { cos(x) }
func sine(_ x: Double) -> Double { sin(x) }
func arcTangent(_ y: Double, _ x: Double) -> Double { atan2(y, x) }
func power(_ x: Double, _ exponent: Double) -> Double { pow(x, exponent) }
