// SPDX-License-Identifier: Apache-2.0

extension Network {
  /// The layers as a table for people, one line each, with totals: what `rotunda network` prints.
  ///
  /// Kernels and outputs are rows x columns; an ELU is told with the layer that it follows.
  /// - Throws: `NetworkError.unsuitableSize` where the network cannot take this size.
  public func table(for size: Extent) throws(NetworkError) -> [String] {
    let shapes = try shapes(for: size)
    let operations = try floatingPointOperations(for: size)
    var counts = [Int](repeating: 0, count: layers.count)
    for parameter in parameters { counts[parameter.layer] += parameter.count }

    var rows = [LayerRow.titles]
    for (index, layer) in layers.enumerated() where layer.operation != .elu {
      let inputs = layer.inputs.map { shapes[$0.index].channels }
      let channels = layer.operation == .addition ? inputs[0] : inputs.reduce(0, +)
      rows.append(
        LayerRow(
          layer, followedByELU: isFollowedByELU(index), channels: channels, shape: shapes[index],
          parameters: counts[index], operations: operations[index]))
    }
    rows.append(.total(parameters: parameterCount, operations: operations.reduce(0, +)))
    return LayerRow.aligned(rows) + outputs.map { "\($0.name): \(words(shapes[$0.value.index]))" }
  }

  private func isFollowedByELU(_ index: Int) -> Bool {
    layers.contains { $0.operation == .elu && $0.inputs == [Value(index: index)] }
  }

  private func words(_ shape: MapShape) -> String { "\(shape.height)x\(shape.width)" }
}

/// One line, cell by cell.
private struct LayerRow {
  private static let headings = [
    "layer", "operation", "kernel", "stride", "dilation", "channels", "output", "parameters", "GFLOP",
  ]
  static let titles = LayerRow(cells: headings)

  private let cells: [String]

  private init(cells: [String]) { self.cells = cells }

  static func total(parameters: Int, operations: Int) -> LayerRow {
    LayerRow(cells: ["total", "", "", "", "", "", "", grouped(parameters), billions(operations)])
  }

  init(
    _ layer: Network.Layer, followedByELU: Bool, channels: Int, shape: Network.MapShape, parameters: Int,
    operations: Int
  ) {
    let elu = followedByELU ? " + ELU" : ""
    let kind: [String]
    switch layer.operation {
    case .image: kind = ["picture", "", "", ""]
    case .convolution(let convolution):
      let window = "\(convolution.kernel.height)x\(convolution.kernel.width)"
      kind = ["convolution" + elu, window, "\(convolution.stride)", "\(convolution.dilation)"]
    case .transposedConvolution: kind = ["transposed convolution" + elu, "4x4", "2", "1"]
    case .elu: kind = ["ELU", "", "", ""]
    case .concatenation: kind = ["concatenation", "", "", ""]
    case .addition: kind = ["sum", "", "", ""]
    case .nearestUpsampling(let factor): kind = ["nearest x\(factor)", "", "", ""]
    case .detached: kind = ["detached", "", "", ""]
    }
    cells =
      [layer.name] + kind + [
        layer.inputs.isEmpty ? "\(shape.channels)" : "\(channels)->\(shape.channels)",
        "\(shape.height)x\(shape.width)",
        parameters == 0 ? "" : Self.grouped(parameters), operations == 0 ? "" : Self.billions(operations),
      ]
  }

  static func aligned(_ rows: [LayerRow]) -> [String] { alignedColumns(rows.map(\.cells)) }

  /// 8870194 as `8,870,194`.
  private static func grouped(_ number: Int) -> String {
    guard number >= 1000 else { return "\(number)" }
    return grouped(number / 1000) + "," + threeDigits(number % 1000)
  }

  /// Billions with three decimals, rounded.
  private static func billions(_ number: Int) -> String {
    let millions = (number + 500_000) / 1_000_000
    return "\(millions / 1000).\(threeDigits(millions % 1000))"
  }

  private static func threeDigits(_ number: Int) -> String { String("\(1000 + number)".dropFirst()) }
}
