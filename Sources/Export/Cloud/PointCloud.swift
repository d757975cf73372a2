// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere

/// The surfaces of a room as points, evenly spread over the sphere of directions.
///
/// Metres in level world axes. Rings of latitude hold points in proportion to their length, so that poles are no denser
/// than the horizon; no point lies between two surfaces.
struct PointCloud: Sendable {
  /// A point of a surface.
  struct Point: Sendable, Hashable, BitwiseCopyable {
    var position = SIMD3<Float>.zero
    /// Unit, towards the camera.
    var normal = SIMD3<Float>.zero
    var colour = SIMD3<UInt8>.zero
    /// 1 less the relative spread of its distance, in [0, 1].
    var confidence: Float = 1
  }

  let points: [Point]
  /// Whether confidences are known.
  let hasConfidence: Bool

  /// - Throws: `ExportError.nothingLeft` where the limits leave no point.
  init(_ room: CapturedRoom, options: ExportOptions) throws(ExportError) {
    let rings = LatitudeRings(points: options.points, mostRings: room.depth.height)
    let reader = PointReader(room, rings: rings, options: options)
    // A row of places for every ring, of which the longest ring fills all and what is filtered away stays nil.
    let places = filledByBands(rows: rings.count, rowLength: rings.longest, with: Optional<Point>.none) { rows, band in
      for row in rows {
        let start = (row - rows.lowerBound) * rings.longest
        for place in 0..<rings.points(in: row) { band[start + place] = reader.point(ring: row, place: place) }
      }
    }
    points = places.compactMap { $0 }
    guard !points.isEmpty else {
      throw .nothingLeft(maximumDistance: options.maximumDistance, leastGrazing: options.leastGrazing)
    }
    hasConfidence = room.spread != nil
  }
}

/// Circles of latitude, each with as many points as keep them one ring's width apart.
struct LatitudeRings: Sendable {
  let count: Int

  /// About `points` points, on at most `mostRings` rings.
  init(points: Int, mostRings: Int) {
    // n rings of height pi / n hold 2 n cos(latitude) points each: 4 n^2 / pi together.
    count = min(mostRings, max(2, Int((Double(points) * .pi / 4).squareRoot())))
  }

  /// Points on the longest ring.
  var longest: Int { 2 * count }

  func latitude(_ ring: Int) -> Double { .pi / 2 - .pi * (Double(ring) + 0.5) / Double(count) }

  func points(in ring: Int) -> Int { min(longest, max(1, Int((Double(longest) * cos(latitude(ring))).rounded()))) }

  func longitude(ring: Int, place: Int) -> Double {
    2 * .pi * (Double(place) + 0.5) / Double(points(in: ring)) - .pi
  }
}

/// Reads the points of a cloud off a room.
private struct PointReader: Sendable {
  private let room: CapturedRoom
  private let rings: LatitudeRings
  private let grid: EquirectangularGrid
  private let normals: SurfaceNormals
  /// The photo at the cloud's density.
  private let colours: [UInt8]
  private let colourGrid: EquirectangularGrid
  private let farthest: Float
  private let leastSine: Double

  init(_ room: CapturedRoom, rings: LatitudeRings, options: ExportOptions) {
    self.room = room
    self.rings = rings
    grid = EquirectangularGrid(width: room.depth.width, height: room.depth.height)
    normals = SurfaceNormals(room.depth)
    let photoGrid = EquirectangularGrid(width: room.photo.width, height: room.photo.height)
    let rows = min(rings.count, room.photo.height)
    colourGrid = EquirectangularGrid(width: 2 * rows, height: rows)
    colours = photoGrid.areaResampled(room.photo.pixels, channels: 3, to: colourGrid)
    farthest = options.maximumDistance.map { Float($0) } ?? .infinity
    leastSine = sin(options.leastGrazing * .pi / 180)
  }

  /// A point of a ring; nil where there is no distance, or it is beyond the limits.
  func point(ring: Int, place: Int) -> PointCloud.Point? {
    let (latitude, longitude) = (rings.latitude(ring), rings.longitude(ring: ring, place: place))
    let direction = SIMD3(cos(latitude) * sin(longitude), sin(latitude), -cos(latitude) * cos(longitude))
    let at = grid.position(of: direction)
    let distance = grid.bilinear(depth: room.depth.values, mixing: .sameSurface, column: at.column, row: at.row)
    guard distance > 0, distance <= farthest else { return nil }
    let pixel = grid.wrapped(column: Int(at.column.rounded()), row: Int(at.row.rounded()))
    guard let normal = normals.normal(column: pixel.column, row: pixel.row), -dot(normal, direction) >= leastSine
    else { return nil }
    let photo = colourGrid.position(of: direction)
    let colour = 3 * colourGrid.nearestPixelIndex(column: photo.column, row: photo.row)
    let spread = room.spread.map { $0[column: pixel.column, row: pixel.row] } ?? 0
    return PointCloud.Point(
      position: SIMD3<Float>(room.pose * (Double(distance) * direction)), normal: SIMD3<Float>(room.pose * normal),
      colour: SIMD3(colours[colour], colours[colour + 1], colours[colour + 2]),
      confidence: 1 - min(spread / distance, 1))
  }
}
