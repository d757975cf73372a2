// SPDX-License-Identifier: Apache-2.0

/// A random room with a camera in it and the look of its pictures.
public struct Room: Sendable, Hashable {
  /// Geometry, materials and light.
  public let scene: Scene
  /// Where the panorama is taken: at least 0.4 m from everything.
  public let camera: Camera
  /// How it comes out.
  public let look: Look

  /// The room with a number in an endless sequence: a pure function of both arguments.
  public static func random(seed: UInt64, index: Int) -> Room {
    var attempt: UInt64 = 0
    while true {
      let room = candidate(seed: seed &+ attempt &* 0x9E37_79B9_7F4A_7C15, index: index)
      if room.scene.isFree(room.camera.position, clearance: 0.4) { return room }
      attempt += 1
    }
  }

  private static func candidate(seed: UInt64, index: Int) -> Room {
    var builder = RoomBuilder(seed: seed, index: index)
    builder.raiseWalls()
    builder.standCamera()
    builder.cutOpenings()
    builder.buildIn()
    builder.furnish()
    builder.decorateWalls()
    builder.hangLights()
    builder.fillWithLight()
    return Room(scene: builder.scene, camera: builder.camera, look: Look.random(&builder.random))
  }
}

extension RoomBuilder {
  /// Puts the camera anywhere in the main cell, mostly at eye height and level.
  fileprivate mutating func standCamera() {
    let cell = scene.cells[0]
    let half = (cell.maximum - cell.minimum) / 2
    // Photographers stand away from walls: half of them in the middle half of the room.
    let share: Float = random.chance(0.5) ? 0.5 : 1
    let reach = SIMD2(
      max(0.05, (half.x - min(1, half.x * 0.5)) * share), max(0.05, (half.z - min(1, half.z * 0.5)) * share))
    let height = random.chance(0.85) ? random.number(1.4, 1.75) : random.number(1, 2)
    camera.position = SIMD3(
      random.number(-reach.x, reach.x), min(height, eaves[0] - 0.5), random.number(-reach.y, reach.y))
    camera.yaw = random.number(0, 2 * .pi)
    if random.chance(0.3) {
      camera.pitch = random.normal() * 0.022
      camera.roll = random.normal() * 0.022
    }
    keepClear(around: camera.position, by: 0.5)
  }
}

extension Look {
  /// A camera drawn at random: exposure a little wrong, white balance a little off, some noise.
  fileprivate static func random(_ random: inout RandomStream) -> Look {
    var look = Look()
    look.brightness = 0.18 * exponential(random.normal() * 0.3)
    look.curve = random.one(of: Curve.allCases)
    look.whiteBalance = SIMD3(
      1 + random.normal() * 0.07, 1 + random.normal() * 0.03, 1 + random.normal() * 0.09)
    look.saturation = random.number(0.5, 1.3)
    look.contrast = random.number(0.75, 1.25)
    look.noise = random.chance(0.6) ? random.number(0, 0.025) : 0
    look.blur = random.chance(0.5) ? random.number(0, 0.3) : 0
    if random.chance(0.15) {
      look.nadir = .disc(SIMD3(repeating: random.number(0, 1)), angle: random.number(0.1, 0.45))
    } else if random.chance(0.15) {
      look.nadir = .smeared(angle: random.number(0.1, 0.4))
    }
    look.seed = random.next()
    return look
  }
}
