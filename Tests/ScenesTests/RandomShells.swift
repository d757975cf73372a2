// SPDX-License-Identifier: Apache-2.0

@testable import RotundaHomes
@testable import RotundaSolids

/// Empty rooms for tests: rectangles and L-shapes with doors, windows and reserved floor.
enum RandomShells {
  static func shell(kind: RoomKind, _ random: inout RandomStream) -> RoomShell {
    let isHall = kind == .hall || kind == .workshop || kind == .office
    var size =
      isHall ? SIMD2(random.number(6, 14), random.number(5, 12)) : SIMD2(random.number(2.6, 6.5), random.number(2.4, 6))
    if kind == .corridor { size = SIMD2(random.number(1.2, 1.9), random.number(3.5, 14)) }
    let corner = SIMD2(random.number(-3, 3), random.number(-3, 3))
    let height = isHall ? random.number(2.8, 6) : random.number(2.25, 3.2)
    let isBent = kind != .corridor && min(size.x, size.y) > 3.4 && random.chance(0.4)
    let cut = size * SIMD2(random.number(0.3, 0.6), random.number(0.3, 0.6))
    // Seen from above with z downwards, the outline runs so that the room is on the left.
    let outline: [SIMD2<Float>] =
      isBent
      ? [
        [0, size.y], size, [size.x, cut.y], cut, [cut.x, 0], [0, 0],
      ] : [[0, size.y], size, [size.x, 0], [0, 0]]
    let floor: [RoomShell.Rectangle] =
      isBent
      ? [.init(low: [0, cut.y], high: size), .init(low: [0, 0], high: cut)] : [.init(low: [0, 0], high: size)]
    var shell = RoomShell(
      kind: kind, floor: floor.map { .init(low: $0.low + corner, high: $0.high + corner) },
      walls: outline.indices.map { index in
        RoomShell.Wall(
          start: outline[index] + corner, end: outline[(index + 1) % outline.count] + corner, height: height)
      }, height: height)
    open(&shell, &random)
    return shell
  }

  private static func open(_ shell: inout RoomShell, _ random: inout RandomStream) {
    var doors = random.whole(1, 3)
    for index in shell.walls.indices {
      let wall = shell.walls[index]
      var start: Float = random.number(0.1, 0.6)
      while start < wall.length - 1.1 {
        let kind = random.whole(0, 3)
        if kind == 0, doors > 0 {
          doors -= 1
          let width = random.number(0.8, 0.95)
          shell.walls[index].openings.append(
            .init(kind: random.chance(0.7) ? .door : .passage, from: start, to: start + width, bottom: 0, top: 2.05))
          let inside = [
            wall.start + wall.along * start, wall.start + wall.along * (start + width) + wall.inward * width,
          ]
          shell.reserved.append(
            .init(low: pointwiseMin(inside[0], inside[1]), high: pointwiseMax(inside[0], inside[1])))
          start += width
        } else if kind == 1 {
          let width = min(random.number(0.6, 2), wall.length - start - 0.1)
          shell.walls[index].openings.append(
            .init(kind: .window, from: start, to: start + width, bottom: random.one(of: [0.1, 0.6, 0.9]), top: 2.15))
          start += width
        }
        start += random.number(0.3, 1.8)
      }
    }
  }
}
