// SPDX-License-Identifier: Apache-2.0

import CRotundaProcessor
import RotundaSmoothing

#if arch(x86_64)
  import RotundaSmoothingAVX2
#endif

/// The vector loops that suit this processor.
enum VectorLoops {
  static let table: SmoothingTable = {
    #if arch(x86_64)
      if rotunda_processor_features() & UInt32(ROTUNDA_HAS_AVX2) != 0 { return RotundaSmoothingAVX2.Smoothing.table }
    #endif
    return RotundaSmoothing.Smoothing.table
  }()
}
