// SPDX-License-Identifier: Apache-2.0

/// Light that surfaces send along eight rays.
struct Lighting {
  let tracer: Tracer
  let reader: SurfaceReader
  /// Radians between neighbouring pixels.
  let pixelAngle: Float

  private var scene: Scene { tracer.scene }

  init(_ tracer: Tracer, pixelAngle: Float) {
    self.tracer = tracer
    reader = SurfaceReader(tracer)
    self.pixelAngle = pixelAngle
  }

  /// Light from hits, with mirror images where surfaces are glossy.
  ///
  /// Every four lanes are samples of one pixel.
  func light(
    _ hits: HitPacket, _ rays: RayPacket, noise: SIMD8<UInt32>, _ scratch: inout TracerScratch
  ) -> VectorLanes {
    let surfaces = reader.surfaces(hits, rays, pixelAngle: pixelAngle)
    var light = direct(surfaces, noise: noise, &scratch)
    if isAny(surfaces.gloss .> 0) {
      let (image, share) = mirrored(surfaces, rays, noise: noise, &scratch)
      light = light * (1 - share) + image * share
    }
    return light
  }

  private func mirrored(
    _ surfaces: SurfacePacket, _ rays: RayPacket, noise: SIMD8<UInt32>, _ scratch: inout TracerScratch
  ) -> (VectorLanes, Lanes) {
    // A little roughness, so that mirror images are as soft as those of floors.
    let roughness: Float = 0.025
    var normal = surfaces.normals
    normal.x += (fractions(noise, 1) - 0.5) * roughness
    normal.y += (fractions(noise, 2) - 0.5) * roughness
    normal.z += (fractions(noise, 3) - 0.5) * roughness
    let facing = -normal.dot(rays.direction)
    let bounced = RayPacket(
      origin: surfaces.points + surfaces.normals * Lanes(repeating: 1e-3),
      direction: rays.direction + normal * (2 * facing))
    let shallow = 1 - smaller(larger(facing, .zero), Lanes(repeating: 1))
    let fresnel = surfaces.gloss + (1 - surfaces.gloss) * (shallow * shallow * shallow * shallow * shallow)
    tracer.cellBalls.all(into: &scratch.cells)
    tracer.solidBalls.all(into: &scratch.blockers)
    var hits = tracer.leave(bounced, &scratch)
    tracer.meet(bounced, scratch.blockers, &hits)
    let image = direct(
      reader.surfaces(hits, bounced, pixelAngle: pixelAngle * 2), noise: noise, &scratch)
    return (image, Lanes.zero.replacing(with: fresnel * 0.8, where: surfaces.gloss .> 0))
  }

  // MARK: - One bounce

  private func direct(
    _ surfaces: SurfacePacket, noise: SIMD8<UInt32>, _ scratch: inout TracerScratch
  ) -> VectorLanes {
    let centre = surfaces.points.mean
    let spread = surfaces.points - VectorLanes(centre)
    let radius = spread.dot(spread).max().squareRoot()
    var incoming = indirect(surfaces, centre: centre, radius: radius, &scratch)
    for lamp in scene.lamps {
      let place = placed(lamp, noise: noise)
      incoming = incoming + lit(surfaces, by: lamp, at: place, centre: centre, radius: radius, &scratch)
    }
    if let sun = scene.sun {
      incoming = incoming + lit(surfaces, by: sun, centre: centre, radius: radius, &scratch)
    }
    let given = surfaces.emission
    return VectorLanes(
      surfaces.colour.x * (incoming.x + given), surfaces.colour.y * (incoming.y + given),
      surfaces.colour.z * (incoming.z + given))
  }

  private func placed(_ lamp: Lamp, noise: SIMD8<UInt32>) -> VectorLanes {
    // The four samples of a pixel look at the four quarters of a lamp.
    let a = Lanes(-1, 0, -1, 0, -1, 0, -1, 0) + fractions(noise, 5)
    let b = Lanes(-1, -1, 0, 0, -1, -1, 0, 0) + fractions(noise, 6)
    return VectorLanes(lamp.centre) + VectorLanes(lamp.edgeU) * a + VectorLanes(lamp.edgeV) * b
  }

