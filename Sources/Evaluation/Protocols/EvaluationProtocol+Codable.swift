// SPDX-License-Identifier: Apache-2.0

extension EvaluationProtocol: Codable {
  /// The protocol of a name.
  ///
  /// - Throws: `DecodingError` where there is none of this name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let named = Self.all.first(where: { $0.name == name }) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "there is no protocol \(name)")
    }
    self = named
  }

  /// Its name, which stands for its rules.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
