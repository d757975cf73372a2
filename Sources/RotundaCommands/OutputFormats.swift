// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import RotundaExport
import RotundaImaging

/// `--format`: depth files and exports with commas between them, each once.
struct OutputFormats: ExpressibleByArgument, Sendable, Hashable {
  /// Files of distances.
  private(set) var depth: [DepthFormat] = []
  /// Files made of them.
  private(set) var exports: [ExportFormat] = []

  init(depth: [DepthFormat] = [], exports: [ExportFormat] = []) {
    self.depth = depth
    self.exports = exports
  }

  init?(argument: String) {
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      if let format = DepthFormat(rawValue: String(name)) {
        if !depth.contains(format) { depth.append(format) }
      } else if let format = ExportFormat(rawValue: String(name)) {
        if !exports.contains(format) { exports.append(format) }
      } else {
        return nil
      }
    }
  }

  var defaultValueDescription: String { (depth.map(\.rawValue) + exports.map(\.rawValue)).joined(separator: ",") }
}
