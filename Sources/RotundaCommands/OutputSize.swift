// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Rotunda
import RotundaNetworks

/// `--size`: network, input, or WIDTHxHEIGHT.
struct OutputSize: ExpressibleByArgument {
  let size: PredictionOptions.Size

  init?(argument: String) {
    switch argument {
    case "network": size = .network
    case "input": size = .input
    default:
      guard let extent = try? Extent(parsing: argument) else { return nil }
      size = .exact(extent)
    }
  }

  static let input = OutputSize(size: .input)

  private init(size: PredictionOptions.Size) { self.size = size }

  var defaultValueDescription: String { "input" }
}
