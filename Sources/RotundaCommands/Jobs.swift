// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `--jobs`: auto, or how many pictures are worked on at once.
enum Jobs: ExpressibleByArgument, Hashable {
  case automatic
  case fixed(Int)

  init?(argument: String) {
    if argument == "auto" {
      self = .automatic
    } else if let count = Int(argument), count > 0 {
      self = .fixed(count)
    } else {
      return nil
    }
  }

  /// The most that can be worked on at once where there are `inputs`.
  func limit(_ inputs: Int) -> Int {
    switch self {
    case .automatic: inputs
    case .fixed(let count): min(count, inputs)
    }
  }

  var defaultValueDescription: String {
    switch self {
    case .automatic: "auto"
    case .fixed(let count): "\(count)"
    }
  }
}
