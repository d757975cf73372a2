// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaNetworks
import Testing

@Suite("The declared networks")
struct NetworkTests {
  private static let published = Extent(height: 256, width: 512)
  private static let rectNet = Architecture(.rectnet).network
  private static let uResNet = Architecture(.uresnet).network

  @Test("Parameters are as many as published")
  func parameterCounts() {
    #expect(Self.rectNet.parameterCount == 8_870_194)
    #expect(Self.uResNet.parameterCount == 51_252_035)
  }

  @Test("Costs at 512x256 are those of the reference count")
  func costs() throws {
    let rectNet = try Self.rectNet.floatingPointOperations(for: Self.published).reduce(0, +)
    let uResNet = try Self.uResNet.floatingPointOperations(for: Self.published).reduce(0, +)
    #expect(abs(Double(rectNet) / 1e9 - 384.69) < 0.005)
    #expect(abs(Double(uResNet) / 1e9 - 253.92) < 0.005)
  }

  @Test(
    "Every system of Table 1 has as many parameters as published or counted, and costs what was counted at 512x256",
    arguments: [
      (Architecture.Family.svs, 1_696_483, 31.97), (.monodepthvgg, 31_600_072, 29.95),
      (.monodepthresnet50, 58_452_008, 44.98), (.fcrn, 63_572_737, 57.23), (.dcnf, 19_502_049, 121.3),
      (.bts, 47_000_688, 103.66), (.vnl, 90_436_054, 316.85), (.popups, 13_563_098, 672.3),
      (.mappedrectnet, 8_870_194, 384.69),
    ])
  func systems(family: Architecture.Family, parameters: Int, cost: Double) throws {
    let network = Architecture(family).network
    #expect(network.parameterCount == parameters)
    let operations = try network.floatingPointOperations(for: Self.published).reduce(0, +)
    #expect(abs(Double(operations) / 1e9 - cost) < (cost > 100 ? 0.06 : 0.006))
  }

  @Test(
    "Layers cost what the reference table says, in GFLOP",
    arguments: [
      ("input0_0.conv", 0.170), ("encoder2_1.conv", 19.327), ("encoder2_2.conv", 6.442), ("decoder0_0.conv", 34.360),
      ("decoder1_1.conv", 107.374), ("prediction0", 0.151),
    ])
  func layerCosts(name: String, expected: Double) throws {
    let index = try #require(Self.rectNet.layers.firstIndex { $0.name == name })
    let cost = try Self.rectNet.floatingPointOperations(for: Self.published)[index]
    #expect(abs(Double(cost) / 1e9 - expected) < 0.0005)
  }

  @Test(
    "Layers have the published shapes",
    arguments: [
      ("input0_3.conv", 8, 256, 512), ("encoder0_2.conv", 128, 128, 256), ("encoder2_2.conv", 512, 64, 128),
      ("decoder0_0.conv", 256, 128, 256), ("prediction0", 1, 128, 256), ("decoder1_2.conv", 64, 256, 512),
      ("prediction1", 1, 256, 512),
    ])
  func layerShapes(name: String, channels: Int, height: Int, width: Int) throws {
    let index = try #require(Self.rectNet.layers.firstIndex { $0.name == name })
    let shape = try Self.rectNet.shapes(for: Self.published)[index]
    #expect(shape == Network.MapShape(channels: channels, height: height, width: width))
  }

  @Test("Outputs have the size that their scale says", arguments: [rectNet, uResNet])
  func outputs(network: Network) throws {
    let shapes = try network.shapes(for: Self.published)
    for output in network.outputs {
      let shape = shapes[output.value.index]
      #expect(shape == .init(channels: 1, height: 256 / output.scale, width: 512 / output.scale))
    }
    #expect(network.outputs.map(\.name).prefix(2) == ["depth", "depthHalf"])
  }

