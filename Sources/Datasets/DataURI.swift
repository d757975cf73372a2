// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What names a source of samples: `360d:/data/360D?split=test&suncg=no`.
///
/// A scheme, which says how the data lies on disk; a path, in which `%20` and the like stand for characters and `?`
/// must be written `%3F`; options. The same URI always names the same samples in the same order.
public struct DataURI: Sendable, Hashable {
  /// What stands before the colon, in small letters.
  public let scheme: String
  /// The folder, decoded; relative to the current one unless it begins with a slash.
  public let path: String
  /// Values by name.
  public private(set) var options: [String: String]

  /// The URI that a text spells.
  ///
  /// - Throws: `DatasetsError.malformedURI` where it has no scheme, a wrong `%`, or an option without value or twice.
  public init(parsing text: String) throws(DatasetsError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[0].contains(where: { "/?%".contains($0) }) else {
      throw .malformedURI(text, reason: "it has no scheme; write folder:PATH for a folder of panoramas")
    }
    let halves = parts[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    scheme = parts[0].lowercased()
    path = try Self.decoded(halves[0], of: text)
    options = [:]
    guard halves.count == 2 else { return }
    for option in halves[1].split(separator: "&") {
      let pair = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, !pair[0].isEmpty, !pair[1].isEmpty else {
        throw .malformedURI(text, reason: "\(option) is not an option with a value, as in split=test")
      }
      let value = try Self.decoded(pair[1], of: text)
      guard options.updateValue(value, forKey: String(pair[0])) == nil else {
        throw .malformedURI(text, reason: "\(pair[0]) is set twice")
      }
    }
  }

  /// The panoramas in a folder: `folder:PATH`.
  public init(folder path: String) { (scheme, self.path, options) = (Layout.folder.scheme, path, [:]) }

  private static func decoded(_ part: Substring, of text: String) throws(DatasetsError) -> String {
    guard let decoded = part.removingPercentEncoding else {
      throw .malformedURI(text, reason: "% begins a character in hexadecimal; write %25 for the sign itself")
    }
    guard !decoded.unicodeScalars.contains("\0") else {
      throw .malformedURI(text, reason: "a path cannot hold the character %00")
    }
    return decoded
  }

  /// The same with one option set, as `suncg` to `no`.
  public func setting(_ option: String, to value: String) -> DataURI {
    var copy = self
    copy.options[option] = value
    return copy
  }
}

extension DataURI: CustomStringConvertible {
  /// The text that spells it, options by name.
  public var description: String {
    let query = options.sorted { $0.key < $1.key }.map { "\($0.key)=\(encoded($0.value, reserved: "%&"))" }
    return "\(scheme):\(encoded(path, reserved: "%?"))" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
  }

  /// The text with reserved characters in hexadecimal; others, also of other scripts, stay readable.
  private func encoded(_ text: String, reserved: String) -> String {
    text.map { reserved.contains($0) ? "%" + String($0.asciiValue ?? 0, radix: 16, uppercase: true) : String($0) }
      .joined()
  }
}
