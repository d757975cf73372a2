// SPDX-License-Identifier: Apache-2.0

public import RotundaSolids

/// A furnished building: a dwelling, an office or a hall of several rooms, and places to photograph it from.
public struct Home: Sendable {
  /// How many viewpoints every home has.
  public static let viewpointCount = 6

  /// Geometry, materials and light.
  public let scene: Scene
  /// Where cameras can stand: 1 to 2 metres above the floor and 0.4 metres clear of everything.
  public let viewpoints: [Viewpoint]
  /// What stands, hangs or lies in the rooms.
  let furniture: [Furnisher.Placed]
  /// The empty rooms, as the furnisher got them.
  let shells: [RoomShell]
  /// The drawings.
  let rooms: [PlannedRoom]
  /// Ways between rooms.
  let connections: [Architect.Connection]

  /// The building with a number in an endless sequence: a pure function of both arguments.
  public static func random(seed: UInt64, index: Int) -> Home { random(seed: seed, index: index, isFurnished: true) }

  /// As above; without furniture, rooms are drawn alike.
  static func random(seed: UInt64, index: Int, isFurnished: Bool) -> Home {
    for attempt in 0..<24 {
      let stream = RandomStream(seed: seed &+ UInt64(attempt) &* 0x9E37_79B9_7F4A_7C15, index: index)
      guard let architect = Architect(stream, isPlain: false) else { continue }
      let home = Home(architect, isFurnished: isFurnished && attempt < 20)
      if home.viewpoints.count == viewpointCount { return home }
    }
    // Two plain and empty rooms, in which cameras fit.
    var stream = RandomStream(seed: seed, index: index)
    while true {
      if let architect = Architect(RandomStream(seed: stream.next()), isPlain: true) {
        let home = Home(architect, isFurnished: false)
        if home.viewpoints.count == viewpointCount { return home }
      }
    }
  }

  private init(_ plan: Architect, isFurnished: Bool) {
    var architect = plan
    architect.build()
    var random = architect.random
    let shells = architect.rooms.map(\.shell)
    var furniture: [Furnisher.Placed] = []
    for shell in shells where isFurnished {
      var stream = RandomStream(seed: random.next())
      furniture += Furnisher.furnish(shell, palette: architect.palette, &stream)
    }
    var model = architect.model
    for piece in furniture { model.add(piece.model, at: piece.pose) }
    let obstacles = furniture.map { Obstacle(low: $0.bounds.low, high: $0.bounds.high, at: $0.pose) }
    let photographer = Photographer(
      rooms: architect.rooms, isLit: architect.isLit, obstacles: architect.obstacles + obstacles)
    viewpoints = photographer.viewpoints(Home.viewpointCount, &random)
    scene = Scene(model: model, sky: architect.daylight.sky)
    (self.furniture, self.shells) = (furniture, shells)
    (rooms, connections) = (architect.rooms, architect.connections)
  }
}
