// SPDX-License-Identifier: Apache-2.0

import RotundaEvaluation
import RotundaSphere
import RotundaTestSupport

/// A network of a kind that is asked nothing.
struct KindOnly: PerspectiveDepth {
  var name = "kind"
  var fingerprint = "kind"
  var kind = PerspectiveDepthKind.zDepth
  var trainingFocalLength: Double?

  func map(of picture: PerspectivePicture) -> PerspectiveMap {
    PerspectiveMap(width: 1, height: 1, values: [1])
  }
}

/// Rays of the pixels of the faces +x -x +y -y +z -z, with 1 along the face's axis: the table of faces in closed form.
///
/// `u` to the right and `v` up on the plane at distance 1.
func faceRay(_ face: Int, _ u: Double, _ v: Double) -> SIMD3<Double> {
  switch face {
  case 0: SIMD3(1, v, u)
  case 1: SIMD3(-1, v, -u)
  case 2: SIMD3(u, 1, v)
  case 3: SIMD3(u, -1, -v)
  case 4: SIMD3(-u, v, 1)
  default: SIMD3(u, v, -1)
  }
}

/// Exact z-depth of the six faces of a cube, by one ray a pixel, each face times a factor.
///
/// `zDepth` is where a ray meets something, in lengths of it.
func cubeZDepths(
  size: Int, halfSide: Double = 1, factors: [Double] = Array(repeating: 1, count: 6),
  _ zDepth: (SIMD3<Double>) -> Double
) -> [PerspectiveMap] {
  (0..<6).map { face in
    let values = (0..<size * size).map { pixel in
      let u = halfSide * (2 * (Double(pixel % size) + 0.5) / Double(size) - 1)
      let v = halfSide * (1 - 2 * (Double(pixel / size) + 0.5) / Double(size))
      return Float(factors[face] * zDepth(faceRay(face, u, v)))
    }
    return PerspectiveMap(width: size, height: size, values: values)
  }
}

/// Exact z-depth of any views.
func zDepths(of views: PanoramaViews, size: Int, _ zDepth: (SIMD3<Double>) -> Double) -> [PerspectiveMap] {
  views.views.map { view in
    let values = (0..<size * size).map { pixel in
      let point = PerspectiveView.coordinates(column: pixel % size, row: pixel / size, width: size, height: size)
      return Float(zDepth(view.direction(right: point.right, above: point.above)))
    }
    return PerspectiveMap(width: size, height: size, values: values)
  }
}

/// What a network of z-depth says of the views, as distances.
func predictions(_ maps: [PerspectiveMap], of views: PanoramaViews, by merge: ViewMerge) -> ViewPredictions {
  let network = KindOnly()
  return ViewPredictions(
    views: views, distances: zip(views.views, maps).map { network.distances(from: $1, in: $0) }, merge: merge)
}

/// Sorted |p - g| / g over the pixels that count.
func relativeErrors(_ prediction: [Float], _ truth: [Float], counting counts: [Bool]? = nil) -> [Double] {
  truth.indices.filter { counts?[$0] ?? true }
    .map { abs(Double(prediction[$0]) - Double(truth[$0])) / Double(truth[$0]) }.sorted()
}
