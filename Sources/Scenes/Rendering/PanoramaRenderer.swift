// SPDX-License-Identifier: Apache-2.0

import Dispatch
import RotundaImaging
import RotundaSphere

/// Takes panoramas of prepared scenes.
///
/// Colour is linear radiance, found by following light. Depth is the distance along the ray through the pixel's centre to
/// the nearest surface, exact to the rounding of single precision; it is never averaged. Glass and mirrors do not change
/// it: a window's depth is that of its pane.
public struct PanoramaRenderer: Sendable {
  /// How much work goes into a picture.
  public enum Quality: String, Sendable, Hashable, CaseIterable {
    /// For a first look.
    case draft
    /// For training: fast, and smooth after filtering.
    case train
    /// For pictures to be shown, or to measure the others by.
    case photo
  }

  /// How much work goes into a picture.
  public var quality: Quality
  /// Threads that share a picture; the picture does not depend on it.
  public var threads: Int

  /// A renderer of a quality.
  public init(quality: Quality = .train, threads: Int = 1) {
    self.quality = quality
    self.threads = threads
  }

  /// What `camera` sees of a scene.
  ///
  /// A pixel whose ray meets nothing has the depth 0. The same seed gives the same bits.
  public func render(
    _ prepared: PreparedScene, camera: Camera, width: Int, height: Int, seed: UInt64
  ) throws -> Exposure {
    let view = View(prepared, camera, width, height, seed, paths: paths)
    let count = width * height
    var light = [Float](repeating: 0, count: 3 * count)
    var depth = [Float](repeating: 0, count: count)
    var normals = [SIMD3<Float>](repeating: .zero, count: count)
    light.withUnsafeMutableBufferPointer { light in
      depth.withUnsafeMutableBufferPointer { depth in
        normals.withUnsafeMutableBufferPointer { normals in
          // Each row writes its own pixels only.
          nonisolated(unsafe) let (light, depth, normals) = (light, depth, normals)
          DispatchQueue.concurrentPerform(iterations: threads) { thread in
            for row in stride(from: thread, to: height, by: threads) {
              for column in 0..<width {
                let pixel = row * width + column
                let seen = view.geometry(column, row)
                (depth[pixel], normals[pixel]) = seen
                let colour = view.colour(column, row)
                for channel in 0..<3 { light[3 * pixel + channel] = colour[channel] }
              }
            }
          }
        }
      }
    }
    return Exposure(light: light, depth: DepthMap(width: width, height: height, values: depth), normals: normals)
  }

  private var paths: Int {
    switch quality {
    case .draft: 4
    case .train: 16
    case .photo: 128
    }
  }
}

/// A camera in a scene.
private struct View: Sendable {
  let rays: PixelRays
  let paths: PathTracer
  let origin: SIMD3<Float>
  let width: Int
  let seed: UInt64
  let count: Int
  let prepared: PreparedScene

  init(_ prepared: PreparedScene, _ camera: Camera, _ width: Int, _ height: Int, _ seed: UInt64, paths count: Int) {
    self.prepared = prepared
    rays = PixelRays(EquirectangularGrid(width: width, height: height), camera)
    paths = PathTracer(prepared.tracer, limit: 8, spread: .pi / Float(height))
    origin = camera.position
    self.width = width
    self.seed = seed
    self.count = count
  }

  func geometry(_ column: Int, _ row: Int) -> (Float, SIMD3<Float>) {
    let direction = rays.centre(column: column, row: row)
    let ray = Ray(origin: origin, direction: SIMD3<Float>(direction))
    guard let hit = paths.tracer.nearest(ray, meetsGlass: true) else { return (0, .zero) }
    let exact = paths.tracer.exact(hit, from: SIMD3<Double>(origin), along: direction)
    return (Float(exact.distance), rays.inCamera(exact.normal))
  }

  func colour(_ column: Int, _ row: Int) -> SIMD3<Float> {
    var random = RandomStream(seed: seed, index: row * width + column)
    var sum = SIMD3<Float>.zero
    for _ in 0..<count {
      let offset = SIMD2(random.unit(), random.unit()) - 0.5
      let ray = Ray(origin: origin, direction: rays.direction(column: column, row: row, offset: offset))
      let light = paths.radiance(ray, &random)
      // A rare path of a bright lamp is worth less than the speck it leaves.
      sum += pointwiseMin(light, SIMD3(repeating: 50))
    }
    return sum / Float(count)
  }
}
