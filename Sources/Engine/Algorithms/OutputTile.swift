// SPDX-License-Identifier: Apache-2.0

/// Output channels that are computed together: one or two vectors of one phase.
///
/// A tile may span parts; it then has the taps of all of them, with zero weights where a part lacks one.
struct OutputTile {
  private let parts: [ConvolutionProblem.Part]
  /// Channels of the destination view.
  let channels: Range<Int>
  /// Vectors that hold them.
  let vectors: Int
  /// The taps of all its parts.
  let taps: [ConvolutionProblem.Offset]
  private let tapIndices: [[ConvolutionProblem.Offset: Int]]

  private init(_ parts: [ConvolutionProblem.Part], channels: Range<Int>, lanes: Int) {
    self.parts = parts.filter { $0.channels.overlaps(channels) }
    self.channels = channels
    vectors = channels.count > lanes ? 2 : 1
    taps = Set(self.parts.flatMap(\.taps)).sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    tapIndices = self.parts.map { part in
      Dictionary(uniqueKeysWithValues: part.taps.enumerated().map { ($1, $0) })
    }
  }

  /// Where between the multiples of the spacing.
  var phase: ConvolutionProblem.Offset { parts.first?.phase ?? .init(row: 0, column: 0) }

  /// One number a channel.
  var bias: [Float] {
    channels.compactMap { channel in
      parts.first { $0.channels.contains(channel) }.map { $0.bias[channel - $0.channels.lowerBound] }
    }
  }

  /// The weights of one tap and some input channels, `[inputs][vectors * lanes]`.
  func weights(inputs: Range<Int>, tap: ConvolutionProblem.Offset, lanes: Int) -> [Float] {
    let width = vectors * lanes
    var packed = [Float](repeating: 0, count: inputs.count * width)
    for (part, indices) in zip(parts, tapIndices) {
      guard let index = indices[tap] else { continue }
      let inputCount = part.weights.count / (part.channels.count * part.taps.count)
      for channel in channels.clamped(to: part.channels) {
        let first = (channel - part.channels.lowerBound) * inputCount
        for input in inputs {
          packed[(input - inputs.lowerBound) * width + channel - channels.lowerBound] =
            part.weights[(first + input) * part.taps.count + index]
        }
      }
    }
    return packed
  }

  /// The tiles of a problem, phase by phase.
  static func tiles(of problem: ConvolutionProblem, lanes: Int) -> [OutputTile] {
    let phases = Set(problem.parts.map(\.phase)).sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    return phases.flatMap { phase in
      let parts = problem.parts.filter { $0.phase == phase }
      let end = parts.map(\.channels.upperBound).max() ?? 0
      return stride(from: 0, to: end, by: 2 * lanes).map { first in
        OutputTile(parts, channels: first..<min(first + 2 * lanes, end), lanes: lanes)
      }
    }
  }
}
