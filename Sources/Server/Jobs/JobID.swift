// SPDX-License-Identifier: Apache-2.0

#if Server
  /// The name of a job: 128 random bits as 32 lower-case hexadecimal digits.
  ///
  /// Paths are built from nothing else that a request brings, and only this pattern becomes an ID.
  struct JobID: Hashable, Sendable, CustomStringConvertible {
    let description: String

    /// An ID that nobody can guess.
    init() {
      var generator = SystemRandomNumberGenerator()
      description = [generator.next(), generator.next()].map { (bits: UInt64) in
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
      }.joined()
    }

    /// The ID that `text` is; nil where it is anything else.
    init?(_ text: String) {
      let isID =
        text.utf8.count == 32 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
      guard isID else { return nil }
      description = text
    }
  }

  extension JobID: Codable {
    init(from decoder: any Decoder) throws {
      let text = try decoder.singleValueContainer().decode(String.self)
      guard let id = JobID(text) else {
        throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a job's ID"))
      }
      self = id
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(description)
    }
  }
#endif
