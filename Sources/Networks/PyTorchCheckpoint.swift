// SPDX-License-Identifier: Apache-2.0

/// Files of `torch.save`: the zip archive of today and the stream of pickles from before PyTorch 1.6.
///
/// Weights are found at the top level or under `state_dict`, `model_state_dict` or `model`; what else a checkpoint
/// holds (optimiser, epoch) is ignored.
enum PyTorchCheckpoint {
  /// Pickle protocol 2 or later begins so.
  private static let pickleMark: UInt8 = 0x80
  /// 0x1950a86a20f9469cfc6c, the first pickle of the stream format, least significant byte first.
  private static let magicNumber: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
  private static let streamVersion = 1001
  private static let nestings = ["state_dict", "model_state_dict", "model"]
  private static let parallelPrefix = "module."

  /// Whether a file begins as an archive or as a pickle.
  static func matches(_ bytes: [UInt8]) -> Bool {
    // Safetensors begin with a length, whose first byte may also be 0x80: they have a brace where a pickle has none.
    ZipArchive.matches(bytes) || (bytes.first == pickleMark && !Safetensors.matches(bytes))
  }

  static func weights(from bytes: [UInt8]) throws(WeightsFault) -> Weights {
    let (pickle, places) = ZipArchive.matches(bytes) ? try archive(bytes) : try stream(bytes)
    return Weights(arrays: try arrays(of: pickle, places: places, in: bytes))
  }

  // MARK: - The two layouts

  /// `NAME/data.pkl` describes; `NAME/data/KEY` holds the numbers of one storage.
  private static func archive(_ bytes: [UInt8]) throws(WeightsFault) -> (Pickle, places: [String: Range<Int>]) {
    let archive = try ZipArchive(bytes)
    let description = "/data.pkl"
    guard let name = archive.names.filter({ $0.hasSuffix(description) }).min(),
      let range = try archive.contents(of: name)
    else { throw .unknownFormat }
    let folder = name.dropLast(description.count)
    if let order = try archive.contents(of: "\(folder)/byteorder"), !bytes[order].elementsEqual("little".utf8) {
      throw .bigEndian
    }
    let pickle = try Unpickler.pickle(bytes, in: range)
    var places: [String: Range<Int>] = [:]
    for storage in pickle.storages where places[storage.key] == nil {
      places[storage.key] = try archive.contents(of: "\(folder)/data/\(storage.key)")
    }
    return (pickle, places)
  }

  /// Pickles of the magic number, the version, the system, the weights and the storages' keys; then, for each key, the
  /// count of its numbers in 64 bits and the numbers.
  private static func stream(_ bytes: [UInt8]) throws(WeightsFault) -> (Pickle, places: [String: Range<Int>]) {
    var position = 0
    func next() throws(WeightsFault) -> Pickle {
      let pickle = try Unpickler.pickle(bytes, in: position..<bytes.count)
      position = pickle.end
      return pickle
    }
    guard case .bytes(let magic) = try next().root, bytes[magic].elementsEqual(magicNumber),
      case .integer(streamVersion) = try next().root
    else { throw .unknownFormat }
    let system = try next()
    if case .bool(false)? = system.entries(of: system.root)?.first(where: { $0.key == "little_endian" })?.value {
      throw .bigEndian
    }
    let pickle = try next()
    let keys = try next()
    guard let keyList = keys.elements(of: keys.root) else { throw .malformed(part: "the list of storages") }

    let types = Dictionary(pickle.storages.map { ($0.key, $0.type) }) { first, _ in first }
    var reader = ByteReader(bytes, in: position..<bytes.count, part: "the stored numbers")
    var places: [String: Range<Int>] = [:]
    for case .string(let key) in keyList {
      guard let type = types[key] else { throw .malformed(part: "the list of storages") }
      let count = try reader.number(Int64.self)
      guard let byteCount = type.byteCount(of: [Int(count)]) else { throw .malformed(part: "a count of numbers") }
      places[key] = try reader.skip(byteCount)
    }
    return (pickle, places)
  }

  // MARK: - Arrays

