// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaNetworks
import RotundaTestSupport
import Testing

/// Tests/Golden/make_checkpoints.py made the files with PyTorch.
@Suite("PyTorch checkpoints")
struct PyTorchCheckpointTests {
  private static let layouts = ["archive", "protocol4", "stream"]

  @Test("Every type, view and layout is read as PyTorch sees it, whatever lies beside the weights", arguments: layouts)
  func elements(layout: String) throws {
    let weights = try Weights(contentsOf: goldenFile("checkpoints/elements_\(layout).pt"))
    #expect(weights.arrays == (try Weights(contentsOf: goldenFile("checkpoints/elements.safetensors"))).arrays)
    #expect(weights.arrays.count == 12)
  }

  @Test("A checkpoint of RectNet loads unchanged: recognised, `module.` taken off, halves exact")
  func archiveOfRectNet() throws {
    let weights = try Weights(contentsOf: goldenFile("checkpoints/rectnet-w8_archive.pth"))
    let architecture = try weights.architecture
    #expect(architecture == Architecture(.rectnet, widthDivisor: 8))
    try weights.check(against: architecture.network)
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "w.safetensors")
      try goldenWeights(for: architecture.network, kind: .default).write(to: url, precision: .half)
      #expect(try Weights(contentsOf: url).arrays == weights.arrays)
    }
  }

  @Test("A stream of pickles whose arrays share one storage loads too")
  func streamOfRectNet() throws {
    let weights = try Weights(contentsOf: goldenFile("checkpoints/rectnet-w8_stream.pth"))
    let network = try weights.architecture.network
    let shared = goldenUniform("shared", count: 34000)
    // The script numbers the arrays in the order of its module, which is that of the declaration.
    for (index, parameter) in network.parameters.enumerated() {
      let expected = shared[37 + index..<37 + index + parameter.count]
      #expect(weights.arrays[parameter.name]?.values == Array(expected))
    }
  }

  @Test("Weights of another network are refused with what is missing, unexpected and misshapen")
  func misfit() throws {
    var weights = try Weights(contentsOf: goldenFile("checkpoints/rectnet-w8_archive.pth"))
    weights.arrays["prediction0.bias"] = nil
    weights.arrays["extra"] = .init(shape: [1], values: [1])
    weights.arrays["prediction1.bias"] = .init(shape: [2], values: [1, 1])
    weights.arrays["input0_0.conv.bias"]?.values[0] = .nan
    // Still recognised, so that the error can name what differs.
    let network = try weights.architecture.network
    let error = #expect(throws: NetworkError.self) { try weights.check(against: network) }
    let text = try #require(error).description
    for words in [
      "rectnet-w8", "missing prediction0.bias", "unexpected extra", "prediction1.bias ([2] instead of [1])",
      "NaN or infinity in input0_0.conv.bias",
    ] {
      #expect(text.contains(words))
    }
  }

  // MARK: - Hostile files

  @Test("A pickle that would run a command is refused by the command's name", arguments: layouts)
  func hostile(layout: String) throws {
    let url = goldenFile("checkpoints/hostile_\(layout).pt")
    let error = NetworkError.unreadableWeights(file: url, fault: .forbidden(global: "posix.system"))
    #expect(throws: error) { try Weights(contentsOf: url) }
    #expect(error.description.contains("hostile_\(layout).pt: refers to posix.system"))
    #expect(error.description.contains("nothing was executed"))
    #expect(!FileManager.default.fileExists(atPath: "/tmp/rotunda-was-here"))
  }

  @Test(
    "Names that only data from elsewhere needs are refused",
    arguments: [
      "os system", "builtins eval", "builtins getattr", "torch load", "torch.storage UntypedStorage",
      "torch.nn.modules.conv Conv2d", "numpy fromfile", "collections Counter",
    ])
  func forbidden(name: String) {
    let parts = name.split(separator: " ")
    let pickle: [UInt8] = [0x80, 2] + Array("c\(parts[0])\n\(parts[1])\n(tR.".utf8)
    #expect(throws: WeightsFault.forbidden(global: "\(parts[0]).\(parts[1])")) { try Weights(bytes: pickle) }
  }

  @Test(
    "Instructions that build objects, and sequences that make no sense, are refused",
    arguments: [
      [0x81], Array("o".utf8), Array("i".utf8), [0x82, 1], Array("P1\n".utf8), [0x97],  // Objects, extensions, buffers.
      Array(".".utf8), Array("t.".utf8), Array("h\u{5}.".utf8), Array("R.".utf8), Array("a.".utf8), Array("(q\0.".utf8),
      [0x85, 0x2E], [0x93, 0x2E], Array("NQ.".utf8), Array("}(Nu.".utf8), Array("K\u{1}K\u{2}s.".utf8),
      [0x8C, 2, 0xFF, 0xFE, 0x2E], Array("X\u{7F}\u{7F}\u{7F}\u{7F}".utf8), [0x8A, 0xFF, 1],
      Array("ccollections\nOrderedDict\nN\u{85}R.".utf8), Array("ctorch\nFloatStorage\n)R.".utf8),
      Array("ctorch._utils\n_rebuild_tensor_v2\n)R.".utf8), Array("ctorch._utils\n_rebuild_parameter\n)R.".utf8),
    ] as [[UInt8]])
  func nonsense(instructions: [UInt8]) {
    #expect(throws: WeightsFault.self) { try Weights(bytes: [0x80, 2] + instructions) }
  }

  @Test("Deep nesting, cycles and endless pickles cost nothing")
  func depth() {
    let nested = [0x80, 2, UInt8(ascii: ")")] + [UInt8](repeating: 0x85, count: 1_000_000)
    #expect(throws: WeightsFault.self) { try Weights(bytes: nested + Array(".".utf8)) }
    #expect(throws: WeightsFault.self) { try Weights(bytes: [0x80, 2] + Array("]q\0h\0a.".utf8)) }
    let endless = [0x80, 2] + [UInt8](repeating: UInt8(ascii: "("), count: 5_000_000)
    #expect(throws: WeightsFault.malformedPickle(offset: 4_000_000)) { try Weights(bytes: endless) }
  }

  @Test("A shared list made into dictionaries over and over is refused after as many items as there are bytes")
  func amplification() {
    // memo 0: OrderedDict; memo 1: a tuple of one list of 1000 pairs.
    let list = Array("](".utf8) + (0..<1000).flatMap { _ in Array("NN".utf8) + [0x86] } + Array("e".utf8)
    let start = [0x80, 2] + Array("ccollections\nOrderedDict\nq\0".utf8) + list + [0x85] + Array("q\u{1}".utf8)
    let bytes = start + (0..<1000).flatMap { _ in Array("h\0h\u{1}R".utf8) } + Array(".".utf8)
    let fault = #expect(throws: WeightsFault.self) { try Weights(bytes: bytes) }
    guard case .malformedPickle(let offset)? = fault else {
      Issue.record("\(String(describing: fault))")
      return
    }
    // The list itself costs 3000 items; each dictionary 2000 of the some 8000.
    #expect(offset < start.count + 5 * 3)
  }

  @Test("A view that is rebuilt over and over is refused too")
  func repeatedTensors() {
    let view = Views(offset: 0, shape: [1, 1, 2, 2], strides: [4, 4, 2, 1], fault: .noArrays)
    let fault = #expect(throws: WeightsFault.self) { try Weights(bytes: view.repeatedStream(count: 2000)) }
    guard case .malformedPickle? = fault else {
      Issue.record("\(String(describing: fault))")
      return
    }
  }

  @Test("An array without elements is read whatever its other extents say")
  func emptyView() throws {
    for shape in [[0, 1 << 40, 1 << 40], [1 << 40, 0, 1 << 40]] {
      let view = Views(offset: 0, shape: shape, strides: [1, 1 << 40, 1], fault: .noArrays)
      #expect(try Weights(bytes: view.stream).arrays["w"] == .init(shape: shape, values: []))
    }
  }

  @Test("Views beyond their storage, negative and endless ones are refused", arguments: Views.all)
  func views(view: Views) {
    #expect(throws: view.fault) { try Weights(bytes: view.stream) }
  }

  @Test("A view at the very end of its storage is read")
  func lastView() throws {
    let view = Views(offset: 2, shape: [2], strides: [1], fault: .noArrays)
    #expect(try Weights(bytes: view.stream).arrays["w"]?.values == [3, 4])
  }

  @Test("Big-endian numbers are refused")
  func bigEndian() {
    let view = Views(offset: 0, shape: [4], strides: [1], fault: .bigEndian, isLittleEndian: false)
    #expect(throws: view.fault) { try Weights(bytes: view.stream) }
  }

  // MARK: - Damaged files

  @Test("A file cut short anywhere is refused", arguments: ["elements_archive.pt", "elements_stream.pt"])
  func truncation(name: String) throws {
    let bytes = try [UInt8](Data(contentsOf: goldenFile("checkpoints/\(name)")))
    for count in bytes.indices {
      #expect(throws: WeightsFault.self) { try Weights(bytes: Array(bytes[..<count])) }
    }
  }

  @Test("A file with any byte changed is read or refused, never more", arguments: layouts)
  func corruption(layout: String) throws {
    var bytes = try [UInt8](Data(contentsOf: goldenFile("checkpoints/elements_\(layout).pt")))
    var refused = 0
    for index in bytes.indices {
      for mask: UInt8 in [0x01, 0x10, 0x80, 0xFF] {
        bytes[index] ^= mask
        if (try? Weights(bytes: bytes)) == nil { refused += 1 }
        bytes[index] ^= mask
      }
    }
    #expect(refused > bytes.count / 4)
  }

  @Test("A compressed entry is refused with what to do")
  func compressed() throws {
    var bytes = try [UInt8](Data(contentsOf: goldenFile("checkpoints/elements_archive.pt")))
    for index in bytes.indices.dropLast(12) where bytes[index...].starts(with: [0x50, 0x4B, 0x01, 0x02]) {
      bytes[index + 10] = 8
    }
    let fault = #expect(throws: WeightsFault.self) { try Weights(bytes: bytes) }
    #expect(try #require(fault).description.contains("torch.save"))
  }

  @Test("An archive that is no checkpoint is said not to be")
  func otherArchive() {
    // An empty zip: only the end record; and one local header alone.
    let end: [UInt8] = [0x50, 0x4B, 0x05, 0x06] + [UInt8](repeating: 0, count: 18)
    #expect(throws: WeightsFault.unknownFormat) { try Weights(bytes: [0x50, 0x4B, 0x03, 0x04] + end) }
    #expect(throws: WeightsFault.self) { try Weights(bytes: [0x50, 0x4B, 0x03, 0x04]) }
  }
}

