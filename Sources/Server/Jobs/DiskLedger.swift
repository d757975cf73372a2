// SPDX-License-Identifier: Apache-2.0

#if Server
  /// Who holds how many bytes of the share of the disk that the server may use.
  ///
  /// A job that waits holds what its results may need at most, so that no job that was accepted fails for want of room.
  struct DiskLedger: Sendable {
    private let budget: Int
    private var held: [JobID: Int] = [:]
    private(set) var total = 0

    init(budget: Int) { self.budget = budget }

    /// Adds to what a job holds.
    ///
    /// - Throws: `Refusal.diskFull`, and nothing is added.
    mutating func add(_ bytes: Int, for id: JobID) throws(Refusal) {
      guard total + bytes <= budget else { throw .diskFull }
      set((held[id] ?? 0) + bytes, for: id)
    }

    /// Whether `bytes` more would fit.
    func hasRoom(for bytes: Int) -> Bool { total + bytes <= budget }

    /// Says what a job holds, whether or not that fits: it is there already.
    mutating func set(_ bytes: Int, for id: JobID) {
      total += bytes - (held[id] ?? 0)
      held[id] = bytes
    }

    mutating func release(_ id: JobID) {
      total -= held.removeValue(forKey: id) ?? 0
    }
  }
#endif
