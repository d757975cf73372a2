// SPDX-License-Identifier: Apache-2.0

package import RotundaKernels

/// What is expected of an algorithm for one convolution problem.
package struct Estimate: Sendable, Hashable {
  /// The algorithm, for people.
  package let name: String
  /// Clock cycles of one core.
  package var cycles: Double
  /// Multiply-accumulates that it executes, idle lanes counted.
  package let products: Double
  /// Bytes of its form of the weights.
  package let weightBytes: Int
  /// Rounding error, root mean square, in units of a plain sum's.
  package let amplification: Double

  package init(name: String, cycles: Double, products: Double, weightBytes: Int, amplification: Double) {
    self.name = name
    self.cycles = cycles
    self.products = products
    self.weightBytes = weightBytes
    self.amplification = amplification
  }
}

/// An algorithm that could compute a convolution problem.
package struct Candidate: Sendable {
  /// What is expected of it.
  package var estimate: Estimate
  /// The layers that it computes, for people and for files of measured times.
  package var layers = ""
  /// Transforms the weights and divides the work.
  package let make: @Sendable () -> any Step

  package init(_ estimate: Estimate, make: @escaping @Sendable () -> any Step) {
    self.estimate = estimate
    self.make = make
  }
}

extension Candidate {
  /// The same, expected to take so long.
  func taking(_ cycles: Double) -> Candidate {
    var changed = self
    changed.estimate.cycles = cycles
    return changed
  }

  /// All that can compute a problem.
  package static func all(for problem: ConvolutionProblem, kernels: KernelTable) -> [Candidate] {
    ImplicitGEMM.candidates(for: problem, kernels: kernels) + InnerProduct.candidates(for: problem, kernels: kernels)
      + SplitConvolution.candidates(for: problem, kernels: kernels)
      + WinogradConvolution.candidates(for: problem, kernels: kernels)
  }
}
