// SPDX-License-Identifier: Apache-2.0

import CRotundaProcessor
import Foundation
package import RotundaKernels

#if arch(x86_64)
  import RotundaKernelsAVX2
  import RotundaKernelsAVX512
#endif

/// A set of vector instructions that kernels were compiled for.
public enum InstructionSet: String, Sendable, Hashable, CaseIterable {
  /// What every processor of the architecture has: SSE2 on x86-64, NEON on arm64.
  case base
  /// AVX2 and FMA.
  case avx2
  /// AVX-512 F, VL, DQ and BW.
  case avx512
  /// The same, and a unit for products of matrices of bfloat16 (AMX).
  case amx

  /// Its name for people.
  public var name: String {
    switch self {
    case .base:
      #if arch(arm64)
        "NEON"
      #else
        "SSE2"
      #endif
    case .avx2: "AVX2"
    case .avx512: "AVX-512"
    case .amx: "AVX-512 and AMX"
    }
  }

  /// The sets that this processor can run, plainest first.
  public static var available: [InstructionSet] { allCases.filter(\.isAvailable) }

  /// The environment variable that picks a set by name, as `ROTUNDA_KERNELS=avx2`.
  public static let environmentVariable = "ROTUNDA_KERNELS"

  /// The set to use: the one that the environment asks for where this processor has it, else the widest.
  public static var preferred: InstructionSet {
    let asked = ProcessInfo.processInfo.environment[environmentVariable].flatMap(InstructionSet.init(rawValue:))
    if let asked, asked.isAvailable { return asked }
    return available.last ?? .base
  }

  private var isAvailable: Bool {
    #if arch(x86_64)
      let features = rotunda_processor_features()
      switch self {
      case .base: return true
      case .avx2: return features & UInt32(ROTUNDA_HAS_AVX2) != 0
      case .avx512: return features & UInt32(ROTUNDA_HAS_AVX512) != 0
      case .amx: return features & UInt32(ROTUNDA_HAS_AVX512) != 0 && rotunda_matrix_unit_is_usable() != 0
      }
    #else
      return self == .base
    #endif
  }

  /// The kernels; those of `base` where this build has no others.
  package var kernels: KernelTable {
    #if arch(x86_64)
      switch self {
      case .base: return RotundaKernels.Kernels.table
      case .avx2: return RotundaKernelsAVX2.Kernels.table
      case .avx512: return RotundaKernelsAVX512.Kernels.table
      case .amx:
        var table = RotundaKernelsAVX512.Kernels.table
        table.hasMatrixUnit = true
        return table
      }
    #else
      return RotundaKernels.Kernels.table
    #endif
  }
}
