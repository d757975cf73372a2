// SPDX-License-Identifier: Apache-2.0

/// What can be photographed: a model, and the sky around it.
public struct Scene: Sendable, Hashable {
  /// Geometry, materials, lamps.
  public var model: Model
  /// What is seen, and what shines in, where rays leave the model.
  public var sky: Sky

  /// A model under a sky.
  public init(model: Model = Model(), sky: Sky = Sky()) {
    self.model = model
    self.sky = sky
  }
}
