// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

package func cosine(_ x: Float) -> Float { cos(x) }
package func sine(_ x: Float) -> Float { sin(x) }
package func arcTangent(_ y: Float, _ x: Float) -> Float { atan2(y, x) }
package func power(_ x: Float, _ exponent: Float) -> Float { pow(x, exponent) }
package func exponential(_ x: Float) -> Float { exp(x) }
package func logarithm(_ x: Float) -> Float { log(x) }

extension Double {
  package var cosine: Double { cos(self) }
  package var sine: Double { sin(self) }
}
