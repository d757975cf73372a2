// SPDX-License-Identifier: Apache-2.0

import Foundation
public import RotundaNetworks

/// Runs networks on this computer's processor, on all its cores.
public struct CPURuntime: Runtime {
  /// Threads that share the work of one prediction; no more than there are cores.
  public let threads: Int
  /// The vector instructions in use.
  public let instructionSet: InstructionSet
  /// Bytes that a prediction may take: this machine's memory.
  package var memory = Int(clamping: ProcessInfo.processInfo.physicalMemory)

  /// A runtime of so many threads and these instructions.
  ///
  /// - `threads`: all cores where nil or more than that; more could not run at once.
  /// - `instructionSet`: where nil or not in this processor, what `InstructionSet.preferred` says.
  public init(threads: Int? = nil, instructionSet: InstructionSet? = nil) {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    self.threads = max(1, min(threads ?? cores, cores))
    let asked = instructionSet.flatMap { InstructionSet.available.contains($0) ? $0 : nil }
    self.instructionSet = asked ?? .preferred
  }

  /// What it is, for people, as `CPU, AVX-512, 2 threads`.
  public var name: String {
    "CPU, \(instructionSet.name), \(threads) thread" + (threads == 1 ? "" : "s")
  }

  /// Packs the weights and plans memory and work for pictures of `size`.
  ///
  /// - Throws: `NetworkError` where weights or size do not fit the network, `EngineError.beyondMemory` where maps of
  ///   this size do not fit this machine.
  public func prepare(_ network: Network, weights: Weights, size: Extent) throws -> any PreparedNetwork {
    try weights.check(against: network)
    let plan = try Plan(network, weights: weights, size: size, kernels: instructionSet.kernels)
    let needed = plan.byteCount(threads: threads)
    guard needed <= memory else {
      throw EngineError.beyondMemory(
        network: network.architecture.description, size: size, needed: needed, memory: memory)
    }
    return CPUNetwork(network: network, size: size, plan: plan, workers: Workers(count: threads))
  }
}
