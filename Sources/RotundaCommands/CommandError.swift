// SPDX-License-Identifier: Apache-2.0

/// What can be wrong with what a user asked for, beyond the spelling of options.
enum CommandError: Error, Hashable {
  /// `--data` names no source.
  case unknownData(uri: String)
  /// There is no such network.
  case unknownNetwork(String)
  /// A size is not WIDTHxHEIGHT.
  case notASize(String)
  /// The build lacks LibTorch.
  case builtWithoutLibTorch(wanted: String)
}

extension CommandError: CustomStringConvertible {
  var description: String {
    switch self {
    case .unknownData(let uri):
      return "\(uri) names no data; there is rooms:seed=N,count=N (rendered rooms)"
    case .unknownNetwork(let name):
      return "there is no network \(name); there are rectnet and uresnet, with -w2, -w4 or -w8 for a narrower one and "
        + "-sphere for spherical padding, as in rectnet-w4-sphere"
    case .notASize(let text):
      return "\(text) is not a size; write WIDTHxHEIGHT, as in 512x256"
    case .builtWithoutLibTorch(let wanted):
      return "\(wanted) needs LibTorch, which this program was built without; build it with `make libtorch` and "
        + "`swift build -c release --traits LibTorch`"
    }
  }
}
