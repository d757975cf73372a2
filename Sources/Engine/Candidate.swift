// SPDX-License-Identifier: Apache-2.0

package import RotundaKernels

/// An algorithm that could compute a convolution problem, and what is expected of it.
package struct Candidate: Sendable {
  /// The algorithm, for people.
  package let name: String
  /// Expected clock cycles of one core.
  package var cycles: Double
  /// Multiply-accumulates that it executes, idle lanes counted.
  package let products: Double
  /// Bytes of its form of the weights.
  package let weightBytes: Int
  /// Expected rounding error, root mean square, in units of a plain sum's.
  package let amplification: Double
  /// Transforms the weights and divides the work.
  package let make: @Sendable () -> any Step

  package init(
    name: String, cycles: Double, products: Double, weightBytes: Int, amplification: Double,
    make: @escaping @Sendable () -> any Step
  ) {
    self.name = name
    self.cycles = cycles
    self.products = products
    self.weightBytes = weightBytes
    self.amplification = amplification
    self.make = make
  }
}

extension Candidate {
  /// All that can compute a problem.
  package static func all(for problem: ConvolutionProblem, kernels: KernelTable) -> [Candidate] {
    ImplicitGEMM.candidates(for: problem, kernels: kernels) + InnerProduct.candidates(for: problem, kernels: kernels)
      + WinogradConvolution.candidates(for: problem, kernels: kernels)
  }
}
