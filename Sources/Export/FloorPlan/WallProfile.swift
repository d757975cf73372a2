// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere

/// How far the wall is in every direction of the horizon.
///
/// Each column of a level depth map sees surfaces at a few horizontal distances between floor and ceiling: furniture, the
/// wall behind it, what a door or a window opens on. The wall is the farthest of them, unless that is an opening: then
/// the next one goes on where the neighbours' wall does. So the line around the room is the cheapest path through the
/// columns' surfaces, where passing over a farther surface costs something in every column, and a jump between
/// neighbouring columns costs as much as an opening of 20 degrees.
struct WallProfile: Sendable {
  /// Where the wall stands, as (x, z), clockwise on the plan; columns without a wall are left out.
  let points: [SIMD2<Double>]

  /// nil where fewer than half of the columns see a wall.
  init?(_ depth: DepthMap, floor: Double, ceiling: Double?) {
    let grid = EquirectangularGrid(width: depth.width, height: depth.height)
    let columns = (0..<depth.width).map {
      UprightSurfaces(depth, grid, column: $0, floor: floor, ceiling: ceiling).radii
    }
    guard 2 * columns.count(where: { !$0.isEmpty }) >= depth.width else { return nil }
    let path = CheapestPath(columns).radii
    points = zip(path.indices, Self.withoutSpikes(path)).compactMap { column, radius in
      let longitude = grid.longitude(column: Double(column))
      return radius.map { $0 * SIMD2(sin(longitude), -cos(longitude)) }
    }
  }

  /// What differs by more than this, as a logarithm, from the median of seven degrees to each side is no part of the wall:
  /// a few columns see a lamp or a plant alone.
  private static let spike = 0.12
  /// Nor is what is nearer than this share of the median of twenty degrees to each side: something stands before the camera.
  private static let obstacle = 0.6

  private static func withoutSpikes(_ radii: [Double?]) -> [Double?] {
    let (near, wide) = (max(2, radii.count / 50), max(2, radii.count / 18))
    func median(_ column: Int, _ reach: Int) -> Double {
      let around = (-reach...reach).compactMap { radii[modulo(column + $0, radii.count)] }.sorted()
      return around[around.count / 2]
    }
    return radii.indices.map { column in
      guard let radius = radii[column], abs(log(radius / median(column, near))) <= spike else { return nil }
      return radius >= obstacle * median(column, wide) ? radius : nil
    }
  }
}

/// The horizontal distances of what one column sees between floor and ceiling.
private struct UprightSurfaces {
  /// Farthest first.
  let radii: [Double]

  /// Nearer than this to floor and ceiling, in metres, their own points would be taken for a wall's.
  private static let margin = 0.12
  /// Without a ceiling, walls are looked for up to this latitude, in radians.
  private static let highestLatitude = 35 * Double.pi / 180
  /// Distances that differ by more belong to two surfaces.
  private static let gap = 1.02
  /// Between neighbouring rows an upright surface rises as a wall at their distance would, a level one not at all.
  private static let upright = 0.5...2.0
  /// A surface is as much as this share of the height that the column sees.
  private static let leastShare = 0.08

  init(
    _ depth: DepthMap, _ grid: EquirectangularGrid, column: Int, floor: Double, ceiling: Double?
  ) {
    var samples: [(radius: Double, height: Double)] = []
    let step = Double.pi / Double(depth.height)
    for row in 0..<depth.height - 1 {
      let (distance, below) = (Double(depth[column: column, row: row]), Double(depth[column: column, row: row + 1]))
      let latitude = grid.latitude(row: Double(row))
      let height = distance * sin(latitude)
      guard distance > 0, below > 0, height > floor + Self.margin else { continue }
      if let ceiling { guard height < ceiling - Self.margin else { continue } }
      if ceiling == nil, latitude > Self.highestLatitude { continue }
      let radius = distance * cos(latitude)
      // What a row of pixels covers of an upright wall.
      let expected = radius * step / (cos(latitude) * cos(latitude))
      guard Self.upright.contains((height - below * sin(latitude - step)) / expected) else { continue }
      samples.append((radius, expected))
    }
    samples.sort { $0.radius > $1.radius }
    radii = Self.surfaces(samples)
  }

  private static func surfaces(_ samples: [(radius: Double, height: Double)]) -> [Double] {
    let total = samples.reduce(0) { $0 + $1.height }
    var radii: [Double] = []
    var start = 0
    for index in samples.indices {
      let isLast = index + 1 == samples.count
      guard isLast || samples[index].radius > gap * samples[index + 1].radius else { continue }
      let surface = samples[start...index]
      if surface.reduce(0, { $0 + $1.height }) >= leastShare * total { radii.append(median(surface)) }
      start = index + 1
    }
    return radii
  }

  /// The radius with as much height before as behind it.
  private static func median(_ surface: ArraySlice<(radius: Double, height: Double)>) -> Double {
    let half = surface.reduce(0) { $0 + $1.height } / 2
    var sum = 0.0
    for sample in surface {
      sum += sample.height
      if sum >= half { return sample.radius }
    }
    return 0
  }
}

/// One of each column's distances, chosen around the circle by dynamic programming.
private struct CheapestPath {
  /// nil where a column has none.
  private(set) var radii: [Double?]

  /// A wall at 80 degrees to the line of sight changes by so much a column of a third of a degree.
  private static let steadyChange = 0.035
  /// Beyond so much more it is a jump.
  private static let jumpChange = 0.1
  /// What a jump costs, as the share of the circle over which passing over a farther surface costs the same.
  private static let jumpAngle = 1.0 / 18

  init(_ columns: [[Double]]) {
    radii = columns.map(\.first)
    let seen = columns.indices.filter { !columns[$0].isEmpty }
    let jump = Self.jumpAngle * Double(columns.count)
    // Twice around: the second half of the first round to the first half of the second has neighbours on both sides.
    let around = seen + seen
    var costs = columns[around[0]].indices.map(Double.init)
    var origins: [[Int]] = []
    for step in 1..<around.count {
      let (before, here) = (columns[around[step - 1]], columns[around[step]])
      var (next, from): ([Double], [Int]) = ([], [])
      for (number, radius) in here.enumerated() {
        let ways = before.indices.map { costs[$0] + jump * Self.change(before[$0], radius) }
        let best = ways.indices.min { ways[$0] < ways[$1] } ?? 0
        next.append(ways[best] + Double(number))
        from.append(best)
      }
      costs = next
      origins.append(from)
    }
    var number = costs.indices.min { costs[$0] < costs[$1] } ?? 0
    for step in stride(from: around.count - 1, through: 0, by: -1) {
      if (seen.count / 2..<seen.count / 2 + seen.count).contains(step) {
        radii[around[step]] = columns[around[step]][number]
      }
      if step > 0 { number = origins[step - 1][number] }
    }
  }

  /// 0 where a wall may go on from one radius to another in the next column, 1 where it jumps.
  private static func change(_ before: Double, _ after: Double) -> Double {
    min(max((abs(log(after / before)) - steadyChange) / jumpChange, 0), 1)
  }
}