  @Test("Pictures must survive every halving, and with sphere padding a half-turn too")
  func sizes() {
    #expect(Self.rectNet.sizeMultiple == Extent(height: 4, width: 4))
    #expect(Self.uResNet.sizeMultiple == Extent(height: 16, width: 16))
    #expect(Architecture(.rectnet, padding: .sphere).network.sizeMultiple == Extent(height: 4, width: 8))
    #expect(Architecture(.uresnet, padding: .sphere).network.sizeMultiple == Extent(height: 16, width: 32))
    #expect(throws: NetworkError.self) { try Self.uResNet.shapes(for: Extent(height: 256, width: 520)) }
    #expect(throws: NetworkError.self) { try Self.rectNet.shapes(for: Extent(height: 0, width: 0)) }
    #expect(throws: NetworkError.self) { try Self.rectNet.shapes(for: Extent(height: -256, width: -512)) }
  }

  @Test(
    "Networks take what their halvings and doublings allow",
    arguments: [
      (Architecture.Family.svs, 4), (.monodepthvgg, 128), (.monodepthresnet50, 64), (.fcrn, 1), (.dcnf, 1), (.bts, 32),
      (.vnl, 1), (.popups, 4), (.mappedrectnet, 4),
    ])
  func multiples(family: Architecture.Family, multiple: Int) {
    #expect(Architecture(family).network.sizeMultiple == Extent(height: multiple, width: multiple))
  }

  @Test("FCRN's output is about half its picture's size")
  func fcrnSize() throws {
    let network = Architecture(.fcrn).network
    let shape = try network.shapes(for: Extent(height: 228, width: 304))[network.outputs[0].value.index]
    #expect(shape == Network.MapShape(channels: 1, height: 128, width: 160))
  }

  @Test("Sides beyond the largest are refused before any product of them, the largest is not")
  func largestSides() throws {
    let largest = Extent(height: Network.largestSide, width: Network.largestSide)
    for network in [Self.rectNet, Self.uResNet] {
      let published = try network.floatingPointOperations(for: Self.published).reduce(0, +)
      // 2^32 pixels instead of 2^17.
      #expect(try network.floatingPointOperations(for: largest).reduce(0, +) == published << 15)
    }
    for side in [Network.largestSide + 32, 4_000_000_000, Int.max / 4 * 4] {
      #expect(throws: NetworkError.self) { try Self.rectNet.shapes(for: Extent(height: side, width: side)) }
      #expect(throws: NetworkError.self) { try Self.rectNet.shapes(for: Extent(height: 256, width: side)) }
    }
  }

  @Test("A map lives until its last reader, an output for ever", arguments: [rectNet, uResNet])
  func lastReaders(network: Network) {
    let readers = network.lastReaders
    for index in network.layers.indices {
      let reading = network.layers.indices.filter { network.layers[$0].inputs.contains { $0.index == index } }
      let isOutput = network.outputs.contains { $0.value.index == index }
      #expect(readers[index] == (isOutput ? network.layers.count : reading.last ?? index))
      // Nothing is computed for nobody.
      #expect(isOutput || !reading.isEmpty)
    }
  }

  @Test("Widths divide every channel count but those of pictures and predictions", arguments: [2, 4, 8])
  func widths(divisor: Int) throws {
    let narrow = Architecture(.rectnet, widthDivisor: divisor).network
    let narrowShapes = try narrow.shapes(for: Self.published)
    let shapes = try Self.rectNet.shapes(for: Self.published)
    for (index, layer) in narrow.layers.enumerated() where layer.name.hasSuffix(".conv") {
      #expect(narrowShapes[index].channels * divisor == shapes[index].channels)
    }
    #expect(narrow.outputs.allSatisfy { narrowShapes[$0.value.index].channels == 1 })
  }

  @Test("Architectures are read back from their names")
  func names() {
    #expect(Architecture.allNames.count == 4 * (3 * 2 + 8))
    for name in Architecture.allNames { #expect(Architecture(name)?.description == name) }
    #expect(
      Architecture("rectnet-w4-sphere") == Architecture(.rectnet, widthDivisor: 4, padding: .sphere))
  }

