// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaNetworks
import RotundaTestSupport
import Testing

@Suite("Safetensors")
struct SafetensorsTests {
  private static let small = Weights(
    arrays: [
      "b": .init(shape: [2, 3], values: [1, -2, 0.5, 3e-5, 65504, -0.0]), "a": .init(shape: [], values: [7]),
      "c\"\n/ü": .init(shape: [0, 4], values: []),
    ], metadata: ["architecture": "rectnet-w4-sphere", "inputSize": "256x128", "note": "say \"hi\"/ü"])

  @Test("Single precision comes back unchanged", arguments: [small, Weights(arrays: small.arrays)])
  func roundTrip(weights: Weights) throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "w.safetensors")
      try weights.write(to: url)
      #expect(try Weights(contentsOf: url) == weights)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["w.safetensors"])
    }
  }

  @Test("The same weights always give the same bytes, with the data aligned to 8 bytes")
  func deterministic() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "w.safetensors")
      try Self.small.write(to: url)
      let first = try Data(contentsOf: url)
      for _ in 0..<5 {
        let shuffled = Dictionary(uniqueKeysWithValues: Self.small.arrays.shuffled())
        try Weights(arrays: shuffled, metadata: Self.small.metadata).write(to: url)
        #expect(try Data(contentsOf: url) == first)
      }
      #expect(first[0] % 8 == 0)
      #expect(first.count == 8 + Int(first[0]) + Int(first[1]) << 8 + 28)
    }
  }

  @Test("Half precision rounds as NumPy does, ties and subnormals included")
  func rounding() throws {
    let reference = try Weights(contentsOf: goldenFile("checkpoints/rounding.safetensors"))
    let singles = try #require(reference.arrays["single"])
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "w.safetensors")
      try Weights(arrays: ["half": singles]).write(to: url, precision: .half)
      let read = try #require(Weights(contentsOf: url).arrays["half"])
      let expected = try #require(reference.arrays["half"])
      #expect(read.values.map(\.bitPattern) == expected.values.map(\.bitPattern))
      #expect(read.values.count > 2500)
    }
  }

  #if arch(arm64) || !os(macOS)
    @Test("All 65536 halves are read as Swift's own Float16")
    func halves() throws {
      let bits = (0...UInt16.max).map { $0 }
      let header = #"{"h":{"dtype":"F16","shape":[65536],"data_offsets":[0,131072]}}"#
      let bytes = file(header) + bits.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
      let read = try #require(Weights(bytes: bytes).arrays["h"]).values
      for (value, bits) in zip(read, bits) {
        let expected = Float(Float16(bitPattern: bits))
        #expect(value == expected || (value.isNaN && expected.isNaN))
        #expect(value.sign == expected.sign)
      }
    }
  #endif

  @Test("A number that would become infinite in 16 bits is refused by name, and nothing is written")
  func overflow() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "w.safetensors")
      let weights = Weights(arrays: ["big": .init(shape: [2], values: [1, 65520])])
      #expect(throws: NetworkError.beyondHalfPrecision(array: "big", value: 65520)) {
        try weights.write(to: url, precision: .half)
      }
      #expect(!FileManager.default.fileExists(atPath: url.path()))
    }
  }

  @Test("All floating-point types are read, integers left out")
  func elementTypes() throws {
    let header = """
      {"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[8,12]},\
      "n":{"dtype":"I64","shape":[],"data_offsets":[12,20]}}
      """
    let data: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF8, 0xBF, 0x80, 0x3F, 0x49, 0x40, 1, 0, 0, 0, 0, 0, 0, 0]
    let weights = try Weights(bytes: file(header) + data)
    #expect(weights.arrays == ["d": .init(shape: [1], values: [-1.5]), "b": .init(shape: [2], values: [1, 3.140625])])
  }

  @Test(
    "A header that lies is refused before anything is allocated",
    arguments: [
      (#"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#, "'a'"),
      (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, "shape [3]"),
      (#"{"a":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}"#, "shape [-1, -2]"),
      (#"{"a":{"dtype":"F32","shape":[4611686018427387904,2],"data_offsets":[0,8]}}"#, "shape"),
      (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[9223372036854775807,9223372036854775807]}}"#, "'a'"),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, "'a'"),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#, "'a'"),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#, "'a'"),
      (#"{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}"#, "F8_E4M3"),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "'a'"),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, "the last array"),
      (
        #"{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[1],"data_offsets":[7,8]}}"#,
        "'b'"
      ),
      (#"{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}"#, "the header"),
      (#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#, "the header"),
      (#"{"__metadata__":{"x":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, "the header"),
      (#"{"a":{"dtype":"F32","shape":[2]}}"#, "the header"),
      (#"{"a":5}"#, "the header"),
      (#"{}"#, "the last array"),
      (String(repeating: #"{"a":"#, count: 100_000), "the header"),
    ])
  func lyingHeader(header: String, mention: String) throws {
    let fault = #expect(throws: WeightsFault.self) {
      try Weights(bytes: file(header) + [UInt8](repeating: 0, count: 8))
    }
    #expect(try #require(fault).description.contains(mention))
  }

  @Test("A header longer than the file, or than any header, is refused", arguments: [100, 1 << 40, UInt64.max])
  func lyingLength(length: UInt64) {
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) } + Array(#"{"a":1}"#.utf8)
    #expect(throws: WeightsFault.self) { try Weights(bytes: bytes) }
  }

  @Test("A file without arrays is no weights")
  func noArrays() {
    #expect(throws: WeightsFault.noArrays) { try Weights(bytes: file(#"{"__metadata__":{"a":"b"}}"#)) }
  }

  @Test("What is no weights is said not to be", arguments: ["", "hello, this is text", "\u{89}PNG", "[1, 2]"])
  func otherFiles(text: String) {
    #expect(throws: WeightsFault.unknownFormat) { try Weights(bytes: Array(text.utf8)) }
  }

  @Test("Missing files, folders and pipes are named with the reason")
  func unreadable() throws {
    try withTemporaryFolder { folder in
      let missing = folder.appending(path: "none.safetensors")
      let fault = NetworkError.unreadableWeights(file: missing, fault: .system(errorNumber: ENOENT))
      #expect(throws: fault) { try Weights(contentsOf: missing) }
      #expect(fault.description.hasSuffix("none.safetensors: No such file or directory"))
      let notAFile = NetworkError.unreadableWeights(file: folder, fault: .notAFile)
      #expect(throws: notAFile) { try Weights(contentsOf: folder) }
      let pipe = folder.appending(path: "pipe")
      #expect(mkfifo(pipe.path(), 0o600) == 0)
      #expect(throws: NetworkError.unreadableWeights(file: pipe, fault: .notAFile)) { try Weights(contentsOf: pipe) }
    }
  }

  @Test("A target that cannot be written is named, and no half file stays")
  func unwritable() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "missing/w.safetensors")
      #expect(throws: NetworkError.unwritableWeights(file: url, fault: .system(errorNumber: ENOENT))) {
        try Self.small.write(to: url)
      }
      // A folder cannot be replaced by a file: what was written beside it goes away again.
      let target = folder.appending(path: "w.safetensors")
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: false)
      #expect(throws: NetworkError.self) { try Self.small.write(to: target) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["w.safetensors"])
    }
  }

  @Test("What a killed run left half written goes when weights are written beside it; what a living one writes stays")
  func abandoned() throws {
    try withTemporaryFolder { folder in
      let process = Process()
      process.executableURL = URL(filePath: "/bin/sleep")
      process.arguments = ["60"]
      try process.run()
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let living = ".rotunda-\(getpid())-a.partial"
      for name in [living, ".rotunda-\(process.processIdentifier)-b.partial"] {
        try Data("half".utf8).write(to: folder.appending(path: name))
      }
      try Self.small.write(to: folder.appending(path: "w.safetensors"))
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path())
      #expect(Set(left) == [living, "w.safetensors"])
    }
  }

  @Test("A file cut short anywhere is refused")
  func truncation() throws {
    let bytes = try [UInt8](Data(contentsOf: goldenFile("checkpoints/elements.safetensors")))
    for count in bytes.indices {
      #expect(throws: WeightsFault.self) { try Weights(bytes: Array(bytes[..<count])) }
    }
  }

  @Test("A file with any byte changed is read or refused, never more")
  func corruption() throws {
    var bytes = try [UInt8](Data(contentsOf: goldenFile("checkpoints/elements.safetensors")))
    var refused = 0
    for index in bytes.indices {
      for mask: UInt8 in [0x01, 0x10, 0x80, 0xFF] {
        bytes[index] ^= mask
        if (try? Weights(bytes: bytes)) == nil { refused += 1 }
        bytes[index] ^= mask
      }
    }
    #expect(refused > bytes.count)
  }

  @Test("Metadata say which network and size of pictures the weights are for")
  func labels() throws {
    let architecture = Architecture(.uresnet, widthDivisor: 2, padding: .sphere)
    let labelled = Weights(arrays: [:]).labelled(as: architecture, inputSize: Extent(height: 128, width: 256))
    #expect(labelled.metadata == ["architecture": "uresnet-w2-sphere", "inputSize": "256x128"])
    #expect(try labelled.architecture == architecture)
    #expect(labelled.inputSize == Extent(height: 128, width: 256))
    let sizes: [(String, Extent?)] = [
      ("0x128", nil), ("16384x8192", Extent(height: 8192, width: 16_384)), ("16385x8192", nil), ("256x16385", nil),
      ("4000000000x4000000000", nil), ("9223372036854775807x2", nil), ("256", nil), ("-256x128", nil),
    ]
    for (text, size) in sizes {
      #expect(Weights(arrays: [:], metadata: ["inputSize": text]).inputSize == size, "\(text)")
    }
    #expect(throws: NetworkError.unknownArchitecture(name: "dino")) {
      try Weights(arrays: [:], metadata: ["architecture": "dino"]).architecture
    }
    #expect(throws: NetworkError.unrecognisedWeights(arrayCount: 3)) {
      try Weights(arrays: Self.small.arrays).architecture
    }
  }

  @Test("Weights without metadata are recognised by names and shapes", arguments: Architecture.Family.allCases)
  func recognised(family: Architecture.Family) throws {
    for divisor in Architecture.widthDivisors where divisor > 1 {
      let architecture = Architecture(family, widthDivisor: divisor)
      let arrays = architecture.network.parameters.map { parameter in
        (parameter.name, Weights.Array(shape: parameter.shape, values: Array(repeating: 0, count: parameter.count)))
      }
      // Mapped convolutions have the arrays of plain ones: only a label tells them apart.
      let expected = family == .mappedrectnet ? Architecture(.rectnet, widthDivisor: divisor) : architecture
      #expect(try Weights(arrays: Dictionary(uniqueKeysWithValues: arrays)).architecture == expected)
      // The first half of Pano Popups is most of RectNet.
      guard family != .popups else { continue }
      let few = Dictionary(uniqueKeysWithValues: arrays.prefix(arrays.count / 2))
      #expect(throws: NetworkError.unrecognisedWeights(arrayCount: few.count)) { try Weights(arrays: few).architecture }
    }
  }

  /// Length and header, padded with spaces.
  private func file(_ header: String) -> [UInt8] {
    var text = Array(header.utf8)
    while text.count % 8 != 0 { text.append(0x20) }
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
  }
}
