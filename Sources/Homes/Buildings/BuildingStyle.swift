// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// What a building is.
enum BuildingKind: CaseIterable, Sendable {
  case flat, house, loft, attic, cellar, office, openOffice, hall, workshop, studio

  /// How often it is drawn.
  var weight: Float {
    switch self {
    case .flat: 36
    case .house: 22
    case .loft: 5
    case .attic: 6
    case .cellar: 3
    case .office: 14
    case .openOffice: 5
    case .hall: 3
    case .workshop: 3
    case .studio: 3
    }
  }

  /// Whether people sleep in it.
  var isHome: Bool {
    switch self {
    case .flat, .house, .loft, .attic: true
    case .cellar, .office, .openOffice, .hall, .workshop, .studio: false
    }
  }

  /// Range of the height of its rooms in metres.
  var heights: (least: Float, greatest: Float) {
    switch self {
    case .flat, .house: (2.35, 3)
    case .loft: (2.9, 4.5)
    case .attic: (2.3, 2.9)
    case .cellar: (2.2, 2.6)
    case .office: (2.5, 3.2)
    case .openOffice: (2.7, 3.8)
    case .hall: (4.5, 12)
    case .workshop: (3.2, 7)
    case .studio: (3, 5.5)
    }
  }
}

/// What all rooms of a building have in common; lengths in metres.
struct BuildingStyle: Sendable {
  /// The cross-section of window frames and how they are divided.
  struct Windows: Sendable {
    var sill: Float
    var head: Float
    var width: Float
    /// Wall between two windows of a group.
    var pier: Float
    var frame: Float
    /// A horizontal bar at this share of the height; 0 for none.
    var transom: Float
    /// Small panes across and up in each sash.
    var panes: SIMD2<Int>
    var arch: Float
    /// Where the frame stands in the wall, as a share of its thickness from inside.
    var seat: Float
  }

  var kind: BuildingKind
  var height: Float
  var thickness: PlanGrid.Thickness
  var doorWidth: Float
  var doorHeight: Float
  var leaf: DoorLeaf.Style
  var architrave: Float
  var skirting: Float
  /// Height of cornices; 0 for none.
  var cornice: Float
  var windows: Windows
  /// How likely two rooms that go together have no door between them.
  var openness: Float

  init(_ random: inout RandomStream) {
    kind = BuildingKind.allCases[random.index(weights: BuildingKind.allCases.map(\.weight))]
    let isOld = random.chance(0.22)
    let (least, greatest) = kind.heights
    height = kind == .hall ? least + (greatest - least) * random.unit() * random.unit() : random.number(least, greatest)
    if isOld && (kind == .flat || kind == .office) { height = random.number(2.9, 4.2) }
    thickness = PlanGrid.Thickness(
      inner: (isOld ? random.number(0.12, 0.2) : random.number(0.08, 0.15)) / 2,
      outer: isOld ? random.number(0.38, 0.5) : random.number(0.25, 0.42))
    doorWidth = random.number(0.72, 0.95)
    doorHeight = min(isOld ? random.number(2.05, 2.5) : random.number(1.96, 2.14), kind.heights.greatest - 0.25)
    leaf = isOld ? .panelled : random.one(of: DoorLeaf.Style.allCases)
    architrave = random.chance(0.12) ? 0 : random.number(0.05, isOld ? 0.14 : 0.08)
    skirting = random.chance(0.08) ? 0 : random.number(0.04, isOld ? 0.22 : 0.1)
    cornice = isOld && random.chance(0.7) ? random.number(0.05, 0.16) : 0
    openness = kind == .loft ? 0.9 : random.number(0.15, 0.7)
    windows = Windows(isOld: isOld, height: height, &random)
  }
}

extension BuildingStyle.Windows {
  fileprivate init(isOld: Bool, height: Float, _ random: inout RandomStream) {
    sill = random.chance(0.2) ? random.number(0.25, 0.6) : random.number(0.75, 1)
    head = min(height - random.number(0.18, 0.5), isOld ? 3.2 : random.number(2, 2.5))
    width = isOld ? random.number(0.9, 1.3) : random.number(0.8, 2.2)
    pier = random.chance(0.3) ? random.number(0.1, 0.25) : random.number(0.5, 1.6)
    frame = random.number(0.045, 0.075)
    transom = isOld || random.chance(0.15) ? random.number(0.62, 0.78) : 0
    panes = random.chance(isOld ? 0.3 : 0.1) ? SIMD2(random.whole(1, 2), random.whole(2, 3)) : SIMD2(1, 1)
    arch = isOld && random.chance(0.15) ? random.number(0.1, 0.3) : 0
    seat = random.number(0.45, 0.8)
  }
}
