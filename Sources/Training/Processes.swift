// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Dispatch
  import Foundation

  #if MPI
    internal import CRotundaMPI
  #endif

  /// The processes that train together, each with its part of every batch: those that mpirun started, or this one alone.
  ///
  /// Every process makes the same calls in the same order. They run one after the other on a thread of their own, so that
  /// gradients travel while others are still computed.
  public final class Processes: Sendable {
    /// This process among them, from 0; the first one writes and speaks.
    public let rank: Int
    /// How many there are.
    public let count: Int
    private let queue = DispatchQueue(label: "rotunda.processes")

    /// This process alone.
    public static let alone = Processes(rank: 0, count: 1)

    private init(rank: Int, count: Int) { (self.rank, self.count) = (rank, count) }

    /// Whether this is the one that writes and speaks.
    public var isFirst: Bool { rank == 0 }

    /// Whether mpirun or its like started this process beside others.
    public static var areSeveral: Bool {
      let environment = ProcessInfo.processInfo.environment
      return ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS"].contains { name in
        environment[name].flatMap { Int($0) }.map { $0 > 1 } ?? false
      }
    }

    /// Waits until all are here.
    ///
    /// - Throws: `TrainingError.processesFailed`.
    public func meet() throws(TrainingError) { _ = try sum([0]) }

    #if MPI
      /// Joins the others that mpirun started.
      ///
      /// - Throws: `TrainingError.processesFailed`.
      public static func joined() throws(TrainingError) -> Processes {
        var rank: Int32 = 0
        var count: Int32 = 1
        try check(rmpi_join(&rank, &count))
        return Processes(rank: Int(rank), count: Int(count))
      }

      /// Parts from the others after the last call.
      public func leave() { queue.sync { rmpi_leave() } }

      /// Ends all processes at once, because this one cannot go on.
      public func abort(status: Int32) { rmpi_abort(status) }

      /// The sum over processes of each of some numbers.
      func sum(_ numbers: [Double]) throws(TrainingError) -> [Double] {
        try reduced(numbers) { rmpi_sum_doubles($0, $1) }
      }

      /// The largest over processes of each of some numbers.
      func maximum(_ numbers: [Double]) throws(TrainingError) -> [Double] {
        try reduced(numbers) { rmpi_maximum_doubles($0, $1) }
      }

      /// Begins to sum numbers over processes; the caller goes on meanwhile.
      func beginSum(_ numbers: [Float]) -> PendingSum {
        let pending = PendingSum()
        queue.async {
          var numbers = numbers
          // Bound: the array's own count.
          let failure = numbers.withUnsafeMutableBufferPointer { rmpi_sum_floats($0.baseAddress, Int64($0.count)) }
          pending.finish(
            Result { () throws(TrainingError) in
              try Self.check(failure)
              return numbers
            })
        }
        return pending
      }

      private func reduced(
        _ numbers: [Double], _ reduce: @Sendable (UnsafeMutablePointer<Double>?, Int64) -> UnsafeMutablePointer<CChar>?
      ) throws(TrainingError) -> [Double] {
        guard count > 1 else { return numbers }
        var numbers = numbers
        // Bound: the array's own count.
        let failure = queue.sync {
          numbers.withUnsafeMutableBufferPointer { reduce($0.baseAddress, Int64($0.count)) }
        }
        try Self.check(failure)
        return numbers
      }

      private static func check(_ message: UnsafeMutablePointer<CChar>?) throws(TrainingError) {
        guard let message else { return }
        defer { rmpi_free_message(message) }
        throw .processesFailed(reason: String(cString: message))
      }
    #else
      func sum(_ numbers: [Double]) throws(TrainingError) -> [Double] { numbers }
      func maximum(_ numbers: [Double]) throws(TrainingError) -> [Double] { numbers }
      func beginSum(_ numbers: [Float]) -> PendingSum {
        let pending = PendingSum()
        pending.finish(.success(numbers))
        return pending
      }
    #endif
  }

  /// A sum that is on its way.
  final class PendingSum: @unchecked Sendable {
    // The result is written once before the signal and read once after it.
    private var result: Result<[Float], TrainingError>?
    private let arrived = DispatchSemaphore(value: 0)

    func finish(_ result: Result<[Float], TrainingError>) {
      self.result = result
      arrived.signal()
    }

    /// Waits for the numbers.
    func numbers() throws(TrainingError) -> [Float] {
      arrived.wait()
      return try (result ?? .success([])).get()
    }
  }
#endif
