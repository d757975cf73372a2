// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import RotundaTorch

  /// What a discriminator and the network that it watches minimise, of its outputs l before the sigmoid, `[N]`.
  ///
  /// D = sigmoid(l) is the probability that a map was predicted from a rendered panorama; -log D = softplus(-l).
  public enum AdversarialLoss {
    /// L_D = E[-log(1 - D(G(X_R)))] + E[-log D(G(X_S))]: a scalar.
    ///
    /// - `smoothing`: s in E[-(1 - s) log D(G(X_S)) - s log(1 - D(G(X_S)))] for the second term.
    /// - Source: Lee et al. 2020, eq. 6.
    public static func discriminator(
      rendered: Tensor, real: Tensor, smoothing: Double = 0
    ) throws(TorchError) -> Tensor {
      let onReal = try mean(real.softplus())
      let onRendered = try mean(rendered.multiplied(by: -1).softplus())
      guard smoothing > 0 else { return try onReal.adding(onRendered) }
      return try onReal.adding(onRendered.multiplied(by: 1 - smoothing))
        .adding(mean(rendered.softplus()).multiplied(by: smoothing))
    }

    /// L_adv = E[-log D(G(X_R))]: a scalar.
    ///
    /// - Source: Lee et al. 2020, eq. 5, with the sign that makes maps of photographs look like those of rendered panoramas.
    public static func generator(real: Tensor) throws(TorchError) -> Tensor {
      try mean(real.multiplied(by: -1).softplus())
    }

    private static func mean(_ values: Tensor) throws(TorchError) -> Tensor {
      try values.sum().multiplied(by: 1 / Double(values.shape.reduce(1, *)))
    }
  }
#endif
