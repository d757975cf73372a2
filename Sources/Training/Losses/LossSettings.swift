// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  /// Which terms a loss has, what they weigh, and where they look.
  ///
  /// The defaults are those of the paper; a term of weight 0 is not computed.
  public struct LossSettings: Sendable, Hashable, Codable {
    /// Which distance of depths L_depth is.
    public var depth = DepthLoss.squared
    /// Weight of L_depth, the paper's beta_depth.
    public var depthWeight = 1.0
    /// Weight of L_smooth, the paper's beta_smooth.
    public var smoothWeight = 0.2
    /// Weight of L_normal, the paper's beta_normal.
    public var normalWeight = 0.4
    /// Weight of gradient matching, which the paper has not.
    public var gradientWeight = 0.0
    /// Weight of the virtual normal loss, which the paper has not.
    public var virtualNormalWeight = 0.0
    /// What each prediction weighs, full resolution first and each half the size of the one before; predictions without
    /// a weight do not count.
    ///
    /// OmniDepth's RectNet has 0.535 and 0.272, which is the same proportion.
    public var scaleWeights = [1.0, 0.5, 0.25]
    /// Pixels whose true distance is larger, in metres, do not count; 10 m as in our evaluation protocol.
    public var maximumDepth = 10.0
    /// Which terms count pixels by the solid angle they see.
    public var latitudeWeights = LatitudeWeights.normal
    /// Whether L_depth is averaged over all pixels, with a truth of 0 where none is known, as the public code of OmniDepth
    /// does, instead of over known pixels only.
    public var omniDepthMask = false

    /// The weights of the paper, and its data set's largest distance.
    ///
    /// - Source: Lee et al. 2020, section 3; 8 m is what users of the 360D data set cut off.
    public static let paper: LossSettings = {
      var settings = LossSettings()
      settings.maximumDepth = 8
      return settings
    }()

    /// The settings above.
    public init() {}

    /// Throws `TrainingError.impossibleSetting` for the first setting that no loss can have.
    public func check() throws(TrainingError) {
      let weights = Term.allCases.map { ("weight of the term \($0.rawValue)", weight(of: $0)) }
      for (name, value) in weights + scaleWeights.map({ ("weight of a size", $0) })
      where !(value >= 0 && value.isFinite) {
        throw .impossibleSetting(name: name, value: String(value))
      }
      guard !terms.isEmpty else { throw .impossibleSetting(name: "the weight of every term", value: "0") }
      guard let first = scaleWeights.first, first > 0 else {
        throw .impossibleSetting(name: "the weight of full resolution", value: "0")
      }
      guard maximumDepth > 0, maximumDepth.isFinite else {
        throw .impossibleSetting(name: "--max-depth", value: String(maximumDepth))
      }
      guard !omniDepthMask || depth.isDefinedInHoles else {
        throw .impossibleSetting(name: "--omnidepth-mask with --depth-loss", value: depth.rawValue)
      }
    }

    /// Names of the terms that count, in the order of `DataLoss.Terms.terms`.
    public var names: [String] { terms.map(\.rawValue) }

    /// The terms that count.
    var terms: [Term] { Term.allCases.filter { weight(of: $0) != 0 } }

    /// What a term weighs.
    func weight(of term: Term) -> Double {
      switch term {
      case .depth: depthWeight
      case .smooth: smoothWeight
      case .normal: normalWeight
      case .gradient: gradientWeight
      case .virtualNormal: virtualNormalWeight
      }
    }

    /// The terms that there are, by the names that logs give them.
    enum Term: String, CaseIterable {
      case depth, smooth, normal, gradient, virtualNormal
    }
  }

  /// Which terms count a pixel by the cosine of its latitude, which is the solid angle that it sees.
  public enum LatitudeWeights: String, Sendable, Hashable, Codable, CaseIterable {
    /// None: every pixel counts alike, as in the published formulas.
    case none
    /// L_normal alone, whose normals are noisier the nearer they are to a pole.
    case normal
    /// All.
    case all
  }
#endif
