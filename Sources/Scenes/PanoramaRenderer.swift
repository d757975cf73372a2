// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging
import RotundaSphere

/// Takes panoramas of scenes by casting rays at surfaces given in closed form.
///
/// Colour is the mean of four rays a pixel in linear light. Depth is the exact distance along the ray through the
/// pixel's centre, to the rounding of single precision; it is never averaged. Lenses, glass and mirrors do not change
/// it: a window's depth is that of its pane.
public struct PanoramaRenderer: Sendable {
  /// How light becomes bytes.
  public var look: Look

  /// A renderer whose pictures have a look.
  public init(look: Look = Look()) { self.look = look }

  /// The panorama and the depth that `camera` sees.
  ///
  /// A pixel whose ray starts outside all cells, or meets nothing, has the depth 0.
  public func render(_ scene: Scene, camera: Camera, width: Int, height: Int) -> (Panorama, DepthMap) {
    var exposure = Exposure(scene, camera, width, height)
    for row in stride(from: 0, to: height, by: Exposure.tile) {
      for column in stride(from: 0, to: width, by: Exposure.tile) { exposure.takeTile(column, row) }
    }
    let pixels = look.developed(exposure.light, width: width, height: height)
    return (
      Panorama(width: width, height: height, pixels: pixels),
      DepthMap(width: width, height: height, values: exposure.depth)
    )
  }
}

/// A panorama while it is being taken.
private struct Exposure {
  static let tile = 8

  private(set) var light: [Float]
  private(set) var depth: [Float]
  private let grid: EquirectangularGrid
  private let rays: PixelRays
  private let tracer: Tracer
  private let lighting: Lighting
  private let exact: ExactDistance
  private let origin: SIMD3<Float>
  private var scratch = TracerScratch()
  private var cells: [Int32] = []

  init(_ scene: Scene, _ camera: Camera, _ width: Int, _ height: Int) {
    grid = EquirectangularGrid(width: width, height: height)
    light = Array(repeating: 0, count: 3 * width * height)
    depth = Array(repeating: 0, count: width * height)
    rays = PixelRays(grid, camera)
    tracer = Tracer(scene)
    lighting = Lighting(tracer, pixelAngle: 2 * .pi / Float(width))
    exact = ExactDistance(scene: scene, origin: SIMD3<Double>(camera.position))
    origin = camera.position
  }

  mutating func takeTile(_ column: Int, _ row: Int) {
    let cone = rays.cone(column: column, row: row, size: Exposure.tile)
    tracer.solidBalls.meeting(
      apex: origin, axis: cone.axis, cosine: cone.cosine, sine: cone.sine, into: &scratch.solids)
    tracer.cellBalls.meeting(apex: origin, axis: cone.axis, cosine: cone.cosine, sine: cone.sine, into: &cells)
    for row in row..<min(row + Exposure.tile, grid.height) {
      for column in stride(from: column, to: min(column + Exposure.tile, grid.width), by: 2) {
        takeColour(column, row)
      }
      takeDepth(column, row)
    }
  }

  private mutating func hits(_ packet: RayPacket) -> HitPacket {
    scratch.cells = cells
    var hits = tracer.leave(packet, &scratch)
    tracer.meet(packet, scratch.solids, &hits)
    return hits
  }

  /// Two pixels of four samples each: such a packet is narrow, so that few solids are near it.
  private mutating func takeColour(_ column: Int, _ row: Int) {
    let packet = RayPacket(origin: VectorLanes(origin), direction: rays.samples(column: column, row: row))
    let hits = hits(packet)
    let first = UInt32((row * grid.width + column) * 4)
    let noise = (SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7) &+ first) &* 0x9E37_79B1
    let seen = lighting.light(hits, packet, noise: noise, &scratch)
    store(seen.x.lowHalf, seen.y.lowHalf, seen.z.lowHalf, row * grid.width + column)
    guard column + 1 < grid.width else { return }
    store(seen.x.highHalf, seen.y.highHalf, seen.z.highHalf, row * grid.width + column + 1)
  }

  private mutating func store(_ red: SIMD4<Float>, _ green: SIMD4<Float>, _ blue: SIMD4<Float>, _ pixel: Int) {
    light[3 * pixel] = red.sum() / 4
    light[3 * pixel + 1] = green.sum() / 4
    light[3 * pixel + 2] = blue.sum() / 4
  }

  private mutating func takeDepth(_ column: Int, _ row: Int) {
    let packet = RayPacket(origin: VectorLanes(origin), direction: rays.centres(column: column, row: row))
    let hits = hits(packet)
    for lane in 0..<min(8, grid.width - column) where hits.part[lane] >= 0 {
      let direction = rays.exactDirection(column: column + lane, row: row)
      let distance = exact.along(direction, part: Int(hits.part[lane]), face: Int(hits.face[lane]))
      depth[row * grid.width + column + lane] = distance.map { Float($0) } ?? hits.distance[lane]
    }
  }
}
