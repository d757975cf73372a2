// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  /// How a network is adapted to photographs whose depth nobody knows; the defaults are the paper's.
  ///
  /// What the paper has not (label smoothing, gradient penalty, spectral norm, noise, features instead of maps) is off.
  /// - Source: Lee et al. 2020, eq. 5 to 7.
  public struct AdversarialSettings: Sendable, Hashable, Codable {
    /// Where the photographs come from, as `folder:photos`; several are one as `CombinedSource` says.
    public var real: [String]
    /// Weight of L_adv beside L_data, the paper's alpha.
    public var weight = 1e-3
    /// What L_D is multiplied by, the paper's gamma.
    ///
    /// Adam does not mind a factor but for its epsilon: 1e-4 and an epsilon of 1e-8 are 1 and an epsilon of 1e-4.
    public var discriminatorWeight = 1e-4
    /// What the discriminator looks at.
    public var level = Level.depth
    /// How the discriminator comes from its features to one number.
    public var head = Discriminator.Head.pooled
    /// Steps in which the discriminator learns alone before L_adv counts.
    public var headStart = 0
    /// How far the label of rendered samples is from 1 in L_D: one-sided label smoothing.
    ///
    /// - Source: Salimans et al., "Improved techniques for training GANs", NeurIPS 2016.
    public var labelSmoothing = 0.0
    /// Weight of the squared gradient of the discriminator's output over rendered samples, R1.
    ///
    /// - Source: Mescheder, Geiger, Nowozin, "Which training methods for GANs do actually converge?", ICML 2018.
    public var gradientPenalty = 0.0
    /// Whether each layer of the discriminator is divided by its largest singular value.
    ///
    /// - Source: Miyato et al., "Spectral normalization for generative adversarial networks", ICLR 2018.
    public var spectralNorm = false
    /// Standard deviation at the first step, falling to 0 at the last, of noise on what the discriminator sees.
    ///
    /// - Source: Arjovsky and Bottou, "Towards principled methods for training generative adversarial networks", ICLR 2017.
    public var noise = 0.0

    /// What the discriminator looks at.
    public enum Level: String, Sendable, Hashable, Codable, CaseIterable {
      /// Predicted depth maps at full size, as shares of the largest depth that counts: the paper's choice.
      case depth
      /// What the encoder ends with; the network learns against the discriminator by reversed gradients.
      ///
      /// - Source: Ganin et al., "Domain-adversarial training of neural networks", JMLR 17, 2016.
      case features
    }

    /// The paper's adaptation to photographs.
    public init(real: [String]) { self.real = real }

    /// Throws `TrainingError.impossibleSetting` for the first setting that no run can have.
    public func check() throws(TrainingError) {
      guard !real.isEmpty else { throw .impossibleSetting(name: "--real", value: "empty") }
      let positive = [("--adversarial-weight", weight), ("--discriminator-weight", discriminatorWeight)]
      for (name, value) in positive where !(value > 0 && value.isFinite) {
        throw .impossibleSetting(name: name, value: String(value))
      }
      let others = [("--gradient-penalty", gradientPenalty), ("--noise", noise), ("--head-start", Double(headStart))]
      for (name, value) in others where !(value >= 0 && value.isFinite) {
        throw .impossibleSetting(name: name, value: String(value))
      }
      guard (0..<0.5).contains(labelSmoothing) else {
        throw .impossibleSetting(name: "--label-smoothing", value: String(labelSmoothing))
      }
    }
  }
#endif
