// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import Logging

  /// Writes a JSON object a line to the error stream.
  struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      var fields: [String: any Sendable] = [:]
      for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
        fields[key] = Self.json(value)
      }
      fields["time"] = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
      fields["level"] = event.level.rawValue
      fields["message"] = event.message.description
      if let error = event.error { fields["error"] = "\(error)" }
      let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
      guard let line = try? JSONSerialization.data(withJSONObject: fields, options: options) else { return }
      // One call a line: lines of several threads do not mix. A log that nobody can take any more stops no request.
      try? FileHandle.standardError.write(contentsOf: line + Data("\n".utf8))
    }

    /// Numbers stay numbers.
    private static func json(_ value: Logger.MetadataValue) -> any Sendable {
      switch value {
      case .stringConvertible(let number as Int): number
      case .stringConvertible(let number as Double): (number * 1e6).rounded() / 1e6
      case .string, .stringConvertible, .dictionary, .array: "\(value)"
      }
    }
  }
#endif
