// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaSphere
import Testing

@testable import RotundaRendering
@testable import RotundaSolids

/// Light of rigs whose light is known.
@Suite struct RenderedLightTests {
  private static let grey = Material(.plain, SIMD3(repeating: 0.5))
  private static let filtered: [PanoramaRenderer.Quality] = [.train, .photo]

  /// A grey floor, 8 m square, under nothing.
  private func floor(_ material: Material = grey) -> Model {
    var model = Model()
    let index = model.add(material)
    model.addPolygon([SIMD3(-4, 0, 4), SIMD3(4, 0, 4), SIMD3(4, 0, -4), SIMD3(-4, 0, -4)], material: index)
    return model
  }

  private let eye = SIMD3<Double>(0, 1, 0)
  private var camera: Camera { Camera(position: SIMD3<Float>(eye)) }

  @Test(arguments: filtered) func `light between white walls adds up to the geometric series`(
    quality: PanoramaRenderer.Quality
  ) throws {
    let (low, high, albedo) = (SIMD3<Float>(-1, 0, -1.5), SIMD3<Float>(1.5, 2, 1), 0.6)
    var room = boxRoom(low: low, high: high, material: Material(.plain, SIMD3(repeating: Float(albedo))))
    // Every wall glows towards the room, so every point is lit from its whole hemisphere.
    let (middle, half) = ((low + high) / 2, (high - low) / 2)
    for axis in 0..<3 {
      for side: Float in [-1, 1] {
        var (centre, u, v) = (middle, SIMD3<Float>.zero, SIMD3<Float>.zero)
        centre[axis] += half[axis] * side * 0.9999
        u[(axis + 1) % 3] = half[(axis + 1) % 3]
        v[(axis + 2) % 3] = half[(axis + 2) % 3] * -side
        room.lamps.append(Lamp(.panel(edgeU: u, edgeV: v), centre: centre, emission: SIMD3(repeating: 1)))
      }
    }
    let exposure = try photograph(
      room, from: Camera(position: SIMD3(0.2, 0.9, -0.1)), width: quality == .photo ? 32 : 128, quality: quality)
    // The filter takes some of the light out of corners, where single samples are far brighter than their mean.
    let tolerance = quality == .photo ? 0.03 : 0.1
    #expect(abs(exposure.meanLight - albedo / (1 - albedo)) <= tolerance * albedo / (1 - albedo))
  }

  @Test(arguments: filtered) func `a panel lights the floor by Lambert's formula`(
    quality: PanoramaRenderer.Quality
  ) throws {
    var model = floor()
    model.lamps = [
      Lamp(
        .panel(edgeU: SIMD3(0.5, 0, 0), edgeV: SIMD3(0, 0, 0.25)), centre: SIMD3(0.5, 2, 0),
        emission: SIMD3(repeating: 3))
    ]
    let corners = [(0.0, -0.25), (1, -0.25), (1, 0.25), (0, 0.25)].map { SIMD3($0.0, 2, $0.1) }
    let exposure = try photograph(model, from: camera, width: 128, quality: quality)
    for point in [SIMD3<Double>(0.5, 0, 0.1), SIMD3(1.5, 0, 1), SIMD3(-1, 0, -1.5)] {
      let seen = exposure.glimpse(at: point, from: eye)
      let due = 3 * 0.5 / .pi * irradiance(at: seen.point, normal: SIMD3(0, 1, 0), from: corners)
      #expect(abs(seen.light - due) <= 0.05 * due)
    }
    // Nothing shines upwards.
    #expect(exposure.light(at: SIMD3(0, 3, 0), from: eye) == 0)
  }