  private static func arrays(
    of pickle: Pickle, places: [String: Range<Int>], in bytes: [UInt8]
  ) throws(WeightsFault) -> [String: Weights.Array] {
    var tensors: [(name: String, tensor: Pickle.Tensor)] = []
    for case (let name, .tensor(let index)) in stateDictionary(of: pickle) {
      let tensor = pickle.tensors[index]
      if tensor.storage.type.isFloatingPoint { tensors.append((name, tensor)) }
    }
    let isParallel = tensors.allSatisfy { $0.name.hasPrefix(parallelPrefix) }
    // Views may share numbers, but the whole stays of the file's order of size: no bomb.
    var allowance = 2 * bytes.count
    var arrays: [String: Weights.Array] = [:]
    for (name, tensor) in tensors {
      let place = places[tensor.storage.key] ?? 0..<0
      let indices = try elements(of: tensor, name: name, storedBytes: place.count)
      allowance -= indices.count
      guard allowance >= 0 else { throw .repeated(array: name) }
      arrays[isParallel ? String(name.dropFirst(parallelPrefix.count)) : name] = Weights.Array(
        shape: tensor.shape, values: indices.floats(of: tensor.storage.type, in: bytes, from: place.lowerBound))
    }
    return arrays
  }

  private static func stateDictionary(of pickle: Pickle) -> [(key: String, value: Pickle.Value)] {
    let top = pickle.entries(of: pickle.root) ?? []
    for nesting in nestings {
      guard let value = top.last(where: { $0.key == nesting })?.value, let nested = pickle.entries(of: value) else {
        continue
      }
      return nested
    }
    return top
  }

  /// Where the elements of a view lie in its storage, rows last; all of them lie within.
  private static func elements(
    of tensor: Pickle.Tensor, name: String, storedBytes: Int
  ) throws(WeightsFault) -> StridedIndices {
    let storage = tensor.storage
    let (storageEnd, overflow) = storage.start.addingReportingOverflow(storage.count)
    guard !overflow, let needed = storage.type.byteCount(of: [storageEnd]), needed <= storedBytes else {
      throw .outOfBounds(array: name)
    }
    guard let byteCount = storage.type.byteCount(of: tensor.shape) else {
      throw .contradictorySize(array: name, shape: tensor.shape, bytes: storedBytes)
    }
    let count = byteCount / storage.type.byteCount
    guard count > 0 else { return StridedIndices(count: 0, start: 0, shape: tensor.shape, strides: tensor.strides) }
    guard 0 <= tensor.offset, tensor.offset < storage.count else { throw .outOfBounds(array: name) }
    let indices = StridedIndices(
      count: count, start: storage.start + tensor.offset, shape: tensor.shape, strides: tensor.strides)
    guard let reach = indices.reach, reach < storage.count - tensor.offset else { throw .outOfBounds(array: name) }
    guard count <= storage.count else { throw .repeated(array: name) }
    return indices
  }
}

/// The positions of a view's elements, rows last.
private struct StridedIndices {
  let count: Int
  let start: Int
  let shape: [Int]
  let strides: [Int]

  /// The distance from the first to the last element; nil where a stride is negative or the distance does not fit.
  var reach: Int? {
    var reach = 0
    for (extent, stride) in zip(shape, strides) {
      let (distance, tooFar) = (extent - 1).multipliedReportingOverflow(by: stride)
      let (sum, overflow) = reach.addingReportingOverflow(distance)
      guard stride >= 0, !tooFar, !overflow else { return nil }
      reach = sum
    }
    return reach
  }

  /// The caller has checked that all positions lie within the storage that begins at byte `byteStart`.
  func floats(of type: ElementType, in bytes: [UInt8], from byteStart: Int) -> [Float] {
    isContiguous
      ? type.floats(in: bytes, from: byteStart, at: start..<start + count)
      : type.floats(in: bytes, from: byteStart, at: positions)
  }

  private var isContiguous: Bool {
    // Extents whose product is `count`, none of them 0, cannot overflow on the way to it.
    guard count > 0 else { return true }
    var expected = 1
    for (extent, stride) in zip(shape, strides).reversed() where extent != 1 {
      guard stride == expected else { return false }
      expected *= extent
    }
    return true
  }

  private var positions: [Int] {
    zip(shape, strides).reduce([start]) { positions, axis in
      positions.flatMap { first in (0..<axis.0).map { first + $0 * axis.1 } }
    }
  }
}
