// SPDX-License-Identifier: Apache-2.0

public import RotundaSolids

/// A place in a building where a panorama can be taken.
public struct Viewpoint: Sendable, Hashable {
  /// Where the camera stands and how it is turned.
  public var camera: Camera
  /// What the room is for.
  public var room: RoomKind
  /// Metres from the floor under the camera to the camera.
  public var height: Float
}

/// Finds places for cameras in a furnished building.
struct Photographer {
  let rooms: [PlannedRoom]
  let isLit: [Bool]
  let obstacles: [Obstacle]
  /// Distance that a camera keeps from everything.
  static let clearance: Float = 0.4

  /// As many viewpoints as asked for, spread over the rooms, more in large ones; fewer where no more fit.
  func viewpoints(_ count: Int, _ random: inout RandomStream) -> [Viewpoint] {
    var weights = rooms.indices.map { isLit[$0] ? weight(rooms[$0]) : 0.02 * weight(rooms[$0]) }
    var viewpoints: [Viewpoint] = []
    while viewpoints.count < count, weights.contains(where: { $0 > 0 }) {
      let index = random.index(weights: weights)
      if let viewpoint = viewpoint(in: index, apart: viewpoints, &random) {
        viewpoints.append(viewpoint)
        weights[index] *= 0.4
      } else {
        weights[index] = 0
      }
    }
    return viewpoints
  }

  /// How much a room is worth photographing.
  private func weight(_ room: PlannedRoom) -> Float {
    let worth: Float =
      switch room.kind {
      case .storage: 0.25
      case .bathroom: 0.5
      case .corridor: 0.6
      case .living, .bedroom, .kitchen, .dining, .study, .office, .meeting, .hall, .workshop, .studio: 1
      }
    return worth * room.area
  }

  private func viewpoint(
    in index: Int, apart others: [Viewpoint], _ random: inout RandomStream
  ) -> Viewpoint? {
    let room = rooms[index]
    let near = obstacles(near: room)
    for attempt in 0..<60 {
      guard let rectangle = random.picked(room.floor) else { return nil }
      // Photographers stand away from walls: half of them in the middle half of the room.
      let inset = attempt % 2 == 0 ? 0.25 : Float(0.05)
      let share = SIMD2(random.number(inset, 1 - inset), random.number(inset, 1 - inset))
      let place = rectangle.low + rectangle.size * share
      let height = random.chance(0.8) ? random.number(1.4, 1.75) : random.number(1, 2)
      let position = SIMD3(place.x, height, place.y)
      let isNew = others.allSatisfy { length($0.camera.position - position) > 0.7 }
      guard isNew, isClear(position, in: room, near) else { continue }
      return Viewpoint(camera: camera(at: position, &random), room: room.kind, height: height)
    }
    return nil
  }

  private func obstacles(near room: PlannedRoom) -> [Obstacle] {
    let bounds = room.bounds
    let reach = RoomShell.Rectangle(low: bounds.low - 0.5, high: bounds.high + 0.5)
    return obstacles.filter { $0.footprint.overlaps(reach) }
  }

  private func isClear(_ position: SIMD3<Float>, in room: PlannedRoom, _ near: [Obstacle]) -> Bool {
    // Mouldings stand out from walls by up to 3 centimetres.
    let clearance = Photographer.clearance + 0.005
    let around = SIMD2<Float>(repeating: clearance)
    let place = SIMD2(position.x, position.z)
    let ceiling = room.ceiling.lowest(over: RoomShell.Rectangle(low: place - around, high: place + around))
    return room.contains(place, margin: clearance + 0.04) && ceiling - position.y > clearance
      && near.allSatisfy { $0.distance(to: position) > clearance }
  }

  private func camera(at position: SIMD3<Float>, _ random: inout RandomStream) -> Camera {
    var camera = Camera(position: position)
    camera.yaw = random.number(0, 2 * .pi)
    switch random.index(weights: [70, 25, 5]) {
    case 0: break
    case 1:
      camera.pitch = random.normal() * 0.025
      camera.roll = random.normal() * 0.025
    default:
      camera.pitch = random.normal() * 0.15
      camera.roll = random.normal() * 0.15
    }
    return camera
  }
}
