// SPDX-License-Identifier: Apache-2.0

import RotundaKernels

/// What numbers are multiplied as.
enum ProductArithmetic: Sendable, Hashable, CaseIterable {
  /// Single precision, by the vector unit.
  case single
  /// Pairs of bfloat16, 17 bits together, by the matrix unit; see `matrix_unit.h`.
  case split

  /// Channels whose halves lie together.
  static let splitGroup = 32

  /// Those that a table's processor has.
  static func available(in kernels: KernelTable) -> [ProductArithmetic] {
    kernels.hasMatrixUnit ? allCases : [.single]
  }

  /// What a candidate's name says of it.
  var suffix: String { self == .single ? "" : ", split" }

  /// Rounding error of a plain sum, root mean square, in units of that in single precision.
  ///
  /// Sums of 64 products of normal random numbers err by 4.4e-6 of their deviation, against 1.5e-7; of 512 products by the
  /// same, against 4.1e-7.
  var amplification: Double { self == .single ? 1 : 30 }

  /// Multiply-accumulates in one cycle of a core, as far as memory lets it.
  func productsPerCycle(lanes: Int) -> Double { self == .single ? Double(2 * lanes) : 140 }

  /// What inputs of a product are rounded up to.
  func padded(inputs: Int) -> Int {
    self == .single ? inputs : (inputs + Self.splitGroup - 1) / Self.splitGroup * Self.splitGroup
  }

  /// What pixels of a product are rounded up to: as many as registers hold.
  ///
  /// In single precision those of every instruction set, 6 or 12.
  var pixelMultiple: Int { self == .single ? 12 : 32 }
}