/// A stream of four numbers 1, 2, 3, 4 and one view `w` of them, written by hand.
struct Views: Sendable, CustomTestStringConvertible {
  let offset: Int
  let shape: [Int]
  let strides: [Int]
  let fault: WeightsFault
  var isLittleEndian = true

  static let all = [
    Views(offset: 0, shape: [5], strides: [1], fault: .outOfBounds(array: "w")),
    Views(offset: 3, shape: [2], strides: [1], fault: .outOfBounds(array: "w")),
    Views(offset: 4, shape: [1], strides: [1], fault: .outOfBounds(array: "w")),
    Views(offset: -1, shape: [1], strides: [1], fault: .outOfBounds(array: "w")),
    Views(offset: .max, shape: [2], strides: [1], fault: .outOfBounds(array: "w")),
    Views(offset: 3, shape: [2], strides: [-1], fault: .outOfBounds(array: "w")),
    Views(offset: 0, shape: [2, 2], strides: [.max, .max], fault: .outOfBounds(array: "w")),
    Views(offset: 0, shape: [1 << 40], strides: [0], fault: .repeated(array: "w")),
    Views(offset: 0, shape: [5], strides: [0], fault: .repeated(array: "w")),
    Views(offset: 0, shape: [-2], strides: [1], fault: .contradictorySize(array: "w", shape: [-2], bytes: 16)),
    Views(
      offset: 0, shape: [1 << 40, 1 << 40], strides: [0, 0],
      fault: .contradictorySize(array: "w", shape: [1 << 40, 1 << 40], bytes: 16)),
  ]

