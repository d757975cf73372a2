// SPDX-License-Identifier: Apache-2.0

#if AVX2 || AVX512
  public import RotundaKernels
#endif

/// The kernels of this module.
///
/// Each instruction set's module has an enum of this name.
public enum Kernels {
  /// The table; made on request, so that loading the module runs none of its instructions.
  public static var table: KernelTable {
    KernelTable(
      lanes: lanes, multiply: { multiplyRow($0) }, innerProduct: { innerProductRow($0) }, finish: { finishRow($0) },
      elu: { eluArray($0, $1, $2) }, add: { addArrays($0, $1, $2, $3) })
  }
}
