// SPDX-License-Identifier: Apache-2.0

/// Rules by which the names of a checkpoint's arrays become those of our declarations.
///
/// One rule a line: a pattern, spaces, and a name. A `*` in the pattern stands for any text, and the `*` of the name for
/// the same texts in order; the name `-` drops the array. The first rule that fits an array's whole name holds; names that
/// no rule fits stay. Empty lines, and what follows a `#`, say nothing.
public struct NameMap: Sendable, Hashable {
  private struct Rule: Sendable, Hashable {
    let pattern: [Substring]
    let name: [Substring]
  }

  private let rules: [Rule]

  /// Reads rules.
  ///
  /// - Throws: `NetworkError.malformedNameMap` with the line's number.
  public init(_ text: String) throws(NetworkError) {
    var rules: [Rule] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
      guard !words.isEmpty else { continue }
      guard words.count == 2 else {
        throw .malformedNameMap(line: index + 1, reason: "a rule is a pattern and a name")
      }
      let pattern = words[0].split(separator: "*", omittingEmptySubsequences: false)
      let name = words[1].split(separator: "*", omittingEmptySubsequences: false)
      guard name.count <= pattern.count else {
        throw .malformedNameMap(line: index + 1, reason: "the name has more * than the pattern")
      }
      rules.append(Rule(pattern: pattern, name: name))
    }
    self.rules = rules
  }

  /// What an array is called; nil where it is dropped.
  public func name(of array: String) -> String? {
    for rule in rules {
      guard let texts = Self.texts(of: array, by: rule.pattern) else { continue }
      if rule.name == ["-"] { return nil }
      return rule.name.enumerated().map { index, part in (index == 0 ? "" : texts[index - 1]) + part }.joined()
    }
    return array
  }

  /// The same weights under their new names.
  ///
  /// - Throws: `NetworkError.repeatedName` where two arrays get one name.
  public func applied(to weights: Weights) throws(NetworkError) -> Weights {
    var arrays: [String: Weights.Array] = [:]
    for (old, array) in weights.arrays.sorted(by: { $0.key < $1.key }) {
      guard let new = name(of: old) else { continue }
      guard arrays.updateValue(array, forKey: new) == nil else { throw .repeatedName(new) }
    }
    return Weights(arrays: arrays, metadata: weights.metadata)
  }

  /// The shortest texts, from the left, that a pattern's stars stand for; nil where it does not fit.
  private static func texts(of name: String, by pattern: [Substring]) -> [Substring]? {
    guard let first = pattern.first, let last = pattern.last, name.hasPrefix(first) else { return nil }
    guard pattern.count > 1 else { return name == first ? [] : nil }
    var rest = name.dropFirst(first.count)
    var texts: [Substring] = []
    for part in pattern.dropFirst().dropLast() {
      guard let place = rest.range(ofText: part) else { return nil }
      texts.append(rest[..<place.lowerBound])
      rest = rest[place.upperBound...]
    }
    guard rest.hasSuffix(last) else { return nil }
    texts.append(rest.dropLast(last.count))
    return texts
  }
}

extension Substring {
  /// Where a text first occurs.
  fileprivate func range(ofText text: Substring) -> Range<Index>? {
    var start = startIndex
    while start <= endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      guard start < endIndex else { return nil }
      start = index(after: start)
    }
    return nil
  }
}
