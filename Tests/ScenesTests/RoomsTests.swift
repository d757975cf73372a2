// SPDX-License-Identifier: Apache-2.0

import RotundaDatasets
import RotundaImaging
import RotundaScenes
import Testing

@Suite struct RoomsTests {
  private let source = RoomsSource(seed: 11, width: 64, height: 32)

  @Test func `a seed and an index always give the same bits`() {
    #expect(source.sample(at: 3).panorama == RoomsSource(seed: 11, width: 64, height: 32).sample(at: 3).panorama)
    #expect(source.sample(at: 3).depth == source.sample(at: 3).depth)
    #expect(Room.random(seed: 5, index: 9) == Room.random(seed: 5, index: 9))
  }

  @Test func `samples do not depend on the order or the thread they are made in`() async {
    let alone = (0..<6).map { source.sample(at: $0).panorama }
    let together = await withTaskGroup(of: (Int, Panorama).self) { group in
      for index in (0..<6).reversed() { group.addTask { (index, source.sample(at: index).panorama) } }
      return await group.reduce(into: [Int: Panorama]()) { $0[$1.0] = $1.1 }
    }
    for index in 0..<6 { #expect(together[index] == alone[index]) }
  }

  @Test func `other seeds and other indices give other rooms`() {
    let rooms = (0..<20).map { Room.random(seed: 1, index: $0) } + (0..<20).map { Room.random(seed: 2, index: $0) }
    #expect(Set(rooms).count == 40)
  }

  @Test func `the camera stands free in every room`() {
    for index in 0..<300 {
      let room = Room.random(seed: 3, index: index)
      #expect(room.scene.isFree(room.camera.position, clearance: 0.4), "room \(index)")
    }
  }

  @Test func `every pixel of every room has a distance between the clearance and thirty metres`() throws {
    for index in 0..<60 {
      let depth = try source.sample(at: index).label()
      #expect(depth.validShare == 1, "room \(index)")
      #expect(depth.values.allSatisfy { $0 >= 0.4 && $0 < 30 }, "room \(index)")
    }
  }

  @Test func `an end is part of the address`() {
    #expect(RoomsSource(seed: 7).uri == "rooms:seed=7")
    #expect(RoomsSource(seed: 7, count: 200).uri == "rooms:seed=7,count=200")
  }
}

/// How brightness goes with nearness: what a lamp at the camera would teach a network in place of geometry.
@Suite struct BrightnessTests {
  private func correlation(_ change: (inout Scene, Camera) -> Void) -> Double {
    let correlations = (0..<60).map { index in
      let room = Room.random(seed: 21, index: index)
      var scene = room.scene
      change(&scene, room.camera)
      let (panorama, depth) = PanoramaRenderer(look: room.look).render(
        scene, camera: room.camera, width: 64, height: 32)
      let nearness = depth.values.map { 1 / Double($0 * $0) }
      let brightness = depth.values.indices.map { pixel in
        0.2126 * Double(panorama.pixels[3 * pixel]) + 0.7152 * Double(panorama.pixels[3 * pixel + 1])
          + 0.0722 * Double(panorama.pixels[3 * pixel + 2])
      }
      return rankCorrelation(brightness, nearness)
    }
    return correlations.reduce(0, +) / Double(correlations.count)
  }

  @Test func `brightness says nothing about distance`() {
    #expect(abs(correlation { _, _ in }) <= 0.15)
  }

  @Test func `a lamp at the camera would tell distance`() {
    let lit = correlation { scene, camera in
      scene.lamps = [Lamp(centre: camera.position, intensity: SIMD3(repeating: 5))]
      scene.sun = nil
      scene.ambient.above = .zero
      scene.ambient.below = .zero
    }
    #expect(lit >= 0.35)
  }
}
