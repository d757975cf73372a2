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
    /// ResNet360 with CoordConv (Zioulis et al., "Spherical view synthesis", 3DV 2019).
    case svs
    /// Left-right consistency with a VGG encoder (Godard et al., CVPR 2017).
    case monodepthvgg
    /// Left-right consistency with a ResNet-50 encoder (Godard et al., CVPR 2017).
    case monodepthresnet50
    /// ResNet-50 with up-projections (Laina et al., 3DV 2016).
    case fcrn
    /// Unary depths of superpixels (Liu et al., TPAMI 2016); layers between trunk and pooling are our reconstruction.
    case dcnf
    /// Local planar guidance on DenseNet-161 (Lee et al., 2019).
    case bts
    /// Virtual normals on ResNeXt-101 (Yin et al., ICCV 2019).
    case vnl
    /// Pano Popups (Eder et al., 3DV 2019); our reconstruction.
    case popups
    /// RectNet with mapped convolutions (Eder et al., 2019); our reconstruction.
    case mappedrectnet

    /// The paddings that it can be declared with.
    public var paddings: [Padding] {
      switch self {
      case .rectnet, .uresnet, .popups: [.zero, .sphere]
      case .svs, .monodepthvgg, .monodepthresnet50, .fcrn, .dcnf, .bts, .vnl, .mappedrectnet: [.zero]
      }
    }

    /// Whether parts of it are our reconstruction, since no public source tells them.
    public var isReconstruction: Bool {
      switch self {
      case .dcnf, .popups, .mappedrectnet: true
      case .rectnet, .uresnet, .svs, .monodepthvgg, .monodepthresnet50, .fcrn, .bts, .vnl: false
      }
    }

    /// How much larger rounding errors of layers come out than with RectNet, for random weights that keep the variance.
    ///
    /// Measured against double precision: plain sums in single precision err by 1e-6 to 1e-5 of the largest output, with
    /// VNL by 4e-5 and 1.2e-4 (two other programs).
    public var errorGrowth: Double { self == .vnl ? 10 : 1 }
  }

  /// The design.
  public let family: Family
  /// The published channel counts are divided by this; 1 is the network as published.
  public let widthDivisor: Int
  /// What convolutions read beyond the border; `zero` as published.
  public let padding: Padding

  /// An architecture; the defaults are as published.
  ///
  /// `widthDivisor` is 1, 2, 4 or 8; `padding` is one of the family's.
  public init(_ family: Family, widthDivisor: Int = 1, padding: Padding = .zero) {
    precondition(Architecture.widthDivisors.contains(widthDivisor), "an unknown width")
    precondition(family.paddings.contains(padding), "a padding that the family has not")
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
    case .svs: .svs(widthDivisor: widthDivisor)
    case .monodepthvgg: .monodepthVGG(widthDivisor: widthDivisor)
    case .monodepthresnet50: .monodepthResNet50(widthDivisor: widthDivisor)
    case .fcrn: .fcrn(widthDivisor: widthDivisor)
    case .dcnf: .dcnf(widthDivisor: widthDivisor)
    case .bts: .bts(widthDivisor: widthDivisor)
    case .vnl: .vnl(widthDivisor: widthDivisor)
    case .popups: .popups(widthDivisor: widthDivisor, padding: padding)
    case .mappedrectnet: .mappedRectNet(widthDivisor: widthDivisor)
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
    if let part = parts.first, let named = Padding(rawValue: String(part)), named != .zero,
      family.paddings.contains(named)
    {
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
        family.paddings.map { Architecture(family, widthDivisor: divisor, padding: $0).description }
      }
    }
  }
}
