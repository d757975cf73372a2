// SPDX-License-Identifier: Apache-2.0

/// Several sources as one.
///
/// Sources that end are joined end to end. Where one of them never ends they take turns, sample by sample, and those that
/// end begin again; so `rooms:seed=1` beside `rooms:seed=2,look=synthetic` gives both looks in equal parts.
public struct CombinedSource: SampleSource {
  private let sources: [any SampleSource]
  /// Number of the first sample of each source, where all end.
  private let starts: [Int]
  /// Samples in all; nil where it never ends.
  public let count: Int?

  /// At least one source, none of them empty.
  ///
  /// - Throws: `DatasetsError.emptySource` for the first that is empty.
  public init(_ sources: [any SampleSource]) throws(DatasetsError) {
    precondition(!sources.isEmpty, "a combination of at least one source")
    for source in sources where source.count == 0 { throw .emptySource(uri: source.uri) }
    self.sources = sources
    let counts = sources.compactMap(\.count)
    let allEnd = counts.count == sources.count
    count = allEnd ? counts.reduce(0, +) : nil
    starts = allEnd ? counts.dropLast().reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) } : []
  }

  /// The URIs, with spaces between.
  public var uri: String { sources.map(\.uri).joined(separator: " ") }

  /// Where sources take turns, a group of each of them.
  public var groupSize: Int { count == nil ? sources.count * (sources.map(\.groupSize).max() ?? 1) : 1 }

  /// The sample of a number, from its source.
  public func sample(at index: Int) throws -> Sample {
    let (source, number) = place(of: index)
    return try sources[source].sample(at: number)
  }

  private func place(of index: Int) -> (source: Int, number: Int) {
    guard count == nil else {
      let source = (starts.firstIndex { $0 > index } ?? starts.count) - 1
      return (source, index - starts[source])
    }
    let (turn, source) = index.quotientAndRemainder(dividingBy: sources.count)
    return (source, sources[source].count.map { turn % $0 } ?? turn)
  }
}
