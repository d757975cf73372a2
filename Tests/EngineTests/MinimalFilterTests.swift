// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaEngine
import RotundaKernels
import RotundaTestSupport
import Testing

/// Every filter that kernels exist for.
private let filters = TransformSource.outputs.flatMap { row in
  row.outputs.compactMap { MinimalFilter(outputs: $0, taps: row.inputs + 1 - $0) }
}

@Suite("Minimal filters")
struct MinimalFilterTests {
  @Test("Fractions are exact and in lowest terms")
  func fractions() {
    #expect(Rational(6, -4) == Rational(-3, 2))
    #expect(Rational(1, 3) + Rational(1, 6) == Rational(1, 2))
    #expect(Rational(2, 3) * Rational(9, 4) == Rational(3, 2))
    #expect(Rational(2, 3) / Rational(-4, 9) == Rational(-3, 2))
    #expect(Rational(-1, 2).power(3) == Rational(-1, 8))
    #expect(Rational(0, 5) == 0)
  }

  @Test("Every filter computes the sums of its taps without any error", arguments: filters)
  func exact(filter: MinimalFilter) {
    // Bilinear: all pairs of unit inputs and unit taps decide it.
    for input in 0..<filter.inputs {
      for tap in 0..<filter.taps {
        let products = (0..<filter.inputs).map { filter.input[$0][input] * filter.filter[$0][tap] }
        for output in 0..<filter.outputs {
          let sum = zip(filter.output[output], products).reduce(Rational(0)) { $0 + $1.0 * $1.1 }
          #expect(sum == (input == output + tap ? 1 : 0))
        }
      }
    }
  }

  @Test("There is no filter without points for it")
  func none() {
    #expect(MinimalFilter(outputs: 3, taps: 3) == nil)
    #expect(MinimalFilter(outputs: 0, taps: 5) == nil)
  }

  @Test("The kernels' transforms are what the generator writes")
  func generated() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../Sources/Kernels/Transforms.swift")
    func bare(_ text: String) -> String { text.filter { !$0.isWhitespace } }
    #expect(try bare(String(contentsOf: file, encoding: .utf8)) == bare(TransformSource.text))
  }

  @Test("The kernels transform tiles as the matrices say, in both directions", arguments: filters)
  func kernels(filter: MinimalFilter) throws {
    for instructionSet in InstructionSet.available {
      try expectInput(filter, instructionSet)
      try expectOutput(filter, instructionSet)
    }
  }

  @Test("A filter's amplification is that of its errors, within a factor of two", arguments: filters)
  func amplification(filter: MinimalFilter) {
    // One-dimensional sums in single precision with exact transforms, so that only the rounding of operands counts.
    var generator = SeededGenerator(seed: 9)
    var squares = (plain: 0.0, filtered: 0.0)
    let matrices = (
      input: filter.input.map { $0.map(\.value) }, filter: filter.filter.map { $0.map(\.value) },
      output: filter.output.map { $0.map(\.value) }
    )
    func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
      matrix.map { row in zip(row, vector).map(*).reduce(0, +) }
    }
    for _ in 0..<4000 {
      let inputs = generator.normals(filter.inputs).map { Double($0) }
      let taps = generator.normals(filter.taps).map { Double($0) }
      // Errors proportional to each product, as rounding is, but large and independent.
      let noise = generator.normals(filter.inputs).map { Double($0) }
      let products = zip(product(matrices.input, inputs), product(matrices.filter, taps)).map(*)
      let errors = product(matrices.output, zip(products, noise).map(*))
      squares.filtered += errors.map { $0 * $0 }.reduce(0, +) / Double(filter.outputs)
      squares.plain += zip(inputs, taps).map { $0 * $1 * $0 * $1 }.reduce(0, +)
    }
    let measured = (squares.filtered / squares.plain).squareRoot()
    #expect(measured > filter.amplification / 2 && measured < filter.amplification * 2)
  }

  /// B d Bᵀ of random tiles.
  private func expectInput(_ filter: MinimalFilter, _ instructionSet: InstructionSet) throws {
    let kernels = instructionSet.kernels
    let transform = try #require(kernels.tileInputs[filter.inputs])
    let tile = randomTile(side: filter.inputs, lanes: kernels.lanes)
    let count = filter.inputs * filter.inputs * kernels.lanes
    let (result, scratch) = (AlignedFloats(count: count), AlignedFloats(count: count))
    transform(
      TileInput(
        source: tile.base, pixelStep: kernels.lanes, rowStep: filter.inputs * kernels.lanes, vectors: 1,
        destination: result.base, pointStep: kernels.lanes, scratch: scratch.base))
    expect(result, equals: filter.input, times: tile, lanes: kernels.lanes, instructionSet)
  }

  /// A p Aᵀ of random products, without bias and activation.
  private func expectOutput(_ filter: MinimalFilter, _ instructionSet: InstructionSet) throws {
    let kernels = instructionSet.kernels
    let shape = TileShape(inputs: filter.inputs, outputs: filter.outputs)
    let transform = try #require(kernels.tileOutputs[shape])
    let tile = randomTile(side: filter.inputs, lanes: kernels.lanes)
    let scratch = AlignedFloats(count: (filter.inputs * filter.inputs + filter.outputs) * kernels.lanes)
    let result = AlignedFloats(count: filter.outputs * filter.outputs * kernels.lanes)
    let bias = AlignedFloats(count: kernels.lanes)
    transform(
      TileOutput(
        source: tile.base, pointStep: kernels.lanes, bias: bias.base, destination: result.base,
        pixelStep: kernels.lanes, rowStep: filter.outputs * kernels.lanes, scratch: scratch.base, activation: .none))
    expect(result, equals: filter.output, times: tile, lanes: kernels.lanes, instructionSet)
  }

  private func randomTile(side: Int, lanes: Int) -> AlignedFloats {
    var generator = SeededGenerator(seed: UInt64(side))
    return AlignedFloats(generator.normals(side * side * lanes))
  }

  /// matrix tile matrixᵀ in double precision, for each lane.
  private func expect(
    _ result: AlignedFloats, equals matrix: [[Rational]], times tile: AlignedFloats, lanes: Int,
    _ instructionSet: InstructionSet
  ) {
    let values = matrix.map { $0.map(\.value) }
    let side = values[0].count
    for lane in 0..<lanes {
      for row in values.indices {
        for column in values.indices {
          var sum = 0.0
          var size = 0.0
          for i in 0..<side {
            for j in 0..<side {
              let term = values[row][i] * values[column][j] * Double(tile.base[(i * side + j) * lanes + lane])
              sum += term
              size += abs(term)
            }
          }
          let distance = abs(Double(result.base[(row * values.count + column) * lanes + lane]) - sum)
          #expect(distance <= 1e-6 * size, "row \(row), column \(column) on \(instructionSet.name)")
        }
      }
    }
  }
}
