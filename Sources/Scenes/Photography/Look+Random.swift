// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

extension Look {
  /// As photographs look, drawn by a seed: a camera with two lenses, with all that goes wrong in it.
  public static func photographic(seed: UInt64) -> Look {
    var random = RandomStream(seed: seed)
    return photographic(&random)
  }

  /// As photographs look: a camera with two lenses, with all that goes wrong in it, drawn at random.
  static func photographic(_ random: inout RandomStream) -> Look {
    var look = Look()
    // The meter is off by up to a stop.
    look.brightness = 0.18 * exponential(0.693 * min(max(0.5 * random.normal(), -1.1), 1.1))
    look.curve = [.film, .soft, .clipped][random.index(weights: [60, 25, 15])]
    look.balancing = random.number(0.3, 0.95)
    let warmth = 0.06 * random.normal()
    look.whiteBalance = SIMD3(1 + warmth, 1 + 0.02 * random.normal(), 1 - warmth)
    look.saturation = min(max(1 + 0.15 * random.normal(), 0.5), 1.5)
    look.contrast = min(max(1 + 0.1 * random.normal(), 0.75), 1.35)
    let gain = random.unit()
    look.noise = SensorNoise(shot: 0.0012 * gain * gain, read: 0.008 * gain * gain + 0.001)
    look.sharpening = random.chance(0.6) ? random.number(0.2, 0.9) : 0
    look.lens = photographicLens(&random)
    look.stitching = stitching(&random)
    look.nadir = nadir(&random)
    look.jpegQuality = random.whole(60, 95)
    look.seed = random.next()
    return look
  }

  private static func photographicLens(_ random: inout RandomStream) -> Lens {
    var lens = Lens()
    lens.blur = random.chance(0.7) ? random.number(0, 0.3) : 0
    lens.resolution = random.number(0.8, 2)
    lens.glare = random.number(0.005, 0.06)
    lens.fringe = random.chance(0.5) ? 0.004 * random.normal() : 0
    lens.vignette = random.number(0, 0.25)
    return lens
  }

  private static func stitching(_ random: inout RandomStream) -> Stitching? {
    guard random.chance(0.85) else { return nil }
    var stitching = Stitching(
      baseline: random.number(0.012, 0.05), distance: random.chance(0.4) ? .infinity : random.number(1, 6),
      blend: random.number(0.01, 0.07))
    stitching.mismatch = random.chance(0.5) ? 0.12 * random.normal() : 0
    return stitching
  }

  private static func nadir(_ random: inout RandomStream) -> Nadir? {
    switch random.index(weights: [42, 16, 20, 22]) {
    case 0: nil
    case 1:
      .disc(
        Palette.colour(hue: random.unit(), saturation: random.number(0, 0.5), value: random.number(0.1, 0.95)),
        angle: random.number(0.1, 0.35))
    case 2: .smeared(angle: random.number(0.15, 0.45))
    default:
      .tripod(
        SIMD3(repeating: random.chance(0.8) ? random.number(0.02, 0.1) : random.number(0.3, 0.6)),
        spread: random.number(0.2, 0.45), thickness: random.number(0.012, 0.025), yaw: random.number(0, 2 * .pi))
    }
  }
}
