// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Windows in roofs: in the slopes of attics, and in the level ceilings of large rooms.
extension Architect {
  mutating func cutRoofLights() {
    switch style.kind {
    case .attic:
      for index in rooms.indices where rooms[index].area > 5 && random.chance(0.7) { cutSlope(index) }
    case .hall, .workshop, .studio, .loft, .openOffice:
      guard random.chance(0.3), let index = rooms.indices.max(by: { rooms[$0].area < rooms[$1].area }) else { return }
      if rooms[index].ceiling.isLevel { cutLevel(index) }
    case .flat, .house, .cellar, .office: return
    }
  }

  private mutating func cutSlope(_ index: Int) {
    let ceiling = rooms[index].ceiling
    let (axis, other) = (ceiling.axis, 1 - ceiling.axis)
    let width = random.number(0.6, 1.1)
    let reach = random.number(0.6, 1)
    for rectangle in rooms[index].floor where rectangle.size[other] > width + 0.6 {
      for (a, b) in zip(ceiling.points, ceiling.points.dropFirst()) where a.y != b.y {
        // The lower edge of the pane at 1 to 1.4 metres, if the room is there.
        let (eaves, inward): (SIMD2<Float>, Float) = a.y < b.y ? (a, 1) : (b, -1)
        let slope = abs((b.y - a.y) / (b.x - a.x))
        let low = max(eaves.y + 0.15, random.number(1.1, 1.5))
        let near = eaves.x + inward * (low - eaves.y) / slope
        let far = near + inward * reach
        let span = SIMD2(min(near, far), max(near, far))
        guard span.x > max(rectangle.low[axis], a.x) + 0.12, span.y < min(rectangle.high[axis], b.x) - 0.12 else {
          continue
        }
        let count = max(1, min(3, Int(rectangle.size[other] / (width + 1.2))))
        for number in 0..<count {
          let middle = rectangle.low[other] + rectangle.size[other] * (Float(number) + 0.5) / Float(count)
          var hole = RoomShell.Rectangle(low: .zero, high: .zero)
          (hole.low[axis], hole.high[axis]) = (span.x, span.y)
          (hole.low[other], hole.high[other]) = (middle - width / 2, middle + width / 2)
          cut(hole, index)
        }
      }
    }
  }

  private mutating func cutLevel(_ index: Int) {
    let half = SIMD2(random.number(0.4, 0.9), random.number(0.4, 0.9))
    for rectangle in rooms[index].floor where rectangle.size.min() > 2.4 {
      let counts = SIMD2(max(1, Int(rectangle.size.x / 3.5)), max(1, Int(rectangle.size.y / 3.5)))
      for column in 0..<min(counts.x, 5) {
        for row in 0..<min(counts.y, 4) {
          let share = SIMD2(
            (Float(column) + 0.5) / Float(min(counts.x, 5)), (Float(row) + 0.5) / Float(min(counts.y, 4)))
          let middle = rectangle.low + rectangle.size * share
          cut(RoomShell.Rectangle(low: middle - half, high: middle + half), index)
        }
      }
    }
  }

  private mutating func cut(_ hole: RoomShell.Rectangle, _ index: Int) {
    let room = rooms[index]
    rooms[index].ceilingHoles.append(hole)
    hasRoofLights = true
    let depth: Float = 0.24
    for side in Side.around(hole) {
      let frame = WallFrame(side)
      let places = [side.length, 0, 0, side.length]
      let heights = places.map { room.ceiling.height(at: side.point($0)) }
      let corners = (0..<4).map { frame.point(places[$0], heights[$0] + ($0 < 2 ? 0 : depth)) }
      model.addQuad(corners, zip(places, corners).map { SIMD2($0, $1.y) }, material: room.finishes.ceiling)
    }
    var lid = room.ceiling
    for point in lid.points.indices { lid.points[point].y += depth }
    let pane = RoomShell.Rectangle(low: hole.low + 0.06, high: hole.high - 0.06)
    model.addSlab(hole, shape: lid, holes: [pane], facesUp: false, material: room.finishes.trim)
    let glass = model.add(Architect.glass)
    model.addSlab(pane, shape: lid, facesUp: false, material: glass)
    addRoofPortal(pane, lid)
  }

  private mutating func addRoofPortal(_ pane: RoomShell.Rectangle, _ lid: CeilingShape) {
    let (low, high) = (pane.low[lid.axis], pane.high[lid.axis])
    let rise = (lid.height(at: high) - lid.height(at: low)) / 2
    let half = pane.size / 2
    let middle = pane.low + half
    let along = lid.axis == 0 ? SIMD3(half.x, rise, 0) : SIMD3(half.x, 0, 0)
    let across = lid.axis == 0 ? SIMD3(0, 0, half.y) : SIMD3(0, rise, half.y)
    let height = (lid.height(at: low) + lid.height(at: high)) / 2 - 0.02
    model.lamps.append(
      Lamp(
        .portal(edgeU: along, edgeV: across), centre: SIMD3(middle.x, height, middle.y),
        emission: SIMD3(repeating: 1)))
  }
}
