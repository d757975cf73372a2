// SPDX-License-Identifier: Apache-2.0

/// The source of the kernels' transforms, `Sources/Kernels/Transforms.swift`, written from the exact matrices.
///
/// Points come in pairs ±a, so rows of the matrices come in pairs that differ in the sign of every other coefficient:
/// each pair shares an even and an odd sum.
package enum TransformSource {
  /// Inputs of a tile, and the outputs that it is used for.
  package static let outputs: [(inputs: Int, outputs: [Int])] = [
    (4, [2, 3]), (6, [2, 4, 5]), (8, [4, 6, 7]), (10, [6, 8]),
  ]

  /// The whole file.
  package static var text: String {
    let filters = outputs.flatMap { row in row.outputs.compactMap { filter(inputs: row.inputs, outputs: $0) } }
    let header = """
      // SPDX-License-Identifier: Apache-2.0

      // Written by TransformGenerator from the exact matrices of Engine/Winograd/MinimalFilter.swift.


      """
    let inputs = outputs.compactMap { row in filter(inputs: row.inputs, outputs: row.outputs[0]).map(inputTransform) }
    return header + (inputs + filters.map(outputTransform)).joined(separator: "\n")
  }

  private static func filter(inputs: Int, outputs: Int) -> MinimalFilter? {
    MinimalFilter(outputs: outputs, taps: inputs + 1 - outputs)
  }

  // MARK: - Inputs

  private static func inputTransform(_ filter: MinimalFilter) -> String {
    let last = filter.inputs - 1
    let matrix = filter.input
    var lines = (0...last).map { "let d\($0) = vector(at: source + \($0) &* step)" }
    lines.append(store(0, sum(matrix[0], of: "d", parity: 0)))
    for (pair, point) in filter.pairs.enumerated() {
      // Rows +a and -a have the same even coefficients and opposite odd ones, which are a times the shared sum's.
      let row = matrix[1 + 2 * pair]
      let even = row.enumerated().map { $0 % 2 == 0 ? $1 : 0 }
      let odd = row.enumerated().map { $0 % 2 == 1 ? $1 / point : 0 }
      // The coefficients of x Q(x²) (x + a): a Q at odd powers, Q at even ones.
      lines.append("let even\(pair) = \(sum(even, of: "d", parity: 0))")
      lines.append("let odd\(pair) = \(sum(odd, of: "d", parity: 1))")
      lines.append(store(1 + 2 * pair, product("even\(pair)", "odd\(pair)", point)))
      lines.append(store(2 + 2 * pair, product("even\(pair)", "odd\(pair)", -point)))
    }
    lines.append(store(last, sum(matrix[last], of: "d", parity: 1)))
    let points = filter.pairs.map { "±\(text($0))" }.joined(separator: ", ")
    return type(
      "Inputs\(filter.inputs)", conforming: "InputTransform",
      comment: "Tiles of \(filter.inputs) inputs: points 0, \(points), infinity.",
      constants: ["inputs": filter.inputs], lines: lines)
  }

  /// The sum of coefficients times values of one parity, highest index first; its coefficient is 1.
  private static func sum(_ row: [Rational], of name: String, parity: Int) -> String {
    let indices = row.indices.filter { $0 % 2 == parity && row[$0].numerator != 0 }.reversed()
    var expression = ""
    for index in indices {
      expression = expression.isEmpty ? "\(name)\(index)" : product(expression, "\(name)\(index)", row[index])
    }
    return expression
  }

  // MARK: - Outputs

  private static func outputTransform(_ filter: MinimalFilter) -> String {
    let last = filter.inputs - 1
    var lines = ["let first = vector(at: source)", "let last = vector(at: source + \(last) &* step)"]
    for pair in filter.pairs.indices {
      lines.append("let plus\(pair) = vector(at: source + \(1 + 2 * pair) &* step)")
      lines.append("let minus\(pair) = vector(at: source + \(2 + 2 * pair) &* step)")
      lines.append("let even\(pair) = plus\(pair) + minus\(pair)")
      lines.append("let odd\(pair) = plus\(pair) - minus\(pair)")
    }
    for output in 0..<filter.outputs {
      var expression = output == 0 ? "first" : output == filter.outputs - 1 ? "last" : ""
      for (pair, point) in filter.pairs.enumerated() {
        let name = "\(output % 2 == 0 ? "even" : "odd")\(pair)"
        let factor = point.power(output)
        expression =
          expression.isEmpty
          ? (factor == 1 ? name : "\(name) * Vector(repeating: \(factor.value))") : product(expression, name, factor)
      }
      lines.append(store(output, expression))
    }
    return type(
      "Outputs\(filter.outputs)Of\(filter.inputs)", conforming: "OutputTransform",
      comment: "\(filter.outputs) outputs of tiles of \(filter.inputs) inputs.",
      constants: ["inputs": filter.inputs, "outputs": filter.outputs], lines: lines)
  }

  // MARK: - Words

  /// sum + factor value.
  private static func product(_ sum: String, _ value: String, _ factor: Rational) -> String {
    switch factor {
    case 1: "(\(sum) + \(value))"
    case -1: "(\(sum) - \(value))"
    default: "multiplyAdd(\(sum), \(value), Vector(repeating: \(factor.value)))"
    }
  }

  private static func store(_ index: Int, _ expression: String) -> String {
    let bare =
      expression.hasPrefix("(") && expression.hasSuffix(")") ? String(expression.dropFirst().dropLast()) : expression
    return "write(\(bare), to: destination + \(index) &* stride)"
  }

  private static func text(_ value: Rational) -> String {
    value.denominator == 1 ? "\(value.numerator)" : "\(value.numerator)/\(value.denominator)"
  }

  private static func type(
    _ name: String, conforming parent: String, comment: String, constants: [String: Int], lines: [String]
  ) -> String {
    let values = constants.sorted { $0.key < $1.key }.map { "  @inline(__always) static var \($0): Int { \($1) }\n" }
    return """
      /// \(comment)
      enum \(name): \(parent) {
      \(values.joined())
        @inline(__always) static func transform(
          _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int
        ) {
      \(lines.map { "    \($0)\n" }.joined())  }
      }

      """
  }
}
