// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaSolids

/// The numbers of a glTF file: buffers, views of them, and accessors, each decoded once.
struct GLTFAccessors {
  private let file: MeshFile
  private let document: GLTFDocument
  private let carried: ArraySlice<UInt8>?
  private var buffers: [Int: ArraySlice<UInt8>] = [:]
  private var decoded: [Int: [SIMD4<Float>]] = [:]

  init(_ file: MeshFile, _ container: GLBContainer) {
    (self.file, document, carried) = (file, container.document, container.buffer)
  }

  // MARK: - Buffers

  /// The bytes of a view.
  mutating func bytes(ofView index: Int) throws(MeshError) -> ArraySlice<UInt8> {
    let view = try file.entry(index, of: document.bufferViews, "bufferViews")
    let buffer = try buffer(view.buffer)
    let offset = view.byteOffset ?? 0
    guard offset >= 0, view.byteLength >= 0, offset <= buffer.count, view.byteLength <= buffer.count - offset else {
      throw file.corrupt("bufferViews.\(index) reaches beyond its buffer of \(buffer.count) bytes")
    }
    let start = buffer.startIndex + offset
    return buffer[start..<start + view.byteLength]
  }

  private mutating func buffer(_ index: Int) throws(MeshError) -> ArraySlice<UInt8> {
    if let known = buffers[index] { return known }
    let buffer = try file.entry(index, of: document.buffers, "buffers")
    let bytes: ArraySlice<UInt8>
    if let uri = buffer.uri {
      bytes = try file.bytes(ofURI: uri)[...]
    } else if index == 0, let carried {
      bytes = carried
    } else {
      throw file.corrupt("buffers.\(index) names no file")
    }
    guard buffer.byteLength >= 0 else { throw file.corrupt("buffers.\(index) has a length of \(buffer.byteLength)") }
    guard buffer.byteLength <= bytes.count else { throw file.truncated }
    buffers[index] = bytes.prefix(buffer.byteLength)
    return bytes.prefix(buffer.byteLength)
  }

  // MARK: - Accessors

  private enum Component: Int {
    case int8 = 5120, uint8, int16, uint16
    case uint32 = 5125, float32

    var length: Int {
      switch self {
      case .int8, .uint8: 1
      case .int16, .uint16: 2
      case .uint32, .float32: 4
      }
    }

    /// What normalised integers are divided by.
    var largest: Float {
      switch self {
      case .int8: 127
      case .uint8: 255
      case .int16: 32_767
      case .uint16: 65_535
      case .uint32: 4_294_967_296
      case .float32: 1
      }
    }
  }

  /// A run of equally long entries within bytes; the bounds are checked when it is made.
  private struct Run {
    let bytes: ArraySlice<UInt8>
    let start: Int
    let stride: Int
    let component: Component

    func bits(_ entry: Int, _ place: Int) -> UInt32 {
      let first = start + entry * stride + place * component.length
      var bits: UInt32 = 0
      for index in 0..<component.length { bits |= UInt32(bytes[first + index]) << UInt32(8 * index) }
      return bits
    }

    func value(_ entry: Int, _ place: Int) -> Float {
      let bits = bits(entry, place)
      return switch component {
      case .int8: Float(Int8(truncatingIfNeeded: bits))
      case .int16: Float(Int16(truncatingIfNeeded: bits))
      case .uint8, .uint16, .uint32: Float(bits)
      case .float32: Float(bitPattern: bits)
      }
    }
  }

  private mutating func run(
    view index: Int, offset: Int, component: Int, width: Int, count: Int, _ name: String
  ) throws(MeshError) -> Run {
    guard let component = Component(rawValue: component) else {
      throw file.corrupt("\(name) has the component type \(component)")
    }
    let bytes = try bytes(ofView: index)
    let length = width * component.length
    let stride = document.bufferViews?[index].byteStride ?? length
    let available = bytes.count - offset
    guard count >= 0, offset >= 0, stride >= length, available >= 0,
      count == 0 || (available >= length && count - 1 <= (available - length) / stride)
    else { throw file.corrupt("\(name) reaches beyond its bufferView") }
    return Run(bytes: bytes, start: bytes.startIndex + offset, stride: stride, component: component)
  }