  private func lit(
    _ surfaces: SurfacePacket, by lamp: Lamp, at place: VectorLanes, centre: SIMD3<Float>, radius: Float,
    _ scratch: inout TracerScratch
  ) -> VectorLanes {
    let origin = surfaces.points + surfaces.normals * Lanes(repeating: 2e-3)
    let towards = place - origin
    let squared = larger(towards.dot(towards), Lanes(repeating: 1e-6))
    let distance = squared.squareRoot()
    let direction = towards * (1 / distance)
    var strength = larger(surfaces.normals.dot(direction), Lanes.zero) / (squared + 0.1)
    if lamp.facing != .zero { strength *= larger(-direction.dot(VectorLanes(lamp.facing)), Lanes.zero) }
    // What is under a hundredth of the light from everywhere is not worth its shadows.
    guard strength.max() * lamp.intensity.max() > 0.01 * scene.ambient.above.max() else { return VectorLanes(.zero) }

    let rays = RayPacket(origin: origin, direction: direction)
    let size = length(lamp.edgeU) + length(lamp.edgeV)
    tracer.solidBalls.near(centre, lamp.centre, margin: max(radius, size), into: &scratch.blockers)
    var dark = tracer.areBlocked(rays, by: scratch.blockers, before: distance - 0.02)
    if !shareCell(origin, lamp.centre) {
      tracer.cellBalls.near(centre, lamp.centre, margin: max(radius, size), into: &scratch.cells)
      dark = dark .| (tracer.leave(rays, &scratch).distance .< distance - 0.02)
    }
    strength.replace(with: Lanes.zero, where: dark)
    return VectorLanes(lamp.intensity) * strength
  }

  /// Whether a convex cell holds the lamp and all points, so that no wall can be between them.
  private func shareCell(_ points: VectorLanes, _ lamp: SIMD3<Float>) -> Bool {
    guard let cell = scene.cells.first(where: { $0.contains(lamp, margin: 1e-3) }) else { return false }
    let (low, high) = (cell.minimum - 1e-3, cell.maximum + 1e-3)
    return isEvery(
      (points.x .>= low.x) .& (points.x .<= high.x) .& (points.y .>= low.y) .& (points.y .<= high.y)
        .& (points.z .>= low.z) .& (points.z .<= high.z))
  }

  private func lit(
    _ surfaces: SurfacePacket, by sun: Sun, centre: SIMD3<Float>, radius: Float, _ scratch: inout TracerScratch
  ) -> VectorLanes {
    var strength = larger(surfaces.normals.dot(VectorLanes(sun.direction)), Lanes.zero)
    guard isAny(strength .> 0) else { return VectorLanes(.zero) }
    let rays = RayPacket(
      origin: surfaces.points + surfaces.normals * Lanes(repeating: 2e-3), direction: VectorLanes(sun.direction))
    tracer.cellBalls.near(centre, centre + sun.direction * 30, margin: radius, into: &scratch.cells)
    let exit = tracer.leave(rays, &scratch)
    for lane in 0..<8 where !isWindow(exit, lane) { strength[lane] = 0 }
    guard isAny(strength .> 0) else { return VectorLanes(.zero) }
    tracer.solidBalls.near(centre, centre + sun.direction * 30, margin: radius, into: &scratch.blockers)
    let dark = tracer.areBlocked(rays, by: scratch.blockers, before: exit.distance)
    strength.replace(with: Lanes.zero, where: dark)
    return VectorLanes(sun.irradiance) * strength
  }

  private func isWindow(_ exit: HitPacket, _ lane: Int) -> Bool {
    let (part, face) = (Int(exit.part[lane]), Int(exit.face[lane]))
    guard part >= 0, face < 6 else { return false }
    return scene.materials[scene.cells[part].faces[face]].pattern == .outdoors
  }

  // MARK: - Light from everywhere

