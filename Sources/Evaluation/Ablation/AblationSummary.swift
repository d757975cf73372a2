// SPDX-License-Identifier: Apache-2.0

import RotundaSphere

/// What the models of an ablation achieve over several seeds, with intervals, and how much of the gap between domains each
/// of them closes.
///
/// Intervals are percentiles over draws, with replacement, of scenes and of seeds. Every model meets the same draws, so
/// that differences between models are not blurred by what they have in common. Few seeds tell little of how seeds vary:
/// of three, draws have at most ten different means.
public struct AblationSummary: Sendable {
  /// One model.
  public struct Model: Sendable {
    /// What tables call it.
    public let title: String
    /// Scores by seed; every model has those of the same seeds, on the same images.
    public let scores: [AblationScores]

    /// A model with its scores.
    public init(title: String, scores: [AblationScores]) { (self.title, self.scores) = (title, scores) }
  }

  /// What one model achieves.
  public struct Row: Sendable {
    /// What tables call it.
    public let title: String
    /// Abs Rel on the source and on the target domain.
    public let absoluteRelative: (source: Estimate, target: Estimate)
    /// RMS on both domains, metres.
    public let rootMeanSquare: (source: Estimate, target: Estimate)
    /// Shares of pixels within a factor of 1.25 on both domains.
    public let delta1: (source: Estimate, target: Estimate)
    /// (source-only - model) / (source-only - oracle) in Abs Rel on the target domain.
    public let gapClosed: Estimate
  }

  /// A row a model, in order.
  public let rows: [Row]
  /// source-only - oracle in Abs Rel on the target domain: what adaptation could gain.
  public let gap: Estimate
  /// Networks of each model.
  public let seedCount: Int
  /// Images and scenes of each domain.
  public let images: (source: Int, target: Int)
  /// Scenes of each domain.
  public let scenes: (source: Int, target: Int)

  /// Compares models.
  ///
  /// - `sourceOnly`, `oracle`: positions of the models between which the gap lies.
  public init(_ models: [Model], sourceOnly: Int, oracle: Int, draws: Int = 1000, seed: UInt64 = 1) {
    seedCount = models[0].scores.count
    let first = models[0].scores[0]
    images = (first[.source].count, first[.target].count)
    let tables = Domain.allCases.map { DomainTable(models, domain: $0) }
    scenes = (tables[0].sceneCount, tables[1].sceneCount)
    var random = SplitMix64(seed: seed)
    let plain = tables.map { $0.means(seeds: Array(0..<models[0].scores.count), scenes: Array(0..<$0.sceneCount)) }
    let drawn = (0..<draws).map { _ in
      let seeds = Self.draw(models[0].scores.count, &random)
      return tables.map { $0.means(seeds: seeds, scenes: Self.draw($0.sceneCount, &random)) }
    }
    func estimate(_ number: ([[SIMD4<Double>]]) -> Double) -> Estimate {
      Estimate(value: number(plain), draws: drawn.map(number))
    }
    gap = estimate { $0[1][sourceOnly][0] - $0[1][oracle][0] }
    rows = models.indices.map { model in
      func both(_ metric: Int) -> (source: Estimate, target: Estimate) {
        (estimate { $0[0][model][metric] }, estimate { $0[1][model][metric] })
      }
      return Row(
        title: models[model].title, absoluteRelative: both(0), rootMeanSquare: both(1), delta1: both(2),
        gapClosed: estimate { means in
          let target = means[1]
          return (target[sourceOnly][0] - target[model][0]) / (target[sourceOnly][0] - target[oracle][0])
        })
    }
  }

  private static func draw(_ count: Int, _ random: inout SplitMix64) -> [Int] {
    (0..<count).map { _ in Int.random(in: 0..<count, using: &random) }
  }
}

/// Sums over the images of each scene of a domain, for every model and seed: Abs Rel, RMS, delta1, images.
private struct DomainTable {
  let sceneCount: Int
  /// By model, seed and scene.
  private let sums: [[[SIMD4<Double>]]]

  init(_ models: [AblationSummary.Model], domain: Domain) {
    var numbers: [String: Int] = [:]
    for image in models[0].scores[0][domain] where numbers[image.scene] == nil { numbers[image.scene] = numbers.count }
    let known = numbers
    sceneCount = known.count
    sums = models.map { model in
      model.scores.map { scores in
        scores[domain].reduce(into: [SIMD4<Double>](repeating: .zero, count: known.count)) { sums, image in
          guard let scene = known[image.scene] else { return }
          sums[scene] += SIMD4(image.absoluteRelative, image.rootMeanSquare, image.delta1, 1)
        }
      }
    }
  }

  /// By model, the means over some seeds and scenes.
  func means(seeds: [Int], scenes: [Int]) -> [SIMD4<Double>] {
    sums.map { model in
      let total = seeds.reduce(into: SIMD4<Double>.zero) { total, seed in
        for scene in scenes { total += model[seed][scene] }
      }
      return total / SIMD4(repeating: total.w)
    }
  }
}
