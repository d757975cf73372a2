// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaNetworks
  import RotundaTestSupport
  import RotundaTorch
  import Testing

  /// What Tests/Golden/make_table1_losses.py found, and gradients of tensors of any shape.
  struct LossFixture {
    private let arrays: [String: Weights.Array]

    init() throws { arrays = try Weights(contentsOf: goldenFile("table1_losses.safetensors")).arrays }

    /// An array that PyTorch gave.
    func doubles(_ name: String) throws -> [Double] { try #require(arrays[name], "\(name)").values.map { Double($0) } }

    /// Numbers between `low` and `high` that the script draws too.
    static func numbers(_ name: String, _ count: Int, from low: Double = 0, to high: Double = 1) -> [Double] {
      goldenUniform(name, count: count).map { low + (high - low) * (Double($0) + 1) / 2 }
    }

    /// Compares a loss and its gradients with those of PyTorch, relative to the largest of each.
    func expect(
      _ name: String, tolerance: Double = 1e-6, of leaves: [(name: String, numbers: [Double], shape: [Int])],
      loss: ([Tensor]) throws -> Tensor
    ) throws {
      let tensors = try leaves.map { try Tensor(doubles: $0.numbers, shape: $0.shape) }
      for tensor in tensors { try tensor.track() }
      let value = try loss(tensors)
      try value.backward()
      let expected = try doubles("\(name)/value")[0]
      #expect(abs(try value.doubles()[0] - expected) <= tolerance * abs(expected), "\(name)")
      for (leaf, tensor) in zip(leaves, tensors) {
        let gradient = try #require(try tensor.gradient()).doubles()
        let reference = try doubles("\(name)/gradient/\(leaf.name)")
        let largest = reference.map(abs).max() ?? 0
        let worst = zip(gradient, reference).map { abs($0 - $1) }.max() ?? .infinity
        #expect(largest > 0 && worst <= tolerance * largest, "\(name), gradient of \(leaf.name)")
      }
    }
  }

  /// Compares the gradient that LibTorch gives with central differences, relative to the largest; every `step`-th number
  /// is moved.
  func expectExactGradient(
    at numbers: [Double], shape: [Int], every step: Int = 1, tolerance: Double = 1e-5, delta: Double = 1e-6,
    sourceLocation: SourceLocation = #_sourceLocation, of loss: (Tensor) throws -> Tensor
  ) throws {
    let leaf = try Tensor(doubles: numbers, shape: shape)
    try leaf.track()
    try loss(leaf).backward()
    let gradient = try #require(try leaf.gradient(), sourceLocation: sourceLocation).doubles()
    let largest = gradient.map(abs).max() ?? 0
    #expect(largest > 0, sourceLocation: sourceLocation)
    for index in stride(from: 0, to: numbers.count, by: step) {
      func value(_ change: Double) throws -> Double {
        var moved = numbers
        moved[index] += change
        return try withoutRecording { try loss(Tensor(doubles: moved, shape: shape)).doubles()[0] }
      }
      let difference = (try value(delta) - value(-delta)) / (2 * delta)
      #expect(
        abs(difference - gradient[index]) <= tolerance * largest, "number \(index)", sourceLocation: sourceLocation)
    }
  }
#endif