  private func indirect(
    _ surfaces: SurfacePacket, centre: SIMD3<Float>, radius: Float, _ scratch: inout TracerScratch
  ) -> VectorLanes {
    let ambient = scene.ambient
    let upwards = surfaces.normals.y * 0.5 + 0.5
    let slope = 1 + surfaces.points.dot(VectorLanes(ambient.gradient))
    let open = occlusion(surfaces, centre: centre, radius: radius, &scratch) * larger(slope, Lanes(repeating: 0.2))
    let (above, below) = (ambient.above, ambient.below)
    return VectorLanes(
      (below.x + (above.x - below.x) * upwards) * open, (below.y + (above.y - below.y) * upwards) * open,
      (below.z + (above.z - below.z) * upwards) * open)
  }

  /// What corners and things nearby leave of the light from everywhere, from 0 to 1.
  private func occlusion(
    _ surfaces: SurfacePacket, centre: SIMD3<Float>, radius: Float, _ scratch: inout TracerScratch
  ) -> Lanes {
    let (strength, reach) = (scene.ambient.occlusion, scene.ambient.occlusionReach)
    let (points, normals) = (surfaces.points, surfaces.normals)
    var open = Lanes(repeating: 1)
    open *= wall(points.x - surfaces.low.x, normals.x) * wall(surfaces.high.x - points.x, -normals.x)
    open *= wall(points.y - surfaces.low.y, normals.y) * wall(surfaces.high.y - points.y, -normals.y)
    open *= wall(points.z - surfaces.low.z, normals.z) * wall(surfaces.high.z - points.z, -normals.z)
    tracer.solidBalls.near(centre, centre, margin: radius + reach * 3, into: &scratch.blockers)
    for index in scratch.blockers {
      let record = tracer.records[Int(index)]
      let offset = points - VectorLanes(record.centre)
      let (distance, extent) = nearness(offset, normals, record)
      let lift = smaller(larger(extent / reach, .zero), Lanes(repeating: 1))
      let fall = 1 + distance / reach
      open *= 1 - strength * lift / (fall * fall * fall)
    }
    return open
  }

  /// Share left by a wall at `distance` whose inward normal has the component `alike` along the surface's.
  @inline(__always)
  private func wall(_ distance: Lanes, _ alike: Lanes) -> Lanes {
    let fall = 1 + larger(distance, .zero) / scene.ambient.occlusionReach
    return 1 - scene.ambient.occlusion * (0.5 - 0.5 * alike) / (fall * fall)
  }

  /// Distance to a solid, and how far it rises above the surface's plane; 0 for its own faces.
  @inline(__always)
  private func nearness(
    _ offset: VectorLanes, _ normals: VectorLanes, _ record: Tracer.Record
  ) -> (distance: Lanes, extent: Lanes) {
    let wide = record.shape == .box ? record.half.z : record.half.x
    let x = magnitude(offset.x * record.cosine - offset.z * record.sine)
    let z = magnitude(offset.x * record.sine + offset.z * record.cosine)
    let y = magnitude(offset.y)
    let rise =
      magnitude(normals.x * record.cosine - normals.z * record.sine) * record.half.x
      + magnitude(normals.y) * (record.shape == .sphere ? record.half.x : record.half.y)
      + magnitude(normals.x * record.sine + normals.z * record.cosine) * wide
    if record.shape == .sphere {
      return (larger(offset.dot(offset).squareRoot() - record.half.x, .zero), rise - offset.dot(normals))
    }
    let ax = larger(x - record.half.x, .zero)
    let ay = larger(y - record.half.y, .zero)
    let az = larger(z - wide, .zero)
    return ((ax * ax + ay * ay + az * az).squareRoot(), rise - offset.dot(normals))
  }

  @inline(__always)
  private func magnitude(_ x: Lanes) -> Lanes { x.replacing(with: -x, where: x .< 0) }

  /// Numbers in [0, 1), one a lane, of a stream.
  @inline(__always)
  private func fractions(_ noise: SIMD8<UInt32>, _ stream: UInt32) -> Lanes {
    var bits = (noise ^ SIMD8(repeating: stream &* 0x9E37_79B9)) &* SIMD8(repeating: 0x85EB_CA6B)
    bits ^= bits &>> SIMD8(repeating: 15)
    bits = bits &* SIMD8(repeating: 0xC2B2_AE35)
    return Lanes(bits &>> SIMD8(repeating: 8)) * 0x1p-24
  }
}
