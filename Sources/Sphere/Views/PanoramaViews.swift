// SPDX-License-Identifier: Apache-2.0

/// Perspective views that together see the whole sphere.
public struct PanoramaViews: Sendable, Hashable {
  /// What the set is called in reports.
  public let name: String
  /// The cameras.
  public let views: [PerspectiveView]

  private init(name: String, views: [PerspectiveView]) {
    (self.name, self.views) = (name, views)
  }

  /// The six faces of a cube in the order of `CubeFace`, of `size` by `size` pixels.
  ///
  /// - `fieldOfView`: radians; at 90 degrees faces meet, wider ones overlap.
  public static func cube(size: Int, fieldOfView: Double = .pi / 2) -> PanoramaViews {
    precondition(fieldOfView >= .pi / 2, "narrower faces do not cover the sphere")
    let views = CubeFace.allCases.map { face in
      let axes = face.axes
      return PerspectiveView(
        pose: Rotation(x: axes.right, y: axes.up, z: -axes.forward), size: size, fieldOfView: fieldOfView)
    }
    let degrees = Int((fieldOfView * 180 / .pi).rounded())
    return PanoramaViews(name: degrees == 90 ? "cube" : "cube of \(degrees) degrees", views: views)
  }

  /// Twelve views of 90 degrees through the vertices of an icosahedron, of `size` by `size` pixels, each as upright as
  /// its direction allows.
  ///
  /// Every ray lies within 37.4 degrees of a vertex, so that each view is needed for less than what it sees and its
  /// neighbours overlap it. The vertices are (0, ±1, ±p), (±1, ±p, 0) and (±p, 0, ±1) with the golden ratio p: four views
  /// of the horizon, and none straight up or down.
  public static func icosahedron(size: Int) -> PanoramaViews {
    let golden = (1 + 5.0.squareRoot()) / 2
    let vertices = [-1.0, 1].flatMap { a in
      [-golden, golden].flatMap { b in [SIMD3(0, a, b), SIMD3(a, b, 0), SIMD3(b, 0, a)] }
    }
    let views = vertices.map { vertex in
      PerspectiveView(pose: .upright(lookingAlong: vertex), size: size, fieldOfView: .pi / 2)
    }
    return PanoramaViews(name: "icosahedron", views: views)
  }

  /// The number of the view whose centre a direction is nearest to: on the cube, the face of its largest component.
  public func nearestView(to direction: SIMD3<Double>) -> Int {
    var best = (view: 0, along: -Double.infinity)
    for (number, view) in views.enumerated() {
      let along = dot(direction, view.forward)
      if along > best.along { best = (number, along) }
    }
    return best.view
  }

  /// The number of the nearest view of every pixel of a panorama.
  public func nearestViews(on grid: EquirectangularGrid) -> [Int] {
    filledByBands(rows: grid.height, rowLength: grid.width, with: 0) { rows, band in
      var index = 0
      for row in rows {
        for column in 0..<grid.width {
          band[index] = nearestView(to: grid.direction(column: Double(column), row: Double(row)))
          index += 1
        }
      }
    }
  }
}

extension Rotation {
  /// The pose of a camera that looks along a direction, not a vertical one, with its right on the horizon.
  fileprivate static func upright(lookingAlong direction: SIMD3<Double>) -> Rotation {
    let forward = direction / norm(direction)
    let sideways = cross(forward, SIMD3(0, 1, 0))
    let right = sideways / norm(sideways)
    return Rotation(x: right, y: cross(right, forward), z: -forward)
  }
}
