// SPDX-License-Identifier: Apache-2.0

#if Server
  import Rotunda
  import Foundation

  /// A new file that bytes are added to as they arrive.
  final class ScratchFile: Sendable {
    private let descriptor: Int32

    /// - Throws: `Refusal.fault`.
    init(_ url: URL) throws(Refusal) {
      descriptor = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw .fault }
    }

    deinit { close(descriptor) }

    /// Adds bytes at the end, away from the threads that tasks share.
    ///
    /// - Throws: `Refusal.diskFull`, `.fault`.
    func append(_ bytes: [UInt8]) async throws(Refusal) {
      try await elsewhere { [descriptor] in Self.write(bytes, to: descriptor) }.get()
    }

    /// Brings the file to the disk.
    ///
    /// - Throws: `Refusal.fault`.
    func flush() async throws(Refusal) {
      guard await elsewhere({ [descriptor] in fsync(descriptor) }) == 0 else { throw .fault }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Result<Void, Refusal> {
      bytes.withUnsafeBytes { buffer in
        var written = 0
        while written < buffer.count, let base = buffer.baseAddress {
          let count = Foundation.write(descriptor, base + written, buffer.count - written)
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { return .failure(errno == ENOSPC || errno == EDQUOT ? .diskFull : .fault) }
          written += count
        }
        return .success(())
      }
    }
  }
#endif
