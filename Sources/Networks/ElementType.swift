// SPDX-License-Identifier: Apache-2.0

/// How files store one number; little-endian.
enum ElementType: String, CaseIterable {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case int64 = "I64"
  case int32 = "I32"
  case int16 = "I16"
  case int8 = "I8"
  case uint8 = "U8"
  case bool = "BOOL"

  var byteCount: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .float16, .bfloat16, .int16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  /// Learnt numbers are floating-point; integers in checkpoints are counters.
  var isFloatingPoint: Bool {
    switch self {
    case .float64, .float32, .float16, .bfloat16: true
    case .int64, .int32, .int16, .int8, .uint8, .bool: false
    }
  }

  /// The bytes that `shape` asks for; nil where an extent is negative or the product does not fit.
  func byteCount(of shape: [Int]) -> Int? {
    var product = byteCount
    for extent in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return nil }
      product = next
    }
    return product
  }

  /// The floating-point numbers at `bytes[start...]`, the `index`th of which is element `indices[index]` from there.
  ///
  /// The caller has checked that every index lies within `bytes`; integers come out as nothing.
  func floats(in bytes: [UInt8], from start: Int, at indices: some Collection<Int>) -> [Float] {
    // Bound: start + (index + 1) * byteCount <= bytes.count, for every index, as the caller has checked.
    bytes.withUnsafeBytes { buffer in
      switch self {
      case .float32:
        indices.map {
          Float(bitPattern: UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: start + 4 * $0, as: UInt32.self)))
        }
      case .float64:
        indices.map {
          let bits = buffer.loadUnaligned(fromByteOffset: start + 8 * $0, as: UInt64.self)
          return Float(Double(bitPattern: UInt64(littleEndian: bits)))
        }
      case .float16:
        indices.map {
          let bits = buffer.loadUnaligned(fromByteOffset: start + 2 * $0, as: UInt16.self)
          return Float(half: UInt16(littleEndian: bits))
        }
      case .bfloat16:
        indices.map {
          let bits = buffer.loadUnaligned(fromByteOffset: start + 2 * $0, as: UInt16.self)
          return Float(bitPattern: UInt32(UInt16(littleEndian: bits)) << 16)
        }
      case .int64, .int32, .int16, .int8, .uint8, .bool:
        []
      }
    }
  }
}
