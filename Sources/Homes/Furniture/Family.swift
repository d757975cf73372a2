// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What is built from the same parameters and put in the same places: sofas, kitchen rows, curtains, vases.
///
/// To add one: write `static let` of a `Family` in an extension of `Families`, and name it in that file's list.
struct Family: Sendable {
  /// Where things of the family go.
  ///
  /// The piece's front looks along +z, its back is to the wall.
  enum Site: Sendable, Hashable {
    /// On the floor, its back to a wall. Tall ones keep off windows.
    case againstWall
    /// On the floor in a corner: its back to one wall, its -x side to the other (the engine mirrors it for the other hand).
    case corner
    /// On the floor away from walls.
    case free
    /// On a wall, its lowest point between two heights: pictures, shelves, radiators without a window.
    case onWall(lowest: ClosedRange<Float>)
    /// In front of a window, x = 0 at its middle: curtains, blinds. `Space` has the window's measures; y = 0 is the floor.
    case window
    /// On the floor or wall below a window sill: radiators, benches. y = 0 is the floor.
    case belowWindow
    /// At the ceiling: y = 0 is the ceiling and the model hangs below.
    case ceiling
    /// On a support surface of another piece, anywhere.
    case onSurface
    /// Flat on the floor, walked on: rugs, mats. No collisions save with other rugs and walls.
    case underfoot
  }

  /// Order of placing: what a room is built around comes first.
  ///
  /// The number of what is `fixed` does not vary with the density.
  enum Stage: Int, Sendable, Comparable {
    case fixed, main, additional, decoration

    static func < (a: Stage, b: Stage) -> Bool { a.rawValue < b.rawValue }
  }

  /// What a maker knows of the place: the most room there is, and what is around.
  struct Space: Sendable, Hashable {
    var kind: RoomKind
    /// Largest width (x); of `window` and `belowWindow` the window's own.
    var width: Float
    /// At walls, metres to the wall opposite; elsewhere the largest depth (z).
    var depth: Float
    /// Largest height; of `window` that of the wall.
    var height: Float
    /// Of `window` and `belowWindow`: heights of its lower and upper edge above the floor.
    var sill: Float = 0
    var lintel: Float = 0
    /// Free wall to the left and right of a window.
    var margin: Float = 0
  }

  /// Its name, as "sofa".
  var name: String
  var site: Site
  var stage = Stage.main
  /// Expected number in an ordinary room of a kind with ordinary density; 0 for kinds not named.
  ///
  /// Of `window` and `belowWindow` the chance that the room's windows have it; of `onSurface` the weight against the other
  /// families there.
  var rooms: [RoomKind: Float]
  /// Whether the number grows with the room's area beyond the ordinary: chairs in a hall, not kitchens.
  var growsWithArea = false
  /// A thing that fits the space, or nil where none does.
  ///
  /// What comes back too large is not placed.
  var make: @Sendable (inout RandomStream, Palette, Space) -> Arrangement?

  /// A family of several things put together.
  init(
    _ name: String, _ site: Site, stage: Stage = .main, rooms: [RoomKind: Float], growsWithArea: Bool = false,
    arrangement make: @escaping @Sendable (inout RandomStream, Palette, Space) -> Arrangement?
  ) {
    self.name = name
    self.site = site
    self.stage = stage
    self.rooms = rooms
    self.growsWithArea = growsWithArea
    self.make = make
  }

  /// A family of single pieces that want `front` metres of free floor before them.
  init(
    _ name: String, _ site: Site, stage: Stage = .main, rooms: [RoomKind: Float], growsWithArea: Bool = false,
    front: Float = 0, piece make: @escaping @Sendable (inout RandomStream, Palette, Space) -> Piece?
  ) {
    self.init(name, site, stage: stage, rooms: rooms, growsWithArea: growsWithArea) { random, palette, space in
      make(&random, palette, space).map { Arrangement(name, $0, front: front) }
    }
  }
}

/// Every family, a list a file.
enum Families {
  static let all: [Family] = living + resting + working + fixtures
}