  var testDescription: String { "offset \(offset), shape \(shape), strides \(strides)" }

  var stream: [UInt8] {
    let state = [0x80, 2] + Array("}".utf8) + text("w") + tensor + Array("s.".utf8)
    return head + state + tail
  }

  /// The same tensor rebuilt from the same arguments `count` times, each five bytes, in a list.
  func repeatedStream(count: Int) -> [UInt8] {
    let rebuild = Array("ctorch._utils\n_rebuild_tensor_v2\nq\0".utf8) + arguments + Array("q\u{1}".utf8)
    let again = (0..<count).flatMap { _ in Array("h\0h\u{1}R".utf8) }
    return head + [0x80, 2] + Array("](".utf8) + rebuild + again + Array("e.".utf8) + tail
  }

  /// The pickles before the one that describes the arrays.
  private var head: [UInt8] {
    let magic: [UInt8] = [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]
    let version: [UInt8] = [0x80, 2, UInt8(ascii: "M"), 0xE9, 0x03, 0x2E]
    let order: [UInt8] = [isLittleEndian ? 0x88 : 0x89]
    let system = [0x80, 2] + Array("}".utf8) + text("little_endian") + order + Array("s.".utf8)
    return magic + version + system
  }

  private var tensor: [UInt8] {
    Array("ctorch._utils\n_rebuild_tensor_v2\n".utf8) + arguments + Array("R".utf8)
  }

  private var arguments: [UInt8] {
    let storage =
      Array("(".utf8) + text("storage") + Array("ctorch\nFloatStorage\n".utf8) + text("0") + text("cpu") + integer(4)
      + Array("NtQ".utf8)
    return Array("(".utf8) + storage + integer(offset) + tuple(shape) + tuple(strides) + Array("t".utf8)
  }

  /// The storages' keys and the numbers.
  private var tail: [UInt8] {
    let keys = [0x80, 2] + Array("]".utf8) + text("0") + Array("a.".utf8)
    let numbers = [1, 2, 3, 4].flatMap { (number: Float) in littleEndian(Int(number.bitPattern), bytes: 4) }
    return keys + littleEndian(4, bytes: 8) + numbers
  }

  private func text(_ text: String) -> [UInt8] { [0x8C, UInt8(text.utf8.count)] + Array(text.utf8) }

  private func integer(_ number: Int) -> [UInt8] { [0x8A, 8] + littleEndian(number, bytes: 8) }

  private func tuple(_ numbers: [Int]) -> [UInt8] {
    Array("(".utf8) + numbers.flatMap(integer) + Array("t".utf8)
  }

  private func littleEndian(_ number: Int, bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
