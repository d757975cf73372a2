// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaEvaluation
import RotundaImaging
import RotundaSphere
import RotundaTestSupport
import Testing

@Suite struct SurfacePlanarityTests {
  @Test func `floor and ceiling of an exact room are flat and level, at their distances`() throws {
    let room = KnownMaps.room()
    let floor = try #require(SurfacePlanarity(floorOf: room))
    let ceiling = try #require(SurfacePlanarity(ceilingOf: room))
    for (plane, distance) in [(floor, 1.6), (ceiling, 1.1)] {
      #expect(abs(plane.distance - distance) < 1e-5)
      // Distances are single precision.
      #expect(plane.medianResidual < 1e-5 && plane.inlierResidual < 1e-6)
      #expect(plane.tilt < 1e-3)
    }
    // The solid angle of the 4 m by 4.3 m of the floor (four corners of atan(a b / (h sqrt(a^2 + b^2 + h^2)))), and of
    // the 8 cm of wall above it that agree to 5 % of 1.6 m.
    func corner(_ a: Double, _ b: Double, _ h: Double) -> Double {
      atan(a * b / (h * (a * a + b * b + h * h).squareRoot()))
    }
    func rectangle(_ h: Double) -> Double {
      [1.7, 2.3].flatMap { a in [2.4, 1.9].map { b in corner(a, b, h) } }.reduce(0, +)
    }
    let view = 2 * Double.pi * (1 - sin(25 * Double.pi / 180))
    #expect(abs(floor.inlierFraction - rectangle(1.6 * 0.95) / view) < 0.01)
  }

  @Test func `a floor that is off by one per cent everywhere has that residual`() throws {
    // Alternately too far and too near, so that the plane stays where it is.
    let floor = try #require(
      SurfacePlanarity(
        floorOf: KnownMaps.map { direction, column, _ in
          direction.y < 0 ? 1.6 / -direction.y * (column % 2 == 0 ? 1.01 : 0.99) : 3
        }))
    #expect(abs(floor.medianResidual - 0.01) < 2e-4 && abs(floor.inlierResidual - 0.01) < 2e-4)
    #expect(floor.inlierFraction == 1)
  }

  @Test func `the median is over the whole view, that of the plane over what lies on it`() throws {
    // Of the solid angle from 25 degrees below the horizon on, the steepest 40 % are floor; the rest is twice as far,
    // where r = 1 - 2.
    let border = 1 - 0.4 * (1 - sin(25 * Double.pi / 180))
    let floor = try #require(
      SurfacePlanarity(
        floorOf: KnownMaps.map { direction, _, _ in
          direction.y < 0 ? 1.6 / -direction.y * (-direction.y > border ? 1 : 2) : 3
        }))
    // The larger part is the plane that is found, 3.2 m below: the floor is half of that nearer.
    #expect(abs(floor.distance - 3.2) < 1e-4 && abs(floor.inlierFraction - 0.6) < 0.02)
    #expect(floor.medianResidual < 1e-5 && floor.inlierResidual < 1e-5)
    // Furniture of all distances between 0.3 and 0.7 of the floor's over 60 % of the longitudes.
    let furnished = try #require(
      SurfacePlanarity(
        floorOf: KnownMaps.map { direction, column, row in
          let nearness = 0.3 + 0.4 * Double((column * 7 + row * 13) % 101) / 100
          return direction.y < 0 ? 1.6 / -direction.y * (column % 5 < 3 ? nearness : 1) : 3
        }))
    #expect(abs(furnished.distance - 1.6) < 1e-3 && furnished.inlierResidual < 1e-4)
    // Of |r| = 1 - nearness, from 0.3 to 0.7, the sixth is below the median: 0.1 of 0.6 of the view.
    #expect(abs(furnished.medianResidual - (0.3 + 0.4 / 6)) < 0.01)
  }

  @Test(arguments: [2.0, 6.0]) func `a tilted camera sees its angle in floor and ceiling`(degrees: Double) throws {
    let room = KnownMaps.room(view: .pitch(degrees * .pi / 180))
    #expect(abs(try #require(SurfacePlanarity(floorOf: room)).tilt - degrees) < 0.02)
    #expect(abs(try #require(SurfacePlanarity(ceilingOf: room)).tilt - degrees) < 0.02)
  }

  @Test func `a sphere has neither, and a floor without ceiling has one`() {
    let sphere = KnownMaps.map { _, _, _ in 2 }
    #expect(SurfacePlanarity(floorOf: sphere) == nil && SurfacePlanarity(ceilingOf: sphere) == nil)
    let open = KnownMaps.map { direction, _, _ in direction.y < 0 ? 1.6 / -direction.y : 5 }
    #expect(SurfacePlanarity(floorOf: open) != nil && SurfacePlanarity(ceilingOf: open) == nil)
  }

  @Test func `heights are those of the camera and the room, and only some are a camera's`() {
    func heights(_ map: DepthMap) -> RoomHeights {
      RoomHeights(floor: SurfacePlanarity(floorOf: map), ceiling: SurfacePlanarity(ceilingOf: map))
    }
    let room = heights(KnownMaps.room())
    #expect(abs((room.camera ?? 0) - 1.6) < 1e-5 && abs((room.room ?? 0) - 2.7) < 1e-5 && room.isCameraPlausible)
    let low = heights(KnownMaps.room(BoxRoom(lower: SIMD3(-2, -0.6, -2), upper: SIMD3(2, 1.9, 2))))
    #expect(abs((low.camera ?? 0) - 0.6) < 1e-5 && abs((low.room ?? 0) - 2.5) < 1e-5 && !low.isCameraPlausible)
    let sphere = heights(KnownMaps.map { _, _, _ in 1.5 })
    #expect(sphere.camera == nil && sphere.room == nil && !sphere.isCameraPlausible)
  }
}
