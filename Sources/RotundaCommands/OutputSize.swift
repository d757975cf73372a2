// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Rotunda
import RotundaImaging
import RotundaNetworks

/// `--size`: network, input, or WIDTHxHEIGHT with a width of twice the height.
struct OutputSize: ExpressibleByArgument {
  let size: PredictionOptions.Size

  init?(argument: String) {
    switch argument {
    case "network": size = .network
    case "input": size = .input
    default:
      // An equirectangular map is twice as wide as high, and no larger than what is read.
      guard let extent = try? Extent(parsing: argument), extent.width == 2 * extent.height,
        extent.width * extent.height <= ReadingOptions.defaultMaximumPixels
      else { return nil }
      size = .exact(extent)
    }
  }

  static let input = OutputSize(size: .input)

  private init(size: PredictionOptions.Size) { self.size = size }

  var defaultValueDescription: String { "input" }
}
