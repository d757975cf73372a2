// SPDX-License-Identifier: Apache-2.0

import Foundation

/// sRGB's transfer function, IEC 61966-2-1, for values in [0, 1].
package enum SRGB {
  /// What stands in a file for linear light.
  package static func encoded(_ linear: Double) -> Double {
    linear <= 0.003_130_8 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055
  }

  /// The linear light of what stands in a file.
  package static func linear(_ encoded: Double) -> Double {
    encoded <= 0.040_45 ? encoded / 12.92 : pow((encoded + 0.055) / 1.055, 2.4)
  }
}