  @Test func `a bulb and a spot light the floor by angle and distance`() throws {
    var model = floor()
    model.lamps = [Lamp(.bulb(radius: 0.02), centre: SIMD3(1, 1.5, 0), emission: SIMD3(repeating: 2))]
    let bulb = try photograph(model, from: camera, width: 128, quality: .train)
    for point in [SIMD3<Double>(1, 0, 0.1), SIMD3(0, 0, 1.5), SIMD3(1, 0, -2)] {
      let seen = bulb.glimpse(at: point, from: eye)
      let towards = SIMD3(1, 1.5, 0) - seen.point
      let squared = (towards * towards).sum()
      let due = 2 * 0.5 / .pi * 1.5 / squared.squareRoot() / squared
      #expect(abs(seen.light - due) <= 0.05 * due)
    }
    model.lamps = [
      Lamp(
        .spot(direction: SIMD3(0, -1, 0), innerCosine: 0.95, outerCosine: 0.9, radius: 0.02),
        centre: SIMD3(1, 1.5, 0), emission: SIMD3(repeating: 2))
    ]
    let spot = try photograph(model, from: camera, width: 128, quality: .train)
    #expect(abs(spot.light(at: SIMD3(1, 0, 0), from: eye) / (2 * 0.5 / .pi / 2.25) - 1) <= 0.05)
    // The outer cone ends 0.73 m from the axis.
    #expect(spot.light(at: SIMD3(1.9, 0, 0), from: eye) <= 1e-4)
  }

  @Test func `the sun lights by its height, and a box throws a shadow`() throws {
    var model = floor()
    model.addBox(centre: SIMD3(1.5, 1, -2), half: SIMD3(0.25, 0.05, 0.25), material: 0)
    var sky = evenSky(0)
    sky.sun = Sky.Sun(direction: SIMD3(0.6, 0.8, 0), irradiance: SIMD3(repeating: 10))
    let exposure = try photograph(model, sky: sky, from: camera, width: 256, quality: .train)
    // The box's shadow falls 0.75 m to the left of it.
    #expect(abs(exposure.light(at: SIMD3(1.5, 0, -2), from: eye) / (10 * 0.8 * 0.5 / .pi) - 1) <= 0.05)
    #expect(exposure.light(at: SIMD3(0.75, 0, -2), from: eye) <= 0.2)
  }

  @Test func `a portal lets in what the sky would send through the window`() throws {
    // A room whose wall at +x is open from 0.75 m to 1.75 m.
    var room = Model()
    let wall = room.add(Self.grey)
    room.addRoom(low: SIMD3(-1.5, 0, -1.5), high: SIMD3(1.5, 2.5, 1.5), material: wall)
    room.mesh.triangles.removeLast(2)
    func strip(_ low: Float, _ high: Float) {
      room.addPolygon(
        [SIMD3(1.5, low, -1.5), SIMD3(1.5, low, 1.5), SIMD3(1.5, high, 1.5), SIMD3(1.5, high, -1.5)], material: wall)
    }
    strip(0, 0.75)
    strip(1.75, 2.5)
    let camera = Camera(position: SIMD3(-0.5, 1.25, 0.25))
    let open = try photograph(room, sky: evenSky(2), from: camera, width: 32, quality: .photo)
    room.lamps = [
      Lamp(
        .portal(edgeU: SIMD3(0, 0, 1.5), edgeV: SIMD3(0, 0.5, 0)), centre: SIMD3(1.5, 1.25, 0),
        emission: SIMD3(repeating: 1))
    ]
    let portal = try photograph(room, sky: evenSky(2), from: camera, width: 32, quality: .photo)
    #expect(abs(portal.meanLight - open.meanLight) <= 0.02 * open.meanLight)
    let train = try photograph(room, sky: evenSky(2), from: camera, width: 64, quality: .train)
    #expect(abs(train.meanLight - portal.meanLight) <= 0.04 * portal.meanLight)
    let point = SIMD3<Double>(0.5, 0, 0.25)
    let corners = [(0.75, -1.5), (0.75, 1.5), (1.75, 1.5), (1.75, -1.5)].map { SIMD3(1.5, $0.0, $0.1) }
    let direct = 2 * 0.5 / .pi * irradiance(at: point, normal: SIMD3(0, 1, 0), from: corners)
    #expect(train.light(at: point, from: SIMD3<Double>(camera.position)) > direct)
  }

