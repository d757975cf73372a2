// SPDX-License-Identifier: Apache-2.0

/// Why a file is not readable as weights.
///
/// `NetworkError.unreadableWeights` adds which file.
public enum WeightsFault: Error, Sendable, Hashable {
  /// The system refused; the number is `errno`.
  case system(errorNumber: Int32)
  /// A folder, a pipe or a device.
  case notAFile
  /// More bytes than any network's weights have.
  case tooLarge(bytes: Int, limit: Int)
  /// The first bytes are of no known format.
  case unknownFormat
  /// The file ends at `size` although `part` reaches beyond.
  case truncated(part: String, size: Int)
  /// A header or index that is not what its format says; `part` is where.
  case malformed(part: String)
  /// An array whose elements have an unknown type.
  case unknownElementType(array: String, type: String)
  /// An array whose bytes are not where its header says they could be.
  case outOfBounds(array: String)
  /// An array whose shape asks for another number of bytes than it has.
  case contradictorySize(array: String, shape: [Int], bytes: Int)
  /// Arrays that overlap, or bytes that belong to none.
  case notContiguous(array: String)
  /// A view that shows the same stored numbers over and over.
  case repeated(array: String)
  /// An archive's entry that is compressed; PyTorch stores them as they are.
  case compressed(entry: String)
  /// Numbers with the most significant byte first.
  case bigEndian
  /// A pickle that asks for a Python function or class which weights do not need.
  case forbidden(global: String)
  /// A pickle that uses an instruction which weights do not need.
  case unsupportedInstruction(opcode: UInt8, offset: Int)
  /// A pickle that is damaged, or deeper or longer than weights need.
  case malformedPickle(offset: Int)
  /// A sound file without a single array of floating-point numbers.
  case noArrays
}

extension WeightsFault: CustomStringConvertible {
  /// What is wrong, to be read after the file's name and a colon.
  public var description: String {
    switch self {
    case .system(let errorNumber):
      return systemMessage(errorNumber)
    case .notAFile:
      return "is not a file"
    case .tooLarge(let bytes, let limit):
      return "has \(bytes) bytes; files of weights up to \(limit) bytes are read"
    case .unknownFormat:
      return "is neither safetensors nor a PyTorch checkpoint"
    case .truncated(let part, let size):
      return "ends after \(size) bytes, within \(part); it may not have been copied completely"
    case .malformed(let part):
      return "is damaged: \(part) makes no sense"
    case .unknownElementType(let array, let type):
      return "stores '\(array)' as \(type); floating-point numbers of 16, 32 and 64 bits are read"
    case .outOfBounds(let array):
      return "says that '\(array)' lies outside the stored data; it is damaged or forged"
    case .contradictorySize(let array, let shape, let bytes):
      return "says that '\(array)' has shape \(shape), which does not match its \(bytes) bytes; "
        + "it is damaged or forged"
    case .notContiguous(let array):
      return "says that '\(array)' does not begin where the array before it ends; it is damaged or forged"
    case .repeated(let array):
      return "asks for more numbers in '\(array)' than it stores; it is forged"
    case .compressed(let entry):
      return "has a compressed entry '\(entry)'; PyTorch stores entries uncompressed: save it again with torch.save"
    case .bigEndian:
      return "stores numbers in big-endian order; save it again on a little-endian machine"
    case .forbidden(let global):
      return "refers to \(global), which a file of weights has no business to; nothing was executed"
    case .unsupportedInstruction(let opcode, let offset):
      return "has instruction \(opcode) at byte \(offset) of its pickle, which weights do not need; "
        + "nothing was executed"
    case .malformedPickle(let offset):
      return "has a pickle that makes no sense at byte \(offset)"
    case .noArrays:
      return "holds no array of floating-point numbers"
    }
  }
}
