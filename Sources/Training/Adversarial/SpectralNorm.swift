// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTorch

  /// The largest singular values of a discriminator's weights, followed by one step of the power iteration a step.
  ///
  /// A weight `[O, ...]` is a matrix W of O rows; u and v are its first singular vectors, and sigma = u^T W v.
  /// - Source: Miyato et al., "Spectral normalization for generative adversarial networks", ICLR 2018, algorithm 1.
  struct SpectralNorm {
    /// u, `[O]`, by the weight's name.
    private(set) var left: [String: Tensor]

    /// Starts from these vectors.
    init(left: [String: Tensor]) { self.left = left }

    /// Starts from vectors of equal entries.
    init(of parameters: [String: Tensor]) throws {
      left = try withoutRecording {
        try Self.weights(parameters).mapValues { weight in
          try Self.normalised(try Self.matrix(weight).narrowed(along: 1, from: 0, count: 1).flattened().ones())
        }
      }
    }

    /// One step of the power iteration.
    mutating func iterate(_ parameters: [String: Tensor]) throws {
      try withoutRecording {
        for (name, weight) in Self.weights(parameters) {
          guard let u = left[name] else { continue }
          let matrix = try Self.matrix(weight)
          left[name] = try Self.normalised(matrix.multiplied(byVector: Self.right(matrix, u)))
        }
      }
    }

    /// The parameters with each weight divided by its sigma; u and v count as constants.
    func applied(to parameters: [String: Tensor]) throws -> [String: Tensor] {
      var result = parameters
      for (name, weight) in Self.weights(parameters) {
        guard let u = left[name] else { continue }
        let matrix = try Self.matrix(weight)
        let v = try withoutRecording { try Self.right(matrix.detached(), u) }
        result[name] = try weight.divided(by: u.dot(matrix.multiplied(byVector: v)))
      }
      return result
    }

    /// Whether a parameter of this shape is a weight, which is divided, and no bias.
    static func concerns(shape: [Int]) -> Bool { shape.count > 1 }

    private static func weights(_ parameters: [String: Tensor]) -> [String: Tensor] {
      parameters.filter { concerns(shape: $0.value.shape) }
    }

    private static func matrix(_ weight: Tensor) throws -> Tensor { try weight.shaped([weight.shape[0], -1]) }

    /// v = W^T u / |W^T u|.
    private static func right(_ matrix: Tensor, _ u: Tensor) throws -> Tensor {
      try normalised(matrix.transposed().multiplied(byVector: u))
    }

    private static func normalised(_ vector: Tensor) throws -> Tensor {
      try vector.divided(by: vector.norm(along: 0).clamped(atLeast: 1e-12))
    }
  }
#endif
