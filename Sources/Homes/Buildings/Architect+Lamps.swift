// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Lamps under ceilings.
extension Architect {
  /// Photometric units in the scene's: radiance 1 stands for 1500 candela a square metre.
  static let lumen: Float = 1 / 1500

  /// What hangs from a ceiling.
  enum Fitting: Sendable { case globe, shade, disc, downlight, panel, tube }

  mutating func hangLamps() {
    isLit = rooms.map { room in
      daylight.hour != .night && room.sides.contains { $0.openings.contains { $0.kind == .window } }
    }
    for index in rooms.indices {
      let burns = random.chance(isLit[index] ? daylight.burning : max(daylight.burning, 0.85))
      let warmth = Architect.warmth(kelvin: kelvin(rooms[index].kind))
      hang(fitting(rooms[index].kind), in: index, burns: burns, warmth: warmth)
      if burns { isLit[index] = true }
    }
  }

  // MARK: - Choices

  private mutating func kelvin(_ kind: RoomKind) -> Float {
    switch kind {
    case .living, .bedroom, .dining: random.number(2600, 3300)
    case .kitchen, .bathroom, .study, .corridor, .storage: random.number(2700, 4500)
    case .office, .meeting, .hall, .workshop, .studio: random.number(3500, 6500)
    }
  }

  /// Linear colour of light of a temperature as a camera shows it whose white balance goes half the way.
  ///
  /// The table is Planck's law in linear sRGB, scaled to red = 1, at whole reciprocal megakelvins.
  static func warmth(kelvin: Float) -> SIMD3<Float> {
    let table: [(Float, SIMD3<Float>)] = [
      (2500, SIMD3(1, 0.36, 0.06)), (3000, SIMD3(1, 0.46, 0.15)), (4000, SIMD3(1, 0.64, 0.37)),
      (5000, SIMD3(1, 0.78, 0.62)), (6600, SIMD3(1, 0.98, 1)),
    ]
    var colour = table[table.count - 1].1
    for (a, b) in zip(table, table.dropFirst()) where kelvin < b.0 {
      colour = mix(a.1, b.1, min(max((kelvin - a.0) / (b.0 - a.0), 0), 1))
      break
    }
    let half = mix(colour, SIMD3(repeating: 1), 0.45)
    // Luminance 1, so that lumens mean the same at every temperature.
    return half / luminance(half)
  }

  private mutating func fitting(_ kind: RoomKind) -> Fitting {
    switch kind {
    case .living, .bedroom, .study: random.one(of: [.globe, .shade, .shade, .disc, .downlight])
    case .dining: random.one(of: [.globe, .shade, .shade])
    case .kitchen: random.one(of: [.disc, .downlight, .tube, .globe])
    case .bathroom: random.one(of: [.disc, .downlight])
    case .corridor:
      style.kind.isHome
        ? random.one(of: [.disc, .downlight, .globe]) : random.one(of: [.panel, .downlight, .disc, .tube])
    case .office, .meeting: random.one(of: [.panel, .panel, .tube, .downlight])
    case .hall: random.one(of: [.globe, .panel, .shade])
    case .workshop, .storage: random.one(of: [.tube, .tube, .disc])
    case .studio: random.one(of: [.panel, .tube, .downlight])
    }
  }

  private func lux(_ kind: RoomKind) -> Float {
    switch kind {
    case .living, .bedroom, .corridor, .storage: 120
    case .dining, .kitchen, .bathroom, .study, .hall: 200
    case .office, .meeting, .workshop, .studio: 380
    }
  }

  // MARK: - Places

  private mutating func hang(_ fitting: Fitting, in index: Int, burns: Bool, warmth: SIMD3<Float>) {
    let room = rooms[index]
    let spacing: Float =
      switch fitting {
      case .globe, .shade: 4.5
      case .disc: 3.6
      case .downlight: 1.6
      case .panel: 2.4
      case .tube: 2.8
      }
    let far = max(spacing, room.height * 0.9)
    var places: [SIMD2<Float>] = []
    for rectangle in room.floor where rectangle.size.min() > 0.75 {
      let columns = max(1, Int((rectangle.size.x / far).rounded()))
      let rows = max(1, Int((rectangle.size.y / far).rounded()))
      for column in 0..<columns {
        for row in 0..<rows {
          let share = SIMD2((Float(column) + 0.5) / Float(columns), (Float(row) + 0.5) / Float(rows))
          let place = rectangle.low + rectangle.size * share
          let isCut = room.ceilingHoles.contains {
            $0.overlaps(RoomShell.Rectangle(low: place - 0.5, high: place + 0.5))
          }
          if !isCut { places.append(place) }
        }
      }
    }
    guard !places.isEmpty else { return }
    let lumens = lux(room.kind) * random.number(0.6, 1.6) * max(room.area, 3) / 0.5 / Float(places.count)
    let alongX = room.bounds.size.x > room.bounds.size.y
    let glow = model.add(glow(fitting, lumens: burns ? lumens : 0, warmth: warmth))
    let drop = drop(fitting, room)
    for place in places {
      let ceiling = room.ceiling.height(at: place)
      let light = burns ? warmth * (lumens * Architect.lumen) : nil
      switch fitting {
      case .globe, .shade:
        hangPendant(fitting, SIMD3(place.x, ceiling, place.y), drop: drop, glow, light, room.finishes.trim)
      case .disc:
        mountPlate(SIMD3(place.x, ceiling, place.y), half: SIMD2(0.17, 0.17), thick: 0.07, glow, light, room)
      case .downlight:
        mountPlate(SIMD3(place.x, ceiling, place.y), half: SIMD2(0.045, 0.045), thick: 0.006, glow, light, room)
      case .panel:
        mountPlate(SIMD3(place.x, ceiling, place.y), half: SIMD2(0.3, 0.3), thick: 0.012, glow, light, room)
      case .tube:
        let half = alongX ? SIMD2<Float>(0.6, 0.04) : SIMD2(0.04, 0.6)
        mountPlate(SIMD3(place.x, ceiling, place.y), half: half, thick: 0.06, glow, light, room)
      }
    }
  }

