// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Walks over a text of words and numbers, byte by byte and independent of the locale.
struct MeshText {
  private let bytes: [UInt8]
  private(set) var position: Int
  /// The line that `position` is in, counted from 1.
  private(set) var line: Int

  private static let newline = UInt8(ascii: "\n")

  init(_ bytes: [UInt8], from position: Int = 0, line: Int = 1) {
    self.bytes = bytes
    self.position = position
    self.line = line
  }

  var isAtEnd: Bool { position >= bytes.count }
  var remaining: Int { bytes.count - position }
  /// Whether nothing but blanks was left before the end of the line.
  var isAtLineEnd: Bool { isAtEnd || bytes[position] == Self.newline }
  /// The byte here; 0 at the end.
  var byte: UInt8 { isAtEnd ? 0 : bytes[position] }

  mutating func skipByteOrderMark() {
    if position == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// Steps over spaces and tabs; the carriage return of other systems counts as one.
  mutating func skipBlanks() {
    while position < bytes.count, bytes[position] != Self.newline, bytes[position] <= 32 { position += 1 }
  }

  /// Steps over blanks and ends of lines.
  mutating func skipSpace() {
    while position < bytes.count, bytes[position] <= 32 {
      if bytes[position] == Self.newline { line += 1 }
      position += 1
    }
  }

  mutating func skipLine() {
    while position < bytes.count, bytes[position] != Self.newline { position += 1 }
    guard position < bytes.count else { return }
    position += 1
    line += 1
  }

  /// Steps over one byte where it is the one expected.
  mutating func skip(_ expected: Character) -> Bool {
    guard !isAtEnd, bytes[position] == expected.asciiValue else { return false }
    position += 1
    return true
  }

  /// The next word of this line; empty at its end.
  mutating func word() -> ArraySlice<UInt8> {
    skipBlanks()
    let start = position
    while position < bytes.count, bytes[position] > 32 { position += 1 }
    return bytes[start..<position]
  }

  /// What is left of this line, without blanks around it.
  mutating func restOfLine() -> String {
    skipBlanks()
    let start = position
    while position < bytes.count, bytes[position] != Self.newline { position += 1 }
    var end = position
    while end > start, bytes[end - 1] <= 32 { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The whole number here, with its sign; nil where there is none.
  ///
  /// What follows it stays.
  mutating func wholeNumber() -> Int? {
    let isNegative = skip("-")
    if !isNegative { _ = skip("+") }
    var value = 0
    let start = position
    while position < bytes.count, let digit = Self.digit(bytes[position]) {
      guard value < Int.max / 10 - 1 else { return nil }
      value = value * 10 + digit
      position += 1
    }
    return position > start ? (isNegative ? -value : value) : nil
  }

  /// The next word of this line as a number; nil where it is none, and then nothing is stepped over.
  mutating func number() -> Double? {
    skipBlanks()
    let start = position
    let isNegative = skip("-")
    if !isNegative { _ = skip("+") }
    var decimal = Decimal()
    while position < bytes.count, let digit = Self.digit(bytes[position]) {
      decimal.append(digit, isFraction: false)
      position += 1
    }
    if skip(".") {
      while position < bytes.count, let digit = Self.digit(bytes[position]) {
        decimal.append(digit, isFraction: true)
        position += 1
      }
    }
    if decimal.hasDigits, skip("e") || skip("E") {
      guard let exponent = wholeNumber() else { return spelled(from: start) }
      decimal.exponent += min(max(exponent, -9999), 9999)
    }
    guard isAtEnd || bytes[position] <= 32, let value = decimal.exactValue else { return spelled(from: start) }
    return isNegative ? -value : value
  }

  /// What the quick way cannot tell exactly, or at all: many digits, large exponents, "nan".
  private mutating func spelled(from start: Int) -> Double? {
    position = start
    let word = word()
    guard let value = Double(String(decoding: word, as: UTF8.self)) else {
      position = start
      return nil
    }
    return value
  }

  private static func digit(_ byte: UInt8) -> Int? {
    byte >= 48 && byte <= 57 ? Int(byte) - 48 : nil
  }

  /// A number in the making: `digits` times a power of ten.
  private struct Decimal {
    private var digits: UInt64 = 0
    private(set) var hasDigits = false
    private var isExact = true
    var exponent = 0

    mutating func append(_ digit: Int, isFraction: Bool) {
      hasDigits = true
      if digits < 1 << 53 {
        digits = digits * 10 + UInt64(digit)
        if isFraction { exponent -= 1 }
      } else {
        isExact = false
      }
    }

    /// The value where one rounding gives it: both factors are whole numbers that a Double holds exactly (Clinger 1990).
    var exactValue: Double? {
      guard hasDigits, isExact, digits <= 1 << 53, abs(exponent) < Decimal.powers.count else { return nil }
      let value = Double(digits)
      return exponent < 0 ? value / Decimal.powers[-exponent] : value * Decimal.powers[exponent]
    }

    /// 1 to 10^22, all exact.
    private static let powers: [Double] = (0..<22).reduce(into: [1]) { powers, index in
      powers.append(powers[index] * 10)
    }
  }
}
