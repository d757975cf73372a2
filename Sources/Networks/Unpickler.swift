// SPDX-License-Identifier: Apache-2.0

/// What a pickle describes.
///
/// Nothing in it was executed: functions stay names, of which few are known.
/// Containers hold positions in `heap` instead of each other, so that hostile nesting or cycles cost nothing, and all of
/// them together have no more items than the pickle has bytes, so that copies of copies are refused.
struct Pickle {
  enum Value {
    case none
    case bool(Bool)
    case integer(Int)
    case string(String)
    /// A tuple or a list: the elements at this position of `heap`.
    case sequence(Int)
    /// The keys and values, alternating, at this position of `heap`.
    case dictionary(Int)
    case global(Global)
    case storage(Int)
    case tensor(Int)
    /// An integer of more than 64 bits, or bytes, where the file has them.
    case bytes(Range<Int>)
    /// A number or object that weights do not consist of: a learning rate, a device.
    case inert
  }

  /// The Python names that weights need.
  enum Global {
    case orderedDictionary
    case rebuildTensor
    case rebuildParameter
    case storage(ElementType)
    /// Known to be harmless and of no interest.
    case inert
  }

  /// A run of numbers in the file.
  struct Storage {
    let key: String
    let type: ElementType
    /// The first element that this storage shows of the one named `key`, and how many.
    let start: Int
    let count: Int
  }

  /// A view of a storage, not checked yet.
  struct Tensor {
    let storage: Storage
    let offset: Int
    let shape: [Int]
    let strides: [Int]
  }

  fileprivate(set) var root = Value.none
  fileprivate(set) var heap: [[Value]] = []
  fileprivate(set) var storages: [Storage] = []
  fileprivate(set) var tensors: [Tensor] = []
  /// Where the file goes on.
  fileprivate(set) var end = 0

  /// The elements of a tuple or list; nil for anything else.
  func elements(of value: Value) -> [Value]? {
    guard case .sequence(let position) = value else { return nil }
    return heap[position]
  }

  /// The entries of a dictionary whose keys are text; nil for anything else.
  func entries(of value: Value) -> [(key: String, value: Value)]? {
    guard case .dictionary(let position) = value else { return nil }
    let items = heap[position]
    return stride(from: 0, to: items.count - 1, by: 2).compactMap { index in
      guard case .string(let key) = items[index] else { return nil }
      return (key, items[index + 1])
    }
  }
}

/// Interprets the instructions that data needs, and refuses all others.
///
/// - Source: the comments of CPython's pickletools, which document every instruction; PyTorch's persistent
///   identifiers and rebuild functions as in torch/serialization.py and torch/_utils.py.
struct Unpickler {
  /// Weights of a thousand layers with their optimiser need a tenth of this.
  private static let mostInstructions = 4_000_000
  private static let mostDimensions = 8

  private var reader: ByteReader
  private var pickle = Pickle()
  private var stack: [Pickle.Value] = []
  /// Stack heights at the open marks.
  private var marks: [Int] = []
  private var memo: [Int: Pickle.Value] = [:]
  private var opcodeOffset = 0
  /// How many more items containers and tensors may get: an honest pickle writes out each, in a byte or more.
  private var allowance: Int

  private init(_ bytes: [UInt8], in range: Range<Int>) {
    allowance = min(range.count, Self.mostInstructions)
    reader = ByteReader(bytes, in: range, part: "a pickle")
  }

  /// The pickle that begins at the start of `range`.
  static func pickle(_ bytes: [UInt8], in range: Range<Int>) throws(WeightsFault) -> Pickle {
    var unpickler = Unpickler(bytes, in: range)
    for _ in 0..<mostInstructions where try unpickler.step() { return unpickler.pickle }
    throw .malformedPickle(offset: unpickler.opcodeOffset)
  }

  private var malformed: WeightsFault { .malformedPickle(offset: opcodeOffset) }

  // MARK: - Instructions

