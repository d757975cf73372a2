// SPDX-License-Identifier: Apache-2.0

/// A network as a value: operations in the order in which they run, and which of their results come out.
///
/// Nothing here computes. The engine and LibTorch both run this declaration; layer tables, costs, parameter names and
/// buffer lifetimes are read off it. Feature maps are `[N, C, H, W]`: batch, channels, rows, columns.
public struct Network: Sendable, Hashable {
  /// The result of one layer, by its position in `layers`.
  public struct Value: Sendable, Hashable {
    /// Position in `Network.layers`.
    public let index: Int

    /// The result of the layer at a position.
    package init(index: Int) { self.index = index }
  }

  /// One operation, its name and what it reads.
  public struct Layer: Sendable, Hashable {
    /// The name that public checkpoints give it, as `input0_0.conv`; empty where it has no parameters.
    public let name: String
    /// What is computed.
    public let operation: Operation
    /// What it reads, in order; each comes earlier in `Network.layers`.
    public let inputs: [Value]

    /// A layer; `package`, as only our tests write networks without a builder.
    package init(name: String, operation: Operation, inputs: [Value]) {
      self.name = name
      self.operation = operation
      self.inputs = inputs
    }
  }

  /// A result that callers see.
  public struct Output: Sendable, Hashable {
    /// What callers know it by.
    public let name: String
    /// Where it comes from.
    public let value: Value
    /// The picture's size divided by the output's.
    public let scale: Int
    /// Whether pictures must be multiples of `scale`, so that each pixel of the output covers whole pixels of the picture;
    /// else the output is stretched over it, or is no picture at all.
    public let isAligned: Bool

    /// A result with its name.
    package init(name: String, value: Value, scale: Int, isAligned: Bool = true) {
      self.name = name
      self.value = value
      self.scale = scale
      self.isAligned = isAligned
    }
  }

  /// Family, width and padding: enough to declare it again.
  public let architecture: Architecture
  /// Operations in the order in which they run; the first is the image.
  public let layers: [Layer]
  /// Results, full resolution first.
  public let outputs: [Output]

  /// A network of these layers, the first of which is the image.
  package init(architecture: Architecture, layers: [Layer], outputs: [Output]) {
    self.architecture = architecture
    self.layers = layers
    self.outputs = outputs
  }
}

/// What is read beyond the border of a map.
public enum Padding: String, Sendable, Hashable, Codable, CaseIterable {
  /// Zeros, as in the published networks.
  case zero
  /// The sphere: columns wrap around; rows beyond a pole continue on the opposite meridian (half-turn and flip).
  case sphere
}
