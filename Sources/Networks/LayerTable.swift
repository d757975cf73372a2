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
    for parameter in parameters where parameter.role.isLearnt { counts[parameter.layer] += parameter.count }

    var rows = [LayerRow.titles]
    for (index, layer) in layers.enumerated() where !isToldBefore(index) {
      let inputs = layer.inputs.map { shapes[$0.index].channels }
      let channels = layer.operation == .concatenation ? inputs.reduce(0, +) : inputs.first ?? 0
      rows.append(
        LayerRow(
          layer, activation: activation(after: index), channels: channels, shape: shapes[index],
          parameters: counts[index], operations: operations[index]))
    }
    rows.append(.total(parameters: parameterCount, operations: operations.reduce(0, +)))
    return LayerRow.aligned(rows) + outputs.map { "\($0.name): \(words(shapes[$0.value.index]))" }
  }

  /// The activation that the next layer applies to a result.
  private func activation(after index: Int) -> Activation? {
    guard index + 1 < layers.count, layers[index + 1].inputs == [Value(index: index)],
      case .activation(let activation) = layers[index + 1].operation
    else { return nil }
    return activation
  }

  /// Whether the line before tells of this layer too: an activation directly behind its input.
  private func isToldBefore(_ index: Int) -> Bool {
    index > 0 && activation(after: index - 1) != nil
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
    _ layer: Network.Layer, activation: Network.Activation?, channels: Int, shape: Network.MapShape, parameters: Int,
    operations: Int
  ) {
    let kind = Self.kind(of: layer.operation)
    let operation = activation.map { "\(kind[0]) + \($0.rawValue)" } ?? kind[0]
    cells =
      [layer.name, operation] + kind.dropFirst() + [
        layer.inputs.isEmpty ? "\(shape.channels)" : "\(channels)->\(shape.channels)",
        "\(shape.height)x\(shape.width)",
        parameters == 0 ? "" : Self.grouped(parameters), operations == 0 ? "" : Self.billions(operations),
      ]
  }

  /// What it is, its kernel, stride and dilation.
  private static func kind(of operation: Network.Operation) -> [String] {
    func named(_ name: String) -> [String] { [name, "", "", ""] }
    switch operation {
    case .image: return named("picture")
    case .convolution(let convolution):
      let window = "\(convolution.kernel.height)x\(convolution.kernel.width)"
      let kind: String
      switch convolution.sampling {
      case .grid: kind = convolution.groups > 1 ? "convolution of \(convolution.groups) groups" : "convolution"
      case .inverseEquirectangular: kind = "mapped convolution"
      }
      return [kind, window, "\(convolution.stride)", "\(convolution.dilation)"]
    case .transposedConvolution(let convolution):
      return ["transposed convolution", "\(convolution.kernel)x\(convolution.kernel)", "2", "1"]
    case .interleavedConvolution: return ["interleaved convolution", "5x5", "1/2", "1"]
    case .normalisation: return named("batch normalisation")
    case .activation(let activation): return named(activation.rawValue)
    case .affine: return named("scale and shift")
    case .concatenation: return named("concatenation")
    case .channels(let range): return named("channels \(range.lowerBound) to \(range.upperBound - 1)")
    case .addition: return named("sum")
    case .channelScaling: return named("product by channel")
    case .nearestUpsampling(let factor): return named("nearest x\(factor)")
    case .subsampling(let factor): return named("nearest x1/\(factor)")
    case .bilinearResizing(let denominator): return named("bilinear to 1/\(denominator)")
    case .pooling(let pooling):
      return ["\(pooling.kind.rawValue) pooling", "\(pooling.window)x\(pooling.window)", "\(pooling.stride)", ""]
    case .globalAverage: return named("mean over pixels")
    case .coordinates(let coordinates):
      switch coordinates {
      case .rowAndColumn: return named("row and column")
      case .longitudeAndLatitude: return named("longitude and latitude")
      }
    case .unitLength: return named("unit length")
    case .softmax: return named("softmax")
    case .logarithmicBins: return named("expected depth")
    case .localPlanes(let planes): return named("local planes x\(planes.factor)")
    case .superpixelPooling: return named("superpixel pooling")
    case .detached: return named("detached")
    }
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
