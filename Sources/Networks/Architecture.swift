// SPDX-License-Identifier: Apache-2.0

/// Which network: its family, how wide it is and how it pads.
///
/// Written `rectnet`, `rectnet-w4`, `rectnet-w4-sphere`. This name travels in the metadata of weight files, so that a file says what it is for.
public struct Architecture: Sendable, Hashable {
  /// A published design.
  public enum Family: String, Sendable, Hashable, CaseIterable {
    /// RectNet of OmniDepth (Zioulis et al., ECCV 2018).
    case rectnet
    /// UResNet of OmniDepth (Zioulis et al., ECCV 2018).
    case uresnet
  }

  /// The design.
  public let family: Family
  /// The published channel counts are divided by this; 1 is the network as published.
  public let widthDivisor: Int
  /// What convolutions read beyond the border; `zero` as published.
  public let padding: Padding

  /// An architecture; the defaults are as published.
  ///
  /// `widthDivisor` is 1, 2, 4 or 8.
  public init(_ family: Family, widthDivisor: Int = 1, padding: Padding = .zero) {
    precondition(Architecture.widthDivisors.contains(widthDivisor), "an unknown width")
    self.family = family
    self.widthDivisor = widthDivisor
    self.padding = padding
  }

  /// The divisors for which every channel count stays whole.
  public static let widthDivisors = [1, 2, 4, 8]

  /// The declared network.
  public var network: Network {
    switch family {
    case .rectnet: .rectNet(widthDivisor: widthDivisor, padding: padding)
    case .uresnet: .uResNet(widthDivisor: widthDivisor, padding: padding)
    }
  }
}

extension Architecture: LosslessStringConvertible {
  /// The name, as `rectnet-w4-sphere`.
  public var description: String {
    family.rawValue + (widthDivisor == 1 ? "" : "-w\(widthDivisor)") + (padding == .zero ? "" : "-\(padding.rawValue)")
  }

  /// Reads a name; nil where it is not one.
  public init?(_ description: String) {
    var parts = description.split(separator: "-", omittingEmptySubsequences: false)
    guard let family = Family(rawValue: String(parts.removeFirst())) else { return nil }
    var divisor = 1
    var padding = Padding.zero
    if let part = parts.first, part.first == "w", let number = Int(part.dropFirst()), number > 1 {
      guard Self.widthDivisors.contains(number) else { return nil }
      divisor = number
      parts.removeFirst()
    }
    if let part = parts.first, let named = Padding(rawValue: String(part)), named != .zero {
      padding = named
      parts.removeFirst()
    }
    guard parts.isEmpty else { return nil }
    self.init(family, widthDivisor: divisor, padding: padding)
  }

  /// Every name that can be asked for, for help texts and error messages.
  public static var allNames: [String] {
    Family.allCases.flatMap { family in
      widthDivisors.flatMap { divisor in
        Padding.allCases.map { Architecture(family, widthDivisor: divisor, padding: $0).description }
      }
    }
  }
}
