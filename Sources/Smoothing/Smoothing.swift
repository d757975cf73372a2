// SPDX-License-Identifier: Apache-2.0

#if AVX2
  package import RotundaSmoothing
#endif

/// The vector loops of this module.
///
/// Each instruction set's module has an enum of this name.
package enum Smoothing {
  /// The table; made on request, so that loading the module runs none of its instructions.
  package static var table: SmoothingTable { SmoothingTable(smooth: { smoothRow($0) }) }
}
