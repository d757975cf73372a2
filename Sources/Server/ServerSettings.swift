// SPDX-License-Identifier: Apache-2.0

#if Server
  public import Foundation

  /// Where the server listens, what it keeps, and how much it takes.
  public struct ServerSettings: Sendable {
    /// The address to listen on; any but the loopback needs a token.
    public var address = "127.0.0.1"
    /// The port to listen on; 0 takes a free one.
    public var port = 8360
    /// What clients must send; nil where everybody on this machine is trusted.
    public var token: String?
    /// The folder that jobs are kept in.
    public var folder: URL
    /// Limits on what clients ask for.
    public var limits = ServerLimits()
    /// The program's version, for sidecars.
    public var version: String

    /// Fewest characters of a token.
    static let shortestToken = 16

    /// The loopback without a token, jobs in `folder`.
    public init(folder: URL, version: String) {
      self.folder = folder
      self.version = version
    }

    /// Whether only this machine can connect.
    var isLoopback: Bool { address == "localhost" || address == "::1" || address.hasPrefix("127.") }

    /// - Throws: `ServerError` where others could use the server without a token, or guess it.
    func check() throws(ServerError) {
      guard let token else {
        guard isLoopback else { throw .tokenMissing(address: address) }
        return
      }
      guard token.utf8.count >= Self.shortestToken else { throw .tokenTooShort(least: Self.shortestToken) }
    }
  }

  /// How much clients may ask for.
  public struct ServerLimits: Sendable {
    /// Bytes of an upload.
    public var uploadBytes = 128 << 20
    /// Pixels of a panorama.
    public var pixels = 16_384 * 8_192
    /// Jobs that wait or are worked on.
    public var queuedJobs = 64
    /// Bytes of uploads and results together, those still to be written included.
    public var diskBytes = 20 << 30
    /// Connections at a time.
    public var connections = 256

    /// The usual limits: 128 MiB, 16384x8192 pixels, 64 jobs, 20 GiB.
    public init() {}
  }
#endif
