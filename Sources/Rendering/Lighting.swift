// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Light that falls on surfaces straight from lamps, sun and sky.
struct Lighting: Sendable {
  var tracer: Tracer
  let grid: LampGrid
  let hasLamps: Bool
  /// Whether openings carry the sky's light, so that rays which leave the model must not count it again.
  let hasPortals: Bool
  let sun: Sky.Sun?

  init(_ tracer: Tracer, _ grid: LampGrid) {
    self.tracer = tracer
    self.grid = grid
    hasLamps = !tracer.lamps.isEmpty
    hasPortals = tracer.lamps.contains {
      if case .portal = $0.form { true } else { false }
    }
    sun = tracer.sky[0].sun
  }

  /// Irradiance from one lamp that stands for all: chosen by a number in [0, 1), asked at a place given by two more.
  func lamps(on surface: Surface, choice: Float, place: SIMD2<Float>) -> SIMD3<Float> {
    guard hasLamps else { return .zero }
    return lamps(on: surface, cell: grid.cell(before: surface), choice: choice, place: place)
  }

  /// As above, for a surface whose cell in the grid is known.
  @inline(__always)
  func lamps(on surface: Surface, cell: Int, choice: Float, place: SIMD2<Float>) -> SIMD3<Float> {
    let chosen = grid.choice(cell: cell, choice)
    let light = tracer.lamps[chosen.lamp].light(at: surface.point, tracer.skyTable, place)
    let arriving = dot(surface.normal, light.direction)
    guard light.reach > 0, arriving > 0, dot(surface.side, light.direction) > 0,
      !tracer.isBlocked(Ray(origin: surface.start, direction: light.direction), before: light.reach)
    else { return .zero }
    return light.irradiance * (arriving / chosen.probability)
  }

  /// Irradiance from the sun; two numbers in [0, 1) say which place of its disc is asked.
  @inline(__always)
  func sun(on surface: Surface, place: @autoclosure () -> SIMD2<Float>) -> SIMD3<Float> {
    guard let sun else { return .zero }
    let arriving = dot(surface.normal, sun.direction)
    guard arriving > 0 else { return .zero }
    // The disc's angular radius is 0.00465 rad.
    let disc = discPoint(place()) * 0.00465
    let (across, along) = tangents(sun.direction)
    let direction = normalised(sun.direction + across * disc.x + along * disc.y)
    guard dot(surface.side, direction) > 0,
      !tracer.isBlocked(Ray(origin: surface.start, direction: direction), before: .infinity)
    else { return .zero }
    return sun.irradiance * arriving
  }

  /// Radiance of the sky along a ray that left a matte surface and then the model.
  @inline(__always)
  func skyBeyond(_ direction: SIMD3<Float>) -> SIMD3<Float> {
    hasPortals ? .zero : tracer.skyTable.radiance(towards: direction)
  }

  /// A direction around a surface's normal, as often as the cosine says, drawn by two numbers in [0, 1).
  @inline(__always)
  func scattered(_ surface: Surface, _ place: SIMD2<Float>) -> SIMD3<Float> {
    let disc = discPoint(place)
    let (across, along) = tangents(surface.normal)
    let up = max(0, 1 - dot(disc, disc)).squareRoot()
    return normalised(across * disc.x + along * disc.y + surface.normal * up)
  }
}
