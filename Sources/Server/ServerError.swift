// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation

  /// What can keep the server from starting.
  public enum ServerError: Error, Sendable, Hashable {
    /// Other machines could reach it, and there is no token.
    case tokenMissing(address: String)
    /// The token could be guessed.
    case tokenTooShort(least: Int)
    /// Another server uses the data folder.
    case folderInUse(path: String)
    /// The data folder cannot be made or written; `code` is the system's `errno`.
    case folderUnusable(path: String, code: Int32)
    /// The address cannot be listened on.
    case cannotListen(address: String, port: Int, reason: String)
    /// The page is missing beside the program.
    case pageMissing(file: String)
  }

  extension ServerError: CustomStringConvertible {
    /// What happened and what to do.
    public var description: String {
      switch self {
      case .tokenMissing(let address):
        "\(address) can be reached from other machines: set a token in ROTUNDA_TOKEN, or keep to 127.0.0.1"
      case .tokenTooShort(let least):
        "the token is too short: use at least \(least) characters, as of `openssl rand -hex 16`"
      case .folderInUse(let path):
        "\(path): another server works in this folder; stop it, or name another one with --data"
      case .folderUnusable(let path, let code):
        "\(path): cannot be used as data folder: \(String(cString: strerror(code)))"
      case .cannotListen(let address, let port, let reason):
        "cannot listen on \(address), port \(port): \(reason); choose another with --address or --port"
      case .pageMissing(let file):
        "\(file) is missing beside the program; keep its folder rotunda_RotundaServer.resources with it"
      }
    }
  }
#endif
