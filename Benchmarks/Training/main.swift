// SPDX-License-Identifier: Apache-2.0

// Times training steps for Benchmarks/peers/training.py:
// `TrainingBenchmark NETWORK WIDTHxHEIGHT BATCH THREADS DEVICE PRECISION [channels-last]`.
// Prints one JSON line when ready. For each line of standard input, a number of steps, it takes so many and prints one
// with their seconds, the processor's seconds over all threads, and the last loss. Pictures and distances stay on the
// device.

import Foundation

#if LibTorch
  import RotundaNetworks
  import RotundaTorch
  import RotundaTraining
#endif

/// Writes a line at once: the driver waits for it.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

#if LibTorch
  /// Steps of one network on one batch.
  struct Rig {
    let learner: TorchNetwork
    let images: Tensor
    let depth: Tensor
    let loss = DataLoss(LossSettings())
    var optimiser: Adam
    var steps = 0

    init(
      _ architecture: Architecture, size: Extent, batch: Int, device: TorchDevice, precision: NumberType,
      channelsLast: Bool
    ) throws {
      let network = architecture.network
      let weights = Weights.initialised(for: network, seed: 1, scheme: .xavierNormal)
      let parameters = try TorchNetwork(network, weights: weights, device: device).parameters
        .mapValues { channelsLast && $0.shape.count == 4 ? try $0.channelsLast() : $0 }
      learner = TorchNetwork(network, parameters: parameters, device: device, precision: precision)
      optimiser = try Adam(learner.parameters)
      let pixels = size.height * size.width
      let pictures = try Tensor(
        (0..<batch * 3 * pixels).map { _ in Float.random(in: 0..<1) }, shape: [batch, 3, size.height, size.width],
        device: device)
      images = channelsLast ? try pictures.channelsLast() : pictures
      depth = try Tensor(
        (0..<batch * pixels).map { index in 2 + sin(Float(index % size.width) * 2 * .pi / Float(size.width)) },
        shape: [batch, 1, size.height, size.width], device: device)
    }

    /// The loss of the last of some steps, whose reading waits for all of them.
    mutating func run(_ count: Int) throws -> Float {
      var last: Tensor?
      for _ in 0..<count {
        let terms = try loss(predictions: learner.predict(images), depth: depth, step: steps)
        try terms.total.backward()
        try optimiser.step(rate: 1e-4)
        last = terms.total
        steps += 1
      }
      return try last?.floats()[0] ?? .nan
    }
  }

  let arguments = CommandLine.arguments
  let sizes = (7...8).contains(arguments.count) ? arguments[2].split(separator: "x").compactMap { Int($0) } : []
  guard sizes.count == 2, let architecture = Architecture(arguments[1]), let batch = Int(arguments[3]),
    let threads = Int(arguments[4]), let precision = NumberType(rawValue: arguments[6])
  else {
    say("usage: TrainingBenchmark NETWORK WIDTHxHEIGHT BATCH THREADS DEVICE PRECISION [channels-last]")
    say("NETWORK is one of \(Architecture.allNames.joined(separator: ", ")); PRECISION is float32 or bfloat16")
    exit(64)
  }
  try LibTorch.setThreads(threads)
  let device = try TorchDevice(named: arguments[5])
  let channelsLast = arguments.last == "channels-last"
  var rig = try Rig(
    architecture, size: Extent(height: sizes[1], width: sizes[0]), batch: batch, device: device, precision: precision,
    channelsLast: channelsLast)
  let layout = channelsLast ? ", channels last" : ""
  say(#"{"name": "rotunda, LibTorch \#(LibTorch.version), \#(device.name), \#(precision.rawValue)\#(layout)"}"#)
  while let line = readLine() {
    guard let count = Int(line) else { break }
    let (start, processor) = (ContinuousClock.now, clock())
    let value = try rig.run(count)
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    let busy = Double(clock() - processor) / Double(CLOCKS_PER_SEC)
    say(#"{"seconds": \#(elapsed), "processor": \#(busy), "loss": \#(value)}"#)
  }
#else
  say("training needs LibTorch: swift build -c release --traits LibTorch --product TrainingBenchmark")
  exit(1)
#endif
