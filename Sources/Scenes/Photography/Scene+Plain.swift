// SPDX-License-Identifier: Apache-2.0

public import RotundaSolids

// The same geometry as simple renderings have it: weak patterns, no gloss, neutral light, no sun.

extension Material {
  /// This material without what simple renderings leave out: dirt, gloss, strong patterns; a mirror becomes a pale
  /// surface, a pane stays a pane.
  public var plain: Material {
    var plain = self
    (plain.mottling, plain.staining, plain.dadoHeight) = (0, 0, 0)
    plain.variation *= 0.4
    let mean = meanColour
    plain.base = mix(mean, base, 0.5)
    plain.second = mix(mean, second, 0.5)
    switch finish {
    case .matte: break
    case .coated, .metal: plain.finish = .matte
    case .mirror:
      (plain.finish, plain.pattern, plain.base, plain.picture) = (.matte, .plain, SIMD3(repeating: 0.6), nil)
    case .glass: (plain.pattern, plain.base) = (pattern, base)
    }
    if emission > 0 { plain.base = SIMD3(repeating: luminance(plain.base)) }
    return plain
  }
}

extension Lamp {
  /// This lamp with white light of the same luminance.
  var plain: Lamp { Lamp(form, centre: centre, emission: SIMD3(repeating: luminance(emission))) }
}

extension Scene {
  /// The scene as simple renderings show it: plain materials, white lamps, an overcast sky.
  ///
  /// Every triangle and ball stays where it is, to the bit.
  public func plain() -> Scene {
    var scene = self
    scene.model.materials = model.materials.map(\.plain)
    scene.model.lamps = model.lamps.map(\.plain)
    scene.sky = Sky()
    return scene
  }
}
