// SPDX-License-Identifier: Apache-2.0

/// What a convolution by minimal filters is expected to cost.
///
/// The coefficients were fitted to layers of RectNet and UResNet, timed alone (AVX2, Zen 3); only their relation matters.
/// Those of split products are RectNet's (AMX, Xeon): they are waited for less than the numbers that come and go.
struct WinogradCost {
  /// Multiply-accumulates, idle lanes counted.
  let products: Double
  /// Clock cycles of one core.
  let cycles: Double
  /// Bytes of transformed weights.
  let weightBytes: Int

  init(_ layout: WinogradProblem, arithmetic: ProductArithmetic, lanes: Int) {
    let n = Double(layout.filter.inputs)
    let m = Double(layout.filter.outputs)
    let tiles = Double(layout.tileCount)
    let outputs = Double((layout.targets.count + 1) / 2 * 2 * lanes)
    products = tiles * n * n * Double(arithmetic.padded(inputs: layout.inputs)) * outputs
    weightBytes = FilterWeights.count(layout, arithmetic: arithmetic, lanes: lanes) * MemoryLayout<Float>.stride

    let inputVectors = Double(layout.sources.count * MapLayout.blockChannels / lanes)
    // n columns and n rows of about 0.3 n² cycles, and n² vectors stored far from each other.
    let input = inputVectors * (0.6 * n * n * n + 3 * n * n)
    let output = Double(layout.targets.count) * (0.3 * n * m * (n + m) + 3 * n * n + 8 * m * m)
    let blocks = Double(TileBlocks(layout, arithmetic: arithmetic, lanes: lanes).count)
    let weights = blocks * Double(weightBytes)
    let work = 1.15 * products / arithmetic.productsPerCycle(lanes: lanes) + tiles * (input + output)
    switch arithmetic {
    case .single:
      cycles = work + 0.15 * weights
    case .split:
      let moved = tiles * n * n * (Double(arithmetic.length(inputs: layout.inputs)) + outputs) * 4
      cycles = work + 0.5 * moved + 0.3 * weights
    }
  }
}
