// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaEvaluation
import Yams

/// What a user says of another system's network, in YAML: which TorchScript file, what it sees, and what its numbers mean.
///
///     model: depth.pt        # beside this file
///     view: panorama         # or perspective
///     width: 1024            # of panoramas; the height is half of it
///     size: 384              # of perspective pictures, columns and rows
///     range: 255             # largest number of its pictures, 1 where left out
///     mean: [0.485, 0.456, 0.406]        # red, green and blue in [0, 1] less this …
///     deviation: [0.229, 0.224, 0.225]   # … over this
///     output: depth          # distance, depth, inverse-depth or log-depth
///     result: 0              # which of the tensors that it returns
///     unit: 1                # metres
///     focal: 518.86          # pixels of its input that perspective networks were trained with
struct ModelCard: Sendable, Hashable {
  /// Where the program lies.
  let model: URL
  /// What it is called in reports.
  let name: String
  /// What it sees.
  let view: View
  /// Largest number of its pictures.
  let range: Double
  /// Taken off red, green and blue in [0, 1], before `range`.
  let mean: [Double]
  /// What the rest is divided by.
  let deviation: [Double]
  /// What its numbers mean.
  let output: Output
  /// Which of its tensors.
  let result: Int
  /// Metres.
  let unit: Double

  /// What a network sees.
  enum View: Sendable, Hashable {
    /// Panoramas of so many columns.
    case panorama(width: Int)
    /// Square pinhole pictures of so many columns; the focal length in pixels that it was trained with.
    case perspective(size: Int, focalLength: Double?)
  }

  /// What a number stands for: along the ray of a panorama and along the axis of a pinhole camera, but `distance` always
  /// along the ray.
  enum Output: String, Sendable, Hashable, CaseIterable {
    case distance
    case depth
    case inverseDepth = "inverse-depth"
    case logDepth = "log-depth"
  }

  private static let keys: Set<String> = [
    "model", "name", "view", "width", "size", "range", "mean", "deviation", "output", "result", "unit", "focal",
  ]

  /// Reads a card.
  ///
  /// - Throws: `CommandError.badModelCard` for what is not there, unknown or no such value.
  init(contentsOf file: URL) throws(CommandError) {
    let fields = try Fields(contentsOf: file, known: Self.keys)
    model = URL(filePath: try fields.text("model"), relativeTo: file.deletingLastPathComponent()).standardizedFileURL
    name = try fields.optional("name", fields.text) ?? file.deletingPathExtension().lastPathComponent
    switch try fields.text("view") {
    case "panorama":
      view = .panorama(width: Int(try fields.number("width", in: 2...16384)) / 2 * 2)
    case "perspective":
      let focal = try fields.optional("focal") { name throws(CommandError) in try fields.number(name, in: 1...1e5) }
      view = .perspective(size: Int(try fields.number("size", in: 1...16384)), focalLength: focal)
    case let other:
      throw fields.fault("view is panorama or perspective, not \(other)")
    }
    range = try fields.optional("range") { name throws(CommandError) in try fields.number(name, in: 1e-3...1e5) } ?? 1
    mean = try fields.optional("mean", fields.colours) ?? [0, 0, 0]
    deviation = try fields.optional("deviation", fields.colours) ?? [1, 1, 1]
    guard deviation.allSatisfy({ $0 > 0 }) else { throw fields.fault("deviation must be above zero") }
    let output = try fields.text("output")
    guard let known = Output(rawValue: output) else {
      let all = Output.allCases.map(\.rawValue).joined(separator: ", ")
      throw fields.fault("output is one of \(all), not \(output)")
    }
    self.output = known
    result = Int(
      try fields.optional("result") { name throws(CommandError) in try fields.number(name, in: 0...63) } ?? 0)
    unit = try fields.optional("unit") { name throws(CommandError) in try fields.number(name, in: 1e-6...1e6) } ?? 1
  }

  /// What is farther than this is not told apart by inverse depths, metres.
  static let farthest = 80.0

  /// Planes of red, green and blue in [0, 1] as the network takes them.
  func normalised(_ planes: [Float]) -> [Float] {
    let pixels = planes.count / 3
    return planes.enumerated().map { index, value in
      let channel = index / pixels
      return Float((Double(value) - mean[channel]) / deviation[channel] * range)
    }
  }
}

/// The values of a card by name.
private struct Fields {
  private let path: String
  private let values: [String: Node]

  init(contentsOf file: URL, known: Set<String>) throws(CommandError) {
    path = file.relativePath
    let root: Node?
    do {
      root = try compose(yaml: try String(contentsOf: file, encoding: .utf8))
    } catch {
      throw .badModelCard(path: path, reason: "it cannot be read as YAML: \(error)")
    }
    var values: [String: Node] = [:]
    for (key, value) in root?.mapping ?? [:] {
      guard let name = key.scalar?.string, known.contains(name) else {
        throw .badModelCard(path: path, reason: "\(key.scalar?.string ?? "something") is no known name")
      }
      values[name] = value
    }
    self.values = values
  }

  func fault(_ reason: String) -> CommandError { .badModelCard(path: path, reason: reason) }

  func text(_ name: String) throws(CommandError) -> String {
    guard let text = values[name]?.scalar?.string else { throw fault("\(name) is missing") }
    return text
  }

  func number(_ name: String, in range: ClosedRange<Double>) throws(CommandError) -> Double {
    guard let number = Double(try text(name)), range.contains(number) else {
      throw fault("\(name) is a number from \(range.lowerBound) to \(range.upperBound), not \(try text(name))")
    }
    return number
  }

  func colours(_ name: String) throws(CommandError) -> [Double] {
    let numbers = values[name]?.sequence?.compactMap { $0.scalar.flatMap { Double($0.string) } } ?? []
    guard numbers.count == 3, numbers.allSatisfy(\.isFinite) else {
      throw fault("\(name) is three numbers, for red, green and blue")
    }
    return numbers
  }

  /// A value that may be left out.
  func optional<Value>(
    _ name: String, _ read: (String) throws(CommandError) -> Value
  ) throws(CommandError) -> Value? {
    values[name] == nil ? nil : try read(name)
  }
}