  @Test(
    "What is no architecture's name is none",
    arguments: [
      "", "-", "resnet", "rectnet-", "rectnet-w3", "rectnet-w1", "rectnet-sphere-w4", "rectnet-zero", "rectnet-w4-",
      "Rectnet", "rectnet-w", "rectnet-w04x", "fcrn-sphere", "svs-w4-sphere",
    ])
  func wrongNames(name: String) {
    #expect(Architecture(name) == nil)
  }

  @Test("RectNet's parameters have the public names")
  func rectNetNames() {
    let blocks =
      (0..<4).map { "input0_\($0)" } + (0..<4).map { "input1_\($0)" } + (0..<3).map { "encoder0_\($0)" }
      + (0..<4).map { "encoder1_\($0)" } + (0..<3).map { "encoder2_\($0)" }
      + ["decoder0_0", "decoder0_1", "decoder1_0", "decoder1_1", "decoder1_2"]
    expectNames(of: Self.rectNet, blocks: blocks, predictions: 2)
  }

  @Test("UResNet's parameters have the public names")
  func uResNetNames() {
    let blocks =
      ["input0", "input1"] + (0..<4).flatMap { block in (1...3).map { "encoder\(block).conv\($0)" } }
      + (0..<4).flatMap { ["decoder\($0)_0", "decoder\($0)_1"] }
    expectNames(of: Self.uResNet, blocks: blocks, predictions: 3)
  }

  private func expectNames(of network: Network, blocks: [String], predictions: Int) {
    let layers = blocks.map { "\($0).conv" } + (0..<predictions).map { "prediction\($0)" }
    #expect(Set(network.parameters.map(\.name)) == Set(layers.flatMap { ["\($0).weight", "\($0).bias"] }))
    #expect(network.parameters.count == 2 * layers.count)
  }

  @Test("Transposed weights are stored with inputs first")
  func transposedLayout() throws {
    let weight = try #require(Self.rectNet.parameters.first { $0.name == "decoder0_0.conv.weight" })
    #expect(weight.shape == [512, 256, 4, 4])
  }

  @Test("The layer table is aligned, complete and ends with the totals", arguments: [rectNet, uResNet])
  func table(network: Network) throws {
    let lines = try network.table(for: Self.published)
    let totalIndex = try #require(lines.firstIndex { $0.hasPrefix("total") })
    // Numbers of a column end below its title.
    for title in ["kernel", "stride", "dilation", "channels", "output", "parameters", "GFLOP"] {
      let end = try #require(lines[0].range(of: title)).upperBound.utf16Offset(in: lines[0])
      let cells = lines[1...totalIndex].filter { $0.count >= end }.map { Array($0)[end - 1..<min(end + 1, $0.count)] }
      #expect(cells.contains { $0.first != " " })
      #expect(cells.allSatisfy { $0.count == 1 || $0.last == " " })
    }
    #expect(lines.allSatisfy { $0.last != " " })
    for layer in network.layers where !layer.name.isEmpty {
      #expect(lines.contains { $0.hasPrefix(layer.name + " ") })
    }
    #expect(lines.suffix(from: totalIndex + 1).count == network.outputs.count)
  }

  @Test("The layer table has the published numbers")
  func tableNumbers() throws {
    let lines = try Self.rectNet.table(for: Self.published)
    let cells = { (line: String) in line.split(separator: " ").map(String.init) }
    #expect(
      lines.first.map(cells) == [
        "layer", "operation", "kernel", "stride", "dilation", "channels", "output", "parameters", "GFLOP",
      ])
    let dilated = try #require(lines.first { $0.hasPrefix("encoder2_1.conv") })
    #expect(
      cells(dilated) == [
        "encoder2_1.conv", "convolution", "+", "ELU", "3x3", "1", "16", "256->512", "64x128", "1,180,160", "19.327",
      ])
    let total = try #require(lines.first { $0.hasPrefix("total") })
    #expect(cells(total) == ["total", "8,870,194", "384.689"])
  }
}