  private mutating func drop(_ fitting: Fitting, _ room: PlannedRoom) -> Float {
    let free = room.height - 2.15
    guard free > 0.25 else { return 0.2 }
    return min(random.number(0.25, 1), free)
  }

  /// A surface whose radiance is that of its lamp.
  private func glow(_ fitting: Fitting, lumens: Float, warmth: SIMD3<Float>) -> Material {
    guard lumens > 0 else { return Material(.plain, SIMD3(repeating: 0.75)) }
    let area: Float =
      switch fitting {
      case .globe: 4 * .pi * 0.12 * 0.12
      case .shade: 4 * .pi * 0.045 * 0.045
      case .disc: 0.34 * 0.34
      case .downlight: 0.09 * 0.09
      case .panel: 0.36
      case .tube: 1.2 * 0.08
      }
    var material = Material(.plain, warmth / warmth.max())
    material.emission = warmth.max() * lumens * Architect.lumen / (.pi * area)
    return material
  }

  // MARK: - Fittings

  /// A plate under a ceiling: its lower face glows.
  private mutating func mountPlate(
    _ place: SIMD3<Float>, half: SIMD2<Float>, thick: Float, _ glow: Int, _ flux: SIMD3<Float>?, _ room: PlannedRoom
  ) {
    // Under a slope the plate's upper edge sinks into it.
    let rectangle = RoomShell.Rectangle(low: SIMD2(place.x, place.z) - half, high: SIMD2(place.x, place.z) + half)
    let bottom = room.ceiling.lowest(over: rectangle) - thick
    let top = room.ceiling.highest(over: rectangle)
    let (low, high) = (SIMD3(rectangle.low.x, bottom, rectangle.low.y), SIMD3(rectangle.high.x, top, rectangle.high.y))
    model.addBox(low, high, without: [.bottom, .top], material: room.finishes.trim)
    let rim = min(half.min() * 0.12, 0.02)
    addRing(rectangle, rim, bottom, room.finishes.trim)
    let inner = RoomShell.Rectangle(low: rectangle.low + rim, high: rectangle.high - rim)
    model.addSlab(inner, shape: .level(bottom), facesUp: false, material: glow)
    obstacles.append(Obstacle(low, high))
    guard let flux else { return }
    let size = inner.size
    let form = Lamp.Form.panel(edgeU: SIMD3(size.x / 2, 0, 0), edgeV: SIMD3(0, 0, size.y / 2))
    // A Lambertian face of radiance L and area A gives the flux pi L A.
    model.lamps.append(
      Lamp(form, centre: SIMD3(place.x, bottom - 0.004, place.z), emission: flux / (.pi * size.x * size.y)))
  }

  private mutating func addRing(_ outer: RoomShell.Rectangle, _ rim: Float, _ height: Float, _ material: Int) {
    let inner = RoomShell.Rectangle(low: outer.low + rim, high: outer.high - rim)
    model.addSlab(outer, shape: .level(height), holes: [inner], facesUp: false, material: material)
  }

  /// A lamp on a cord: a ball, or a bulb in a cone.
  private mutating func hangPendant(
    _ fitting: Fitting, _ ceiling: SIMD3<Float>, drop: Float, _ glow: Int, _ flux: SIMD3<Float>?, _ trim: Int
  ) {
    let radius: Float = fitting == .globe ? 0.12 : 0.045
    let centre = ceiling - SIMD3(0, drop, 0)
    let cord = SIMD3<Float>(0.004, 0, 0.004)
    model.addBox(
      centre - cord + SIMD3(0, radius * 0.9, 0), ceiling + cord, without: [.bottom, .top], material: trim)
    model.balls.append(Ball(centre: centre, radius: radius, material: glow))
    let reach: Float = fitting == .shade ? 0.2 : radius
    if fitting == .shade { addCone(around: centre, trim) }
    obstacles.append(Obstacle(centre - SIMD3(reach, 0.13, reach), SIMD3(centre.x + reach, ceiling.y, centre.z + reach)))
    guard let flux else { return }
    model.lamps.append(Lamp(.bulb(radius: radius + 0.004), centre: centre, emission: flux / (4 * .pi)))
  }

  /// A lampshade, open below and a little above.
  private mutating func addCone(around centre: SIMD3<Float>, _ material: Int) {
    let steps = 20
    let (wide, narrow) = (Float(0.19), Float(0.05))
    func point(_ step: Int, _ radius: Float, _ height: Float) -> SIMD3<Float> {
      let angle = 2 * Float.pi * Float(step % steps) / Float(steps)
      return centre + SIMD3(radius * cosine(angle), height, radius * sine(angle))
    }
    for step in 0..<steps {
      let corners = [
        point(step + 1, wide, -0.09), point(step, wide, -0.09), point(step, narrow, 0.1), point(step + 1, narrow, 0.1),
      ]
      let (a, b) = (Float(step) * 0.06, Float(step + 1) * 0.06)
      model.addQuad(corners, [SIMD2(b, 0), SIMD2(a, 0), SIMD2(a, 0.2), SIMD2(b, 0.2)], material: material)
    }
  }
}
