// SPDX-License-Identifier: Apache-2.0

extension Bootstrap {
  /// The errors of a set of images as a protocol averages them, by metric in the order of `Metric.allCases`.
  ///
  /// Images without a valid pixel are left out.
  /// - `groups`: what images of one viewpoint have in common, one an image.
  public func estimates(
    of images: [ImageErrors], under evaluationProtocol: EvaluationProtocol, groups: [String]
  ) -> [Estimate] {
    precondition(images.count == groups.count, "one group an image")
    let ratios = Metric.allCases.map { metric in
      switch evaluationProtocol.averaging {
      case .overImages:
        Ratio(
          numerators: images.map { $0.pixels > 0 ? $0[metric] : 0 }, denominators: images.map { $0.pixels > 0 ? 1 : 0 })
      case .overPixels:
        Ratio(
          numerators: images.map { $0.pixels > 0 ? Double($0.pixels) * $0.means[metric.rawValue] : 0 },
          denominators: images.map { Double($0.pixels) }, takesRoot: metric.isRoot)
      }
    }
    return estimates(of: ratios, groups: groups)
  }

  /// Abs Rel over the pixels of each bin of the images' profiles.
  func absoluteRelative(of profiles: [[ErrorProfile.Bin]], groups: [String]) -> [Estimate] {
    let ratios = (profiles.first ?? []).indices.map { bin in
      Ratio(numerators: profiles.map { $0[bin].relative }, denominators: profiles.map { Double($0[bin].pixels) })
    }
    return estimates(of: ratios, groups: groups)
  }

  /// Means over the images that have a value, of columns of values.
  func means(of columns: [[Double?]], groups: [String]) -> [Estimate] {
    let ratios = columns.map { column in
      Ratio(numerators: column.map { $0 ?? 0 }, denominators: column.map { $0 == nil ? 0 : 1 })
    }
    return estimates(of: ratios, groups: groups)
  }
}
