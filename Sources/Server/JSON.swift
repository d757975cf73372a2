// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation

  /// JSON as files and answers have it: sorted keys, dates by ISO 8601 with milliseconds.
  enum JSON {
    private static let dates = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    static var encoder: JSONEncoder {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      encoder.dateEncodingStrategy = .custom { date, encoder in
        var container = encoder.singleValueContainer()
        try container.encode(date.formatted(dates))
      }
      return encoder
    }

    static var decoder: JSONDecoder {
      let decoder = JSONDecoder()
      decoder.dateDecodingStrategy = .custom { decoder in
        try Date(try decoder.singleValueContainer().decode(String.self), strategy: dates)
      }
      return decoder
    }

    static func text(_ value: some Encodable) throws -> String {
      String(decoding: try encoder.encode(value), as: UTF8.self)
    }
  }
#endif
