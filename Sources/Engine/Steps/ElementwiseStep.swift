// SPDX-License-Identifier: Apache-2.0

import RotundaKernels
import RotundaNetworks

/// A factor and a term for each channel.
struct ChannelFactors: Sendable {
  let scales: AlignedFloats
  let shifts: AlignedFloats

  init(_ scales: [Double], _ shifts: [Double]) {
    self.scales = AlignedFloats(scales.map { Float($0) })
    self.shifts = AlignedFloats(shifts.map { Float($0) })
  }

  /// Factors that another map holds; no terms.
  init(noShiftsOf channels: Int) {
    self.init(Array(repeating: 1, count: channels), Array(repeating: 0, count: channels))
  }
}

/// What is computed pixel by pixel without weights, a row of the destination an item.
struct ElementwiseStep: Step {
  /// What is computed.
  enum Operation: Sendable {
    case activation(Network.Activation)
    case addition(then: Activation)
    /// x scale + shift for each channel.
    case scaling(ChannelFactors, then: Activation)
    /// The first source times the only pixel of the second.
    case channelScaling(ChannelFactors)
    /// Every pixel repeated in both directions; 1 is a copy.
    case repetition(factor: Int)
    /// One pixel of each block.
    case subsampling(factor: Int)
  }

  private let operation: Operation
  private let destination: MapView
  /// Stretches of channels that lie within one block in every map: sources, then destination.
  private let pieces: [[MapView.Run]]
  private let kernels: KernelTable

  init(_ operation: Operation, sources: [MapView], destination: MapView, kernels: KernelTable) {
    self.operation = operation
    self.destination = destination
    self.kernels = kernels
    let views = sources + [destination]
    let cuts = Set(views.flatMap(\.runs).map(\.channel)).sorted() + [destination.channels.count]
    pieces = zip(cuts, cuts.dropFirst()).map { from, to in views.flatMap { $0.runs(covering: from..<to) } }
  }

  var label: String {
    switch operation {
    case .activation(let activation): activation.rawValue
    case .addition: "sum"
    case .scaling: "scale and shift"
    case .channelScaling: "product by channel"
    case .repetition(let factor): "nearest x\(factor)"
    case .subsampling(let factor): "nearest x1/\(factor)"
    }
  }

  var itemCount: Int { destination.height }

  func run(item row: Int, in memory: StepMemory) {
    for piece in pieces { run(piece, row: row, memory.arena) }
  }

  private func run(_ piece: [MapView.Run], row: Int, _ arena: UnsafeMutablePointer<Float>) {
    // Bound: row and columns lie in the destination, and each source is as large, or smaller or larger by the factor.
    let target = piece[piece.count - 1]
    let to = arena + target.offset(row: row, column: 0)
    switch operation {
    case .repetition(let factor):
      copy(piece[0], row: row / factor, to: target, row: row, arena) { $0 / factor }
    case .subsampling(let factor):
      copy(piece[0], row: row * factor, to: target, row: row, arena) { $0 * factor }
    case .activation(let activation):
      forStretches(of: piece) { activate(activation, arena + piece[0].offset(row: row, column: $0), to + $1, $2) }
    case .addition(let activation):
      forStretches(of: piece) {
        kernels.add(
          arena + piece[0].offset(row: row, column: $0), arena + piece[1].offset(row: row, column: $0), to + $1, $2,
          activation)
      }
    case .scaling(let factors, let activation):
      scale(piece[0], by: factors.scales.base + target.channel, factors, to: target, row: row, arena, then: activation)
    case .channelScaling(let factors):
      // Bound: the second source has one pixel, of as many channels.
      let scales = arena + piece[1].offset(row: 0, column: 0)
      scale(piece[0], by: scales, factors, to: target, row: row, arena, then: .none)
    }
  }

  private func copy(
    _ source: MapView.Run, row sourceRow: Int, to target: MapView.Run, row: Int, _ arena: UnsafeMutablePointer<Float>,
    column: (Int) -> Int
  ) {
    let from = arena + source.offset(row: sourceRow, column: 0)
    let to = arena + target.offset(row: row, column: 0)
    for x in 0..<destination.width {
      (to + x * target.pixelLength).update(from: from + column(x) * source.pixelLength, count: target.count)
    }
  }

  private func scale(
    _ source: MapView.Run, by scales: UnsafePointer<Float>, _ factors: ChannelFactors, to target: MapView.Run, row: Int,
    _ arena: UnsafeMutablePointer<Float>, then activation: Activation
  ) {
    // Bound: scales and shifts hold a number for each channel of the destination, and the kernel reads `count` of them.
    kernels.scale(
      ScaledRow(
        source: arena + source.offset(row: row, column: 0), sourceStep: source.pixelLength, scales: scales,
        shifts: factors.shifts.base + target.channel, destination: arena + target.offset(row: row, column: 0),
        destinationStep: target.pixelLength, count: target.count, pixels: destination.width, activation: activation))
  }

  private func activate(
    _ activation: Network.Activation, _ source: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    guard let known = activation.kernels else {
      for index in 0..<count { destination[index] = Float(activation.value(Double(source[index]))) }
      return
    }
    kernels.activate(source, destination, count, known)
  }

  /// The whole row at once where its pixels follow each other without gaps in every map, else pixel by pixel.
  private func forStretches(
    of piece: [MapView.Run], body: (_ column: Int, _ target: Int, _ count: Int) -> Void
  ) {
    let target = piece[piece.count - 1]
    if piece.allSatisfy({ $0.pixelLength == target.count }) {
      body(0, 0, destination.width * target.count)
    } else {
      for column in 0..<destination.width { body(column, column * target.pixelLength, target.count) }
    }
  }
}
