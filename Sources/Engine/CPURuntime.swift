// SPDX-License-Identifier: Apache-2.0

import Foundation
public import RotundaNetworks

/// Runs networks on this computer's processor, on all its cores.
public struct CPURuntime: Runtime {
  /// Threads that share the work of one prediction; no more than there are cores.
  public let threads: Int
  /// The vector instructions in use.
  public let instructionSet: InstructionSet
  /// How exact results are.
  public let accuracy: Accuracy
  /// Bytes that transformed weights may take where a choice of algorithms can keep it; nil for `budget(for:)`.
  public let weightBudget: Int?
  /// Where measured times of algorithms are kept; nil to choose by estimates.
  public let tuning: TuningCache?
  /// Bytes that a prediction may take: this machine's memory.
  package var memory = Int(clamping: ProcessInfo.processInfo.physicalMemory)

  /// A runtime of so many threads and these instructions.
  ///
  /// - `threads`: all cores where nil or more than that; more could not run at once.
  /// - `instructionSet`: where nil or not in this processor, what `InstructionSet.preferred` says.
  /// - `accuracy`: how exact results are; less is faster.
  /// - `weightBudget`: bytes that transformed weights may take; more is faster, up to a point. By default twice the
  ///   network's own, but at least 146 MiB.
  /// - `tuning`: where given, algorithms are chosen by times measured on this machine. The first preparation of a network
  ///   for a size measures them, which takes seconds to a minute, and keeps them there.
  public init(
    threads: Int? = nil, instructionSet: InstructionSet? = nil, accuracy: Accuracy = .high, weightBudget: Int? = nil,
    tuning: TuningCache? = nil
  ) {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    self.threads = max(1, min(threads ?? cores, cores))
    let asked = instructionSet.flatMap { InstructionSet.available.contains($0) ? $0 : nil }
    self.instructionSet = asked ?? .preferred
    self.accuracy = accuracy
    self.weightBudget = weightBudget
    self.tuning = tuning
  }

  /// The bytes that transformed weights of a network may take where nobody says: twice its own, at least 146 MiB.
  private static func budget(for network: Network) -> Int {
    let own = network.parameters.map(\.count).reduce(0, +) * MemoryLayout<Float>.stride
    return max(146 << 20, 2 * own)
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
    try cpuNetwork(network, weights: weights, size: size)
  }

  private func cpuNetwork(_ network: Network, weights: Weights, size: Extent) throws -> CPUNetwork {
    let plan = try plan(network, weights: weights, size: size)
    let needed = plan.byteCount(threads: threads)
    guard needed <= memory else {
      throw EngineError.beyondMemory(
        network: network.architecture.description, size: size, needed: needed, memory: memory)
    }
    return CPUNetwork(network: network, size: size, plan: plan, workers: Workers(count: threads))
  }

  /// The steps, algorithms and memory of a network for pictures of `size`, without a look at this machine's memory.
  ///
  /// - Throws: `NetworkError` where weights or size do not fit the network.
  package func plan(_ network: Network, weights: Weights, size: Extent) throws -> Plan {
    try weights.check(against: network)
    let budget = weightBudget ?? Self.budget(for: network)
    func plan(time: ((Candidate, Int) -> Double)?) throws(NetworkError) -> Plan {
      try Plan(
        network, weights: weights, size: size, kernels: instructionSet.kernels, threads: threads,
        accuracy: accuracy,
        weightBudget: budget, time: time)
    }
    guard let tuning else { return try plan(time: nil) }
    let situation = TuningCache.Situation(
      network: network.architecture.description, size: size, instructionSet: instructionSet, threads: threads)
    var stopwatch = Stopwatch(workers: Workers(count: threads), known: tuning.times(in: situation))
    // What no choice can hold is not worth measuring.
    let tuned = try plan { candidate, arena in
      candidate.estimate.weightBytes > budget ? .infinity : stopwatch.seconds(candidate, arena: arena)
    }
    if stopwatch.hasMeasured { try tuning.keep(stopwatch.times, in: situation) }
    return tuned
  }

  /// How fast a network with random weights runs on pictures of `size`, beside what this machine can do at most: a table
  /// for people, one line a convolution.
  ///
  /// - `rounds`: predictions, after a first that is not counted.
  /// - Throws: `NetworkError` where the network cannot take this size, `EngineError` as `prepare` does.
  public func benchmark(_ network: Network, size: Extent, rounds: Int) throws -> [String] {
    let weights = Weights.initialised(for: network, seed: 1, scheme: .variancePreserving)
    let workers = Workers(count: threads)
    let peaks = MachinePeaks(instructionSet.kernels, workers: workers)
    let prepared = try cpuNetwork(network, weights: weights, size: size)
    let shape = Network.MapShape(channels: network.imageChannels, height: size.height, width: size.width)
    let image = FeatureMap(shape: shape, values: (0..<shape.count).map { Float($0 % 251) / 251 })
    _ = try prepared.predict(image)
    let profiles = try (0..<max(1, rounds)).map { _ in try prepared.profile(image) }
    let direct = try network.floatingPointOperations(for: size).reduce(0, +)
    return ["\(network.architecture) at \(size.width)x\(size.height), \(name), \(ProcessorName.current)"]
      + EngineReport(prepared.plan, network: network, peaks: peaks, direct: direct, profiles: profiles).lines
  }

  /// How a network would be run on pictures of `size`: a table for people, one line a convolution, with totals.
  ///
  /// - Throws: `NetworkError` where the network cannot take this size.
  public func planTable(of network: Network, size: Extent) throws -> [String] {
    let zeros = network.parameters.map { parameter in
      let values = [Float](repeating: 0, count: parameter.count)
      return (parameter.name, Weights.Array(shape: parameter.shape, values: values))
    }
    let plan = try plan(network, weights: Weights(arrays: Dictionary(uniqueKeysWithValues: zeros)), size: size)
    return PlanTable(plan, network: network, direct: try network.floatingPointOperations(for: size)).lines
      + ["one prediction: \(megabytes(plan.byteCount(threads: threads))) of maps and scratch memory, \(name)"]
  }
}
