// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import RotundaImaging

/// `--format`: formats with commas between them, each once.
struct DepthFormats: ExpressibleByArgument {
  let list: [DepthFormat]

  init(list: [DepthFormat]) { self.list = list }

  init?(argument: String) {
    var list: [DepthFormat] = []
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let format = DepthFormat(rawValue: String(name)) else { return nil }
      if !list.contains(format) { list.append(format) }
    }
    self.list = list
  }

  var defaultValueDescription: String { list.map(\.rawValue).joined(separator: ",") }
}