  /// Interprets one instruction; true at the end of the pickle.
  private mutating func step() throws(WeightsFault) -> Bool {
    opcodeOffset = reader.position
    let opcode = try reader.number(UInt8.self)
    switch opcode {
    case 0x80: _ = try reader.number(UInt8.self)  // PROTO
    case 0x95: _ = try reader.number(UInt64.self)  // FRAME
    case UInt8(ascii: "."):  // STOP
      pickle.root = try pop()
      pickle.end = reader.position
      return true
    case UInt8(ascii: "("): marks.append(stack.count)  // MARK
    case UInt8(ascii: "N"): stack.append(.none)  // NONE
    case 0x88: stack.append(.bool(true))  // NEWTRUE
    case 0x89: stack.append(.bool(false))  // NEWFALSE
    case UInt8(ascii: "K"): stack.append(.integer(Int(try reader.number(UInt8.self))))  // BININT1
    case UInt8(ascii: "M"): stack.append(.integer(Int(try reader.number(UInt16.self))))  // BININT2
    case UInt8(ascii: "J"): stack.append(.integer(Int(try reader.number(Int32.self))))  // BININT
    case 0x8A: try pushLong()  // LONG1
    case UInt8(ascii: "G"):  // BINFLOAT
      _ = try reader.number(UInt64.self)
      stack.append(.inert)
    case UInt8(ascii: "X"): try pushString(Int(reader.number(UInt32.self)))  // BINUNICODE
    case 0x8C: try pushString(Int(reader.number(UInt8.self)))  // SHORT_BINUNICODE
    case UInt8(ascii: "U"): try pushString(Int(reader.number(UInt8.self)))  // SHORT_BINSTRING, of Python 2
    case UInt8(ascii: "B"): stack.append(.bytes(try reader.skip(Int(reader.number(UInt32.self)))))  // BINBYTES
    case UInt8(ascii: "C"): stack.append(.bytes(try reader.skip(Int(reader.number(UInt8.self)))))  // SHORT_BINBYTES
    case UInt8(ascii: ")"), UInt8(ascii: "]"): stack.append(try allocated([]))  // EMPTY_TUPLE, EMPTY_LIST
    case 0x85: try pushTuple(of: 1)  // TUPLE1
    case 0x86: try pushTuple(of: 2)  // TUPLE2
    case 0x87: try pushTuple(of: 3)  // TUPLE3
    case UInt8(ascii: "t"): stack.append(try allocated(try popToMark()))  // TUPLE
    case UInt8(ascii: "a"): try extend([try pop()])  // APPEND
    case UInt8(ascii: "e"): try extend(try popToMark())  // APPENDS
    case UInt8(ascii: "}"): stack.append(try dictionary(of: []))  // EMPTY_DICT
    case UInt8(ascii: "s"):  // SETITEM
      let value = try pop()
      try insert([try pop(), value])
    case UInt8(ascii: "u"): try insert(try popToMark())  // SETITEMS
    case UInt8(ascii: "q"): memo[Int(try reader.number(UInt8.self))] = try top()  // BINPUT
    case UInt8(ascii: "r"): memo[Int(try reader.number(UInt32.self))] = try top()  // LONG_BINPUT
    case 0x94: memo[memo.count] = try top()  // MEMOIZE
    case UInt8(ascii: "h"): try recall(Int(reader.number(UInt8.self)))  // BINGET
    case UInt8(ascii: "j"): try recall(Int(reader.number(UInt32.self)))  // LONG_BINGET
    case UInt8(ascii: "c"): stack.append(.global(try global(module: reader.line(), name: reader.line())))  // GLOBAL
    case 0x93: try pushStackGlobal()  // STACK_GLOBAL
    case UInt8(ascii: "Q"): try pushStorage()  // BINPERSID
    case UInt8(ascii: "R"): try reduce()  // REDUCE
    case UInt8(ascii: "b"): _ = try pop()  // BUILD: attributes of an OrderedDict
    default: throw .unsupportedInstruction(opcode: opcode, offset: opcodeOffset)
    }
    return false
  }

  private mutating func pushLong() throws(WeightsFault) {
    let range = try reader.skip(Int(reader.number(UInt8.self)))
    guard range.count <= 8 else { return stack.append(.bytes(range)) }
    var value = range.last.map { reader.bytes[$0] >= 0x80 ? -1 : 0 } ?? 0
    for index in range.reversed() { value = value << 8 | Int(reader.bytes[index]) }
    stack.append(.integer(value))
  }

  private mutating func pushString(_ count: Int) throws(WeightsFault) {
    stack.append(.string(try reader.string(count)))
  }

  private mutating func pushTuple(of count: Int) throws(WeightsFault) {
    guard stack.count - (marks.last ?? 0) >= count else { throw malformed }
    let elements = Array(stack.suffix(count))
    stack.removeLast(count)
    stack.append(try allocated(elements))
  }

  private mutating func pushStackGlobal() throws(WeightsFault) {
    guard case .string(let name) = try pop(), case .string(let module) = try pop() else { throw malformed }
    stack.append(.global(try global(module: module, name: name)))
  }

  // MARK: - Stack, heap and memo

  private func top() throws(WeightsFault) -> Pickle.Value {
    guard stack.count > marks.last ?? 0, let value = stack.last else { throw malformed }
    return value
  }

