// SPDX-License-Identifier: Apache-2.0

/// How a file stores floating-point numbers.
struct FloatEncoding {
  /// Bytes a number: 2, 4 or 8.
  let length: Int
  let isLittleEndian: Bool

  static let littleEndian32 = FloatEncoding(length: 4, isLittleEndian: true)
  static let bigEndian32 = FloatEncoding(length: 4, isLittleEndian: false)

  private init(length: Int, isLittleEndian: Bool) {
    self.length = length
    self.isLittleEndian = isLittleEndian
  }

  /// `<f4` and the like: byte order (`=` and `|` are this machine's), `f`, bytes.
  init?(numPyName name: String) {
    let lengths = ["f2": 2, "f4": 4, "f8": 8]
    guard let order = name.first, "<>=|".contains(order), let length = lengths[String(name.dropFirst())] else {
      return nil
    }
    self.init(length: length, isLittleEndian: order != ">")
  }

  /// The numbers in `bytes`; a rest shorter than one number is dropped.
  func floats(_ bytes: [UInt8]) -> [Float] {
    let count = bytes.count / length
    return [Float](unsafeUninitializedCapacity: count) { floats, initialized in
      bytes.withUnsafeBytes { bytes in
        // count * length <= bytes.count.
        for index in 0..<count {
          let number = number(in: bytes, at: index * length)
          (floats.baseAddress?.advanced(by: index))?.initialize(to: number)
        }
      }
      initialized = count
    }
  }

  private func number(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Float {
    switch length {
    case 2:
      let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
      return Float(halfBits: isLittleEndian ? UInt16(littleEndian: bits) : UInt16(bigEndian: bits))
    case 8:
      let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      return Float(Double(bitPattern: isLittleEndian ? UInt64(littleEndian: bits) : UInt64(bigEndian: bits)))
    case _:
      let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      return Float(bitPattern: isLittleEndian ? UInt32(littleEndian: bits) : UInt32(bigEndian: bits))
    }
  }
}

extension Float {
  /// The number that IEEE 754's binary16 writes as `bits`; Swift's Float16 does not exist on every processor.
  init(halfBits bits: UInt16) {
    let magnitude = UInt32(bits & 0x7FFF) << 13
    let sign = UInt32(bits & 0x8000) << 16
    guard bits & 0x7C00 != 0x7C00 else {
      self.init(bitPattern: sign | 0x7F80_0000 | magnitude)
      return
    }
    // The fields now lie where a Float has them; only the exponent's bias is 15 instead of 127. The product is exact,
    // and right for subnormal numbers too.
    self.init(bitPattern: sign | (Float(bitPattern: magnitude) * 0x1p112).bitPattern)
  }
}
