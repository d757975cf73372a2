// SPDX-License-Identifier: Apache-2.0

import RotundaKernels

/// What numbers are multiplied as.
enum ProductArithmetic: Sendable, Hashable {
  /// Single precision, by the vector unit.
  case single
  /// Sums of so many numbers of bfloat16, two or three, by the matrix unit; see `matrix_unit.h`.
  case split(parts: Int)

  /// Channels whose parts lie together.
  static let splitGroup = 32

  /// Those that a table's processor has.
  static func available(in kernels: KernelTable) -> [ProductArithmetic] {
    [.single] + (kernels.hasMatrixUnit ? split : [])
  }

  /// Those of the matrix unit.
  static let split = [ProductArithmetic.split(parts: 2), .split(parts: 3)]

  /// What a candidate's name says of it.
  var suffix: String {
    switch self {
    case .single: ""
    case .split(let parts): ", split in \(parts)"
    }
  }

  /// Rounding error of a plain sum, root mean square, in units of that in single precision.
  ///
  /// Sums of 64 products of normal random numbers err by 4.4e-6 of their deviation in two parts, 8e-8 in three, 1.5e-7 in
  /// single precision; of 512 products by 4.4e-6, 1.8e-7 and 4.1e-7.
  var amplification: Double {
    switch self {
    case .single: 1
    case .split(let parts): parts == 2 ? 30 : 0.6
    }
  }

  /// Multiply-accumulates in one cycle of a core, as far as memory lets it.
  func productsPerCycle(lanes: Int) -> Double {
    switch self {
    case .single: Double(2 * lanes)
    case .split(let parts): parts == 2 ? 140 : 70
    }
  }

  /// Floats in whose place a product's inputs lie.
  func length(inputs: Int) -> Int {
    switch self {
    case .single: inputs
    case .split(let parts): (inputs + Self.splitGroup - 1) / Self.splitGroup * Self.groupLength(parts: parts)
    }
  }

  /// Floats in whose place a group lies.
  static func groupLength(parts: Int) -> Int { splitGroup / 2 * parts }

  /// What inputs of a product are rounded up to.
  func padded(inputs: Int) -> Int {
    self == .single ? inputs : (inputs + Self.splitGroup - 1) / Self.splitGroup * Self.splitGroup
  }

  /// What pixels of a product are rounded up to: as many as registers hold.
  ///
  /// In single precision those of every instruction set, 6 or 12.
  var pixelMultiple: Int { self == .single ? 12 : 32 }
}