  /// The entries of an accessor as vectors of `width` components; normalised integers become shares of one.
  mutating func vectors(_ index: Int, widths: ClosedRange<Int>) throws(MeshError) -> [SIMD4<Float>] {
    let accessor = try file.entry(index, of: document.accessors, "accessors")
    let name = "accessors.\(index)"
    guard let width = ["SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4][accessor.type], widths.contains(width) else {
      throw file.corrupt("\(name) has the type \(accessor.type.prefix(20))")
    }
    if let known = decoded[index] { return known }
    var vectors = try dense(accessor, width: width, name)
    try addSparse(accessor, width: width, name, to: &vectors)
    decoded[index] = vectors
    return vectors
  }

  private mutating func dense(
    _ accessor: GLTFDocument.Accessor, width: Int, _ name: String
  ) throws(MeshError) -> [SIMD4<Float>] {
    guard let view = accessor.bufferView else {
      // Zeros, which only sparse entries change: more than the file has bytes make no sense.
      guard (0...file.bytes.count).contains(accessor.count) else { throw file.corrupt("\(name) has no data") }
      return Array(repeating: .zero, count: accessor.count)
    }
    let run = try run(
      view: view, offset: accessor.byteOffset ?? 0, component: accessor.componentType, width: width,
      count: accessor.count, name)
    return (0..<accessor.count).map { Self.vector(run, $0, width, accessor.normalized == true) }
  }

  private mutating func addSparse(
    _ accessor: GLTFDocument.Accessor, width: Int, _ name: String, to vectors: inout [SIMD4<Float>]
  ) throws(MeshError) {
    guard let sparse = accessor.sparse else { return }
    let places = try run(
      view: sparse.indices.bufferView, offset: sparse.indices.byteOffset ?? 0, component: sparse.indices.componentType,
      width: 1, count: sparse.count, "\(name).sparse.indices")
    let values = try run(
      view: sparse.values.bufferView, offset: sparse.values.byteOffset ?? 0, component: accessor.componentType,
      width: width, count: sparse.count, "\(name).sparse.values")
    for entry in 0..<sparse.count {
      let place = Int(places.bits(entry, 0))
      guard places.component != .float32, vectors.indices.contains(place) else {
        throw file.corrupt("\(name).sparse names an entry that is not there")
      }
      vectors[place] = Self.vector(values, entry, width, accessor.normalized == true)
    }
  }

  private static func vector(_ run: Run, _ entry: Int, _ width: Int, _ isNormalised: Bool) -> SIMD4<Float> {
    var vector = SIMD4<Float>.zero
    for place in 0..<width { vector[place] = run.value(entry, place) }
    return isNormalised ? pointwiseMax(vector / run.component.largest, SIMD4(repeating: -1)) : vector
  }

  /// Whole numbers: the corners that primitives name.
  mutating func indices(_ index: Int) throws(MeshError) -> [Int] {
    let accessor = try file.entry(index, of: document.accessors, "accessors")
    let name = "accessors.\(index)"
    guard accessor.type == "SCALAR", let view = accessor.bufferView, accessor.sparse == nil,
      accessor.componentType != Component.float32.rawValue
    else { throw file.corrupt("\(name) holds no indices") }
    let run = try run(
      view: view, offset: accessor.byteOffset ?? 0, component: accessor.componentType, width: 1,
      count: accessor.count, name)
    return (0..<accessor.count).map { Int(run.bits($0, 0)) }
  }
}

extension MeshFile {
  /// An entry of one of a document's arrays.
  func entry<Entry>(_ index: Int, of array: [Entry]?, _ name: String) throws(MeshError) -> Entry {
    guard let array, array.indices.contains(index) else {
      throw corrupt("\(name).\(index) is named, but there are \(array?.count ?? 0)")
    }
    return array[index]
  }

  /// The bytes that a glTF file names: in the name itself as base64, or in a file beside it.
  func bytes(ofURI uri: String) throws(MeshError) -> [UInt8] {
    guard uri.hasPrefix("data:") else {
      guard let name = uri.removingPercentEncoding else { throw corrupt("the file name \(uri.prefix(60)) is no URI") }
      return try contents(of: name)
    }
    guard let comma = uri.firstIndex(of: ","), uri[..<comma].hasSuffix(";base64"),
      let data = Data(base64Encoded: String(uri[uri.index(after: comma)...]), options: .ignoreUnknownCharacters)
    else { throw corrupt("embedded data are not base64") }
    return [UInt8](data)
  }
}