  private mutating func pop() throws(WeightsFault) -> Pickle.Value {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func popToMark() throws(WeightsFault) -> [Pickle.Value] {
    guard let mark = marks.popLast() else { throw malformed }
    let values = Array(stack[mark...])
    stack.removeLast(values.count)
    return values
  }

  private mutating func charge(_ items: Int) throws(WeightsFault) {
    guard items <= allowance else { throw malformed }
    allowance -= items
  }

  private mutating func allocated(_ elements: [Pickle.Value]) throws(WeightsFault) -> Pickle.Value {
    try charge(elements.count)
    pickle.heap.append(elements)
    return .sequence(pickle.heap.count - 1)
  }

  private mutating func dictionary(of items: [Pickle.Value]) throws(WeightsFault) -> Pickle.Value {
    try charge(items.count)
    pickle.heap.append(items)
    return .dictionary(pickle.heap.count - 1)
  }

  private mutating func extend(_ values: [Pickle.Value]) throws(WeightsFault) {
    switch try top() {
    case .sequence(let position):
      try charge(values.count)
      pickle.heap[position] += values
    case .inert: break
    case .none, .bool, .integer, .string, .dictionary, .global, .storage, .tensor, .bytes: throw malformed
    }
  }

  private mutating func insert(_ items: [Pickle.Value]) throws(WeightsFault) {
    guard case .dictionary(let position) = try top(), items.count % 2 == 0 else { throw malformed }
    try charge(items.count)
    pickle.heap[position] += items
  }

  private mutating func recall(_ key: Int) throws(WeightsFault) {
    guard let value = memo[key] else { throw malformed }
    stack.append(value)
  }

  // MARK: - Names

  private func global(module: String, name: String) throws(WeightsFault) -> Pickle.Global {
    switch (module, name) {
    case ("collections", "OrderedDict"): return .orderedDictionary
    case ("torch._utils", "_rebuild_tensor"), ("torch._utils", "_rebuild_tensor_v2"): return .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"): return .rebuildParameter
    // A loss or a score that was saved beside the weights as a NumPy scalar.
    case ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"), ("numpy", "dtype"),
      ("_codecs", "encode"), ("torch", "Size"), ("torch", "device"):
      return .inert
    case ("torch", _), ("torch.cuda", _):
      guard let type = Self.storageTypes[name] else { break }
      return .storage(type)
    default: break
    }
    throw .forbidden(global: "\(module).\(name)")
  }

  private static let storageTypes: [String: ElementType] = [
    "DoubleStorage": .float64, "FloatStorage": .float32, "HalfStorage": .float16, "BFloat16Storage": .bfloat16,
    "LongStorage": .int64, "IntStorage": .int32, "ShortStorage": .int16, "CharStorage": .int8,
    "ByteStorage": .uint8, "BoolStorage": .bool,
  ]

  // MARK: - Objects

  /// `('storage', class, key, device, count)`, in the older format with `None` or `(key, start, count)` at the end.
  private mutating func pushStorage() throws(WeightsFault) {
    guard let parts = pickle.elements(of: try pop()), parts.count == 5 || parts.count == 6,
      case .string("storage") = parts[0], case .global(.storage(let type)) = parts[1], case .string(let key) = parts[2],
      case .integer(let count) = parts[4], count >= 0
    else { throw malformed }
    var storage = Pickle.Storage(key: key, type: type, start: 0, count: count)
    if parts.count == 6, let view = pickle.elements(of: parts[5]) {
      guard view.count == 3, case .integer(let start) = view[1], case .integer(let shown) = view[2], start >= 0,
        0 <= shown, shown <= count, start <= count - shown
      else { throw malformed }
      storage = Pickle.Storage(key: key, type: type, start: start, count: shown)
    }
    pickle.storages.append(storage)
    stack.append(.storage(pickle.storages.count - 1))
  }

  private mutating func reduce() throws(WeightsFault) {
    guard let arguments = pickle.elements(of: try pop()), case .global(let function) = try pop() else {
      throw malformed
    }
    switch function {
    case .orderedDictionary: stack.append(try orderedDictionary(arguments))
    case .rebuildTensor: stack.append(try tensor(arguments))
    case .rebuildParameter:
      guard case .tensor? = arguments.first else { throw malformed }
      stack.append(arguments[0])
    case .inert: stack.append(.inert)
    case .storage: throw malformed
    }
  }

  /// Empty and filled afterwards, or, from Python 2, made of a list of pairs.
  private mutating func orderedDictionary(_ arguments: [Pickle.Value]) throws(WeightsFault) -> Pickle.Value {
    var items: [Pickle.Value] = []
    if let argument = arguments.first {
      guard let pairs = pickle.elements(of: argument), 2 * pairs.count <= allowance else { throw malformed }
      for pair in pairs {
        guard let pair = pickle.elements(of: pair), pair.count == 2 else { throw malformed }
        items += pair
      }
    }
    return try dictionary(of: items)
  }

  /// `(storage, offset, shape, strides, ...)`.
  private mutating func tensor(_ arguments: [Pickle.Value]) throws(WeightsFault) -> Pickle.Value {
    guard arguments.count >= 4, case .storage(let storage) = arguments[0], case .integer(let offset) = arguments[1],
      let shape = extents(arguments[2]), let strides = extents(arguments[3]), shape.count == strides.count
    else { throw malformed }
    try charge(shape.count + strides.count)
    pickle.tensors.append(
      Pickle.Tensor(storage: pickle.storages[storage], offset: offset, shape: shape, strides: strides))
    return .tensor(pickle.tensors.count - 1)
  }

  private func extents(_ value: Pickle.Value) -> [Int]? {
    guard let elements = pickle.elements(of: value), elements.count <= Self.mostDimensions else { return nil }
    var extents: [Int] = []
    for element in elements {
      guard case .integer(let extent) = element else { return nil }
      extents.append(extent)
    }
    return extents
  }
}
