// SPDX-License-Identifier: Apache-2.0

import CRotundaEmbree
package import RotundaSolids

/// Rays that pictures were made of, to be asked again without anything around them.
package final class RayLog: @unchecked Sendable {
  /// What a ray was for.
  package enum Kind: Int, Sendable, CaseIterable {
    /// From the camera, through glass and mirrors.
    case seeing
    /// From a surface to other surfaces.
    case gathering
    /// From a surface to a lamp or the sun.
    case shadow
  }

  private struct Entry {
    var ray: Ray
    var reach: Float
    var kind: Kind
  }

  private var entries: [Entry] = []

  package init() {}

  func note(_ ray: Ray, reach: Float, _ kind: Kind) { entries.append(Entry(ray: ray, reach: reach, kind: kind)) }

  /// Number of rays of a kind.
  package func count(_ kind: Kind) -> Int { entries.count { $0.kind == kind } }

  /// Asks all rays again in their order, and returns how many met something.
  package func replay(_ prepared: PreparedScene) -> Int {
    let tracer = prepared.lighting.tracer
    var met = 0
    for entry in entries {
      if entry.kind == .shadow {
        met += tracer.isBlocked(entry.ray, before: entry.reach) ? 1 : 0
      } else {
        met += tracer.meets(entry.ray, glass: entry.kind == .seeing) ? 1 : 0
      }
    }
    return met
  }
}

extension Tracer {
  /// Whether a ray meets anything: the nearest hit is found, but nothing is made of it.
  fileprivate func meets(_ ray: Ray, glass: Bool) -> Bool {
    let query = asked(ray, meetsGlass: glass)
    return query.hit.geomID != RayScene.Number.nothing
  }
}

extension PanoramaRenderer {
  /// Renders as `render` does, on one thread, and writes down the rays.
  package func render(
    _ prepared: PreparedScene, camera: Camera, width: Int, height: Int, seed: UInt64, log: RayLog
  ) throws(RenderingError) -> Exposure {
    render(try View(prepared, camera, width: width, height: height, seed: seed, threads: 1, log: log))
  }
}
