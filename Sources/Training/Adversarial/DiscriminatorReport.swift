// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaTorch

  /// How a discriminator fared over some steps.
  public struct DiscriminatorReport: Sendable {
    /// L_D of the last step.
    public let loss: Double
    /// Joint norm of the discriminator's gradients in the last step.
    public let gradientNorm: Double
    /// Share of the rendered panoramas' maps for which D > 0.5.
    public let accuracyOnRendered: Double
    /// Share of the photographs' maps for which D < 0.5.
    public let accuracyOnReal: Double
    /// Shares of the rendered panoramas' maps by D, in ten equal bins from 0 to 1.
    public let rendered: [Double]
    /// Shares of the photographs' maps by D, likewise.
    public let real: [Double]

    /// Bins from 0 to 1.
    static let bins = 10
    /// What tables call `numbers`.
    static let columns = ["discriminator", "accuracyRendered", "accuracyReal", "discriminatorGradientNorm"]
    /// What tables call `rendered` and `real`.
    static let histogramColumns = ["rendered", "real"].flatMap { domain in
      (0..<bins).map { "\(domain)\($0)" }
    }

    /// The numbers of `columns`.
    var numbers: [Double] { [loss, accuracyOnRendered, accuracyOnReal, gradientNorm] }
  }

  /// What a discriminator said since the last report, left on the device until somebody asks.
  struct DiscriminatorStatistics {
    private var rendered: [Tensor] = []
    private var real: [Tensor] = []
    private var loss: Tensor?
    private var gradientNorm: Tensor?

    mutating func add(rendered: Tensor, real: Tensor, loss: Tensor, gradientNorm: Tensor) throws {
      self.rendered.append(try rendered.detached())
      self.real.append(try real.detached())
      (self.loss, self.gradientNorm) = (loss, gradientNorm)
    }

    /// The report, after which counting begins anew.
    mutating func report(over processes: Processes) throws -> DiscriminatorReport {
      defer { self = DiscriminatorStatistics() }
      let counts = try [rendered, real].map { try Self.counts($0) }
      let last = try [loss, gradientNorm].map { try $0.map { Double(try $0.floats()[0]) } ?? .nan }
      let sums = try processes.sum(counts.joined() + last)
      let bins = DiscriminatorReport.bins
      let (rendered, real) = (Self.shares(sums[..<bins]), Self.shares(sums[bins..<2 * bins]))
      return DiscriminatorReport(
        loss: sums[2 * bins] / Double(processes.count), gradientNorm: sums[2 * bins + 1] / Double(processes.count),
        accuracyOnRendered: rendered[(bins / 2)...].reduce(0, +), accuracyOnReal: real[..<(bins / 2)].reduce(0, +),
        rendered: rendered, real: real)
    }

    /// How many of the outputs have D = sigmoid(l) in each bin.
    private static func counts(_ logits: [Tensor]) throws -> [Double] {
      var counts = [Double](repeating: 0, count: DiscriminatorReport.bins)
      for logit in try logits.flatMap({ try $0.floats() }) where logit.isFinite {
        let share = 1 / (1 + exp(-Double(logit)))
        counts[min(Int(share * Double(counts.count)), counts.count - 1)] += 1
      }
      return counts
    }

    private static func shares(_ counts: ArraySlice<Double>) -> [Double] {
      let total = counts.reduce(0, +)
      return counts.map { total > 0 ? $0 / total : 0 }
    }
  }
#endif
