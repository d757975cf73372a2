// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaEngine
import RotundaKernels
import Testing

@Suite("Activations")
struct ActivationTests {
  @Test("ELU is within two units in the last place of exp(x) - 1", arguments: InstructionSet.available)
  func elu(instructionSet: InstructionSet) {
    let tiny = (1...126).map { Float(sign: .minus, exponent: -$0, significand: 1) }
    let inputs = (0..<200_003).map { Float($0) / 1000 - 150 } + tiny
    for (input, output) in zip(inputs, result(of: inputs, instructionSet)) {
      let exact = input > 0 ? Double(input) : expm1(Double(input))
      #expect(abs(Double(output) - exact) <= 2 * Double(Float(exact).ulp), "at \(input)")
    }
  }

  @Test("ELU keeps infinities, signs of nothing and NaN where they belong", arguments: InstructionSet.available)
  func extremes(instructionSet: InstructionSet) {
    let outputs = result(of: [.infinity, -.infinity, .nan, 0, -1e30, .greatestFiniteMagnitude], instructionSet)
    #expect(outputs[0] == .infinity)
    #expect(outputs[1] == -1)
    #expect(outputs[2].isNaN)
    #expect(outputs[3] == 0)
    #expect(outputs[4] == -1)
    #expect(outputs[5] == .greatestFiniteMagnitude)
  }

  private func result(of inputs: [Float], _ instructionSet: InstructionSet) -> [Float] {
    var outputs = [Float](repeating: 0, count: inputs.count)
    inputs.withUnsafeBufferPointer { source in
      outputs.withUnsafeMutableBufferPointer { destination in
        guard let from = source.baseAddress, let to = destination.baseAddress else { return }
        instructionSet.kernels.activate(from, to, inputs.count, .elu)
      }
    }
    return outputs
  }
}
