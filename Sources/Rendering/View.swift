// SPDX-License-Identifier: Apache-2.0

import RotundaSolids
import RotundaSphere

/// A camera in a scene: which ray belongs to which pixel.
final class View: Sendable {
  let prepared: PreparedScene
  let lighting: Lighting
  let rays: PixelRays
  let origin: SIMD3<Float>
  let width: Int
  let height: Int
  let seed: UInt64
  let threads: Int

  init(
    _ prepared: PreparedScene, _ camera: Camera, width: Int, height: Int, seed: UInt64, threads: Int,
    log: RayLog? = nil
  ) throws(RenderingError) {
    guard width > 0, height > 0 else { throw .invalidView("\(width) by \(height) pixels") }
    guard (camera.position.sum() + camera.yaw + camera.pitch + camera.roll).isFinite else {
      throw .invalidView("a camera at \(camera.position)")
    }
    self.prepared = prepared
    var lighting = prepared.lighting
    lighting.tracer.log = log
    self.lighting = lighting
    rays = PixelRays(EquirectangularGrid(width: width, height: height), camera)
    origin = camera.position
    (self.width, self.height, self.seed, self.threads) = (width, height, seed, threads)
  }

  var count: Int { width * height }

  /// Radians between neighbouring pixels of a column.
  var spread: Float { .pi / Float(height) }

  /// The place of a grid over the picture that looks at a point.
  @inline(__always)
  func place(towards point: SIMD3<Float>, _ width: Int, _ height: Int) -> Int {
    let place = rays.place(point - origin)
    let column = min(Int(place.x * Float(width)), width - 1)
    let row = min(Int(place.y * Float(height)), height - 1)
    return row * width + column
  }
}