  @Test(arguments: PanoramaRenderer.Quality.allCases) func `a mirror shows what lies in front of it`(
    quality: PanoramaRenderer.Quality
  ) throws {
    var model = Model()
    var silver = Material(.plain, SIMD3(repeating: 0.8))
    silver.finish = .mirror
    var glow = Material(.plain, SIMD3(repeating: 1))
    glow.emission = 2
    let (mirror, light) = (model.add(silver), model.add(glow))
    model.addPolygon([SIMD3(-9, -9, -2), SIMD3(9, -9, -2), SIMD3(9, 9, -2), SIMD3(-9, 9, -2)], material: mirror)
    model.addBox(centre: SIMD3(1, 0.5, 1), half: SIMD3(0.3, 0.3, 0.3), material: light)
    let exposure = try photograph(model, from: Camera(position: .zero), width: 128, quality: quality)
    // The image of a point lies as far behind the mirror as the point lies before it.
    #expect(abs(exposure.light(at: SIMD3(1, 0.5, -5), from: .zero) - 1.6) <= 0.02)
    #expect(exposure.light(at: SIMD3(-1, 0.5, -5), from: .zero) == 0)
    #expect(abs(exposure.light(at: SIMD3(1, 0.5, 1), from: .zero) - 2) <= 0.02)
  }

  @Test func `asking likely lamps more often leaves the mean as it is`() throws {
    var home = Model()
    let wall = home.add(Self.grey)
    for room in 0..<4 {
      let left = Float(room) * 3
      home.addRoom(low: SIMD3(left, 0, 0), high: SIMD3(left + 2.9, 2.5, 3), material: wall)
      let strength = SIMD3<Float>(repeating: Float(room + 1))
      home.lamps.append(Lamp(.bulb(radius: 0.05), centre: SIMD3(left + 1.4, 2.2, 1.5), emission: strength))
      home.lamps.append(
        Lamp(
          .spot(direction: SIMD3(0, -1, 0), innerCosine: 0.9, outerCosine: 0.7, radius: 0.03),
          centre: SIMD3(left + 0.5, 2.4, 0.5), emission: strength * 2))
    }
    let scene = Scene(model: home, sky: evenSky(0))
    func mean(even: Bool) throws -> Double {
      try PanoramaRenderer(quality: .photo)
        .render(
          PreparedScene(scene, asksLampsEvenly: even), camera: Camera(position: SIMD3(4, 1.5, 1)), width: 32,
          height: 16, seed: 3
        ).meanLight
    }
    #expect(abs(try mean(even: false) / mean(even: true) - 1) <= 0.02)
  }

  @Test(arguments: PanoramaRenderer.Quality.allCases) func `the same seed gives the same bits on one thread and on two`(
    quality: PanoramaRenderer.Quality
  ) throws {
    var room = boxRoom(low: SIMD3(-2, 0, -2), high: SIMD3(2, 2.5, 2), material: Self.grey)
    var coat = Self.grey
    coat.finish = .coated(gloss: 0.05, roughness: 0.2)
    room.addBox(centre: SIMD3(1, 0.5, 1), half: SIMD3(0.5, 0.5, 0.4), material: room.add(coat))
    room.lamps = [Lamp(.bulb(radius: 0.1), centre: SIMD3(-1, 2, 0), emission: SIMD3(repeating: 1))]
    let prepared = try PreparedScene(Scene(model: room, sky: evenSky(0)))
    func light(_ threads: Int, _ seed: UInt64) throws -> [Float] {
      try PanoramaRenderer(quality: quality, threads: threads)
        .render(prepared, camera: Camera(position: SIMD3(0, 1.2, 0)), width: 48, height: 24, seed: seed).light
    }
    let first = try light(1, 5)
    #expect(try first == light(2, 5))
    #expect(try first != light(1, 6))
  }
}
