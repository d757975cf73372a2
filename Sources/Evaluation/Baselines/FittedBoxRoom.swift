// SPDX-License-Identifier: Apache-2.0

public import RotundaDatasets
public import RotundaImaging
import RotundaSphere

/// A room like a box around the camera, the same for every panorama but for the height of the camera: the predictor that
/// knows what rooms are like and how high it stands, and looks at nothing else.
///
/// The camera stands in the middle between walls at x = ±`halfWidth` and z = ±`halfDepth`; the floor lies the camera's
/// height below it, and the ceiling `roomHeight` above the floor.
public struct FittedBoxRoom: Sendable, Hashable {
  /// From the camera to the walls on -x and +x, metres.
  public let halfWidth: Double
  /// From the camera to the walls on -z and +z, metres.
  public let halfDepth: Double
  /// From the floor to the ceiling, metres.
  public let roomHeight: Double
  /// The mean height of the cameras that the room was fitted to, for panoramas whose own is not known, metres.
  public let meanCameraHeight: Double
  /// The source of the panoramas that the room was fitted to, and how many of them were read.
  private let uri: String
  private let count: Int

  /// The box with the least mean |p - g| / g over what was seen of the first `count` samples of a source.
  init(_ views: Views, uri: String, count: Int) {
    let box = Self.leastError(views.rays)
    (halfWidth, halfDepth, roomHeight) = (box.x, box.z, box.y)
    let heights = views.cameraHeights
    meanCameraHeight = heights.isEmpty ? Self.usualCameraHeight : heights.reduce(0, +) / Double(heights.count)
    (self.uri, self.count) = (uri, count)
  }

  /// The distances that a camera at a height sees, metres.
  public func depth(cameraHeight: Double, width: Int, height: Int) -> DepthMap {
    let grid = EquirectangularGrid(width: width, height: height)
    let box = SIMD3(halfWidth, roomHeight, halfDepth)
    let values = (0..<width * height).map { pixel in
      let direction = grid.direction(column: Double(pixel % width), row: Double(pixel / width))
      return Float(Self.distance(along: direction, cameraHeight: cameraHeight, in: box))
    }
    return DepthMap(width: width, height: height, values: values)
  }

  // MARK: - The box

  /// Where a ray from the middle meets a box with these half width, full height and half depth.
  private static func distance(along direction: SIMD3<Double>, cameraHeight: Double, in box: SIMD3<Double>) -> Double {
    // A camera above the ceiling would see nothing; it is held a little below.
    let above = max(box.y - cameraHeight, 0.1)
    let vertical = (direction.y < 0 ? cameraHeight : above) / max(abs(direction.y), .leastNormalMagnitude)
    let sideways = min(
      box.x / max(abs(direction.x), .leastNormalMagnitude), box.z / max(abs(direction.z), .leastNormalMagnitude))
    return min(vertical, sideways)
  }

  /// The height of the camera by the floor of the true depth: a surveyor knows it.
  fileprivate static func cameraHeight(of depth: DepthMap) -> Double? { (try? FloorFit.fit(depth))?.cameraHeight }

  // MARK: - Fitting

  /// What is seen of rooms: enough of their pixels for three numbers.
  struct Views {
    fileprivate var rays: [Ray] = []
    fileprivate var cameraHeights: [Double] = []

    /// Only pixels that are no farther count, metres, as in the protocols.
    private static let maximumDepth: Float = 10
    /// Columns of which one pixel each is looked at.
    private static let columns = 64

    mutating func add(_ depth: DepthMap) {
      // Where no floor is seen there is no height of the camera, and nothing to learn about boxes of known height.
      guard let height = FittedBoxRoom.cameraHeight(of: depth) else { return }
      cameraHeights.append(height)
      let grid = EquirectangularGrid(width: depth.width, height: depth.height)
      let step = max(1, depth.width / Self.columns)
      for row in stride(from: step / 2, to: depth.height, by: step) {
        for column in stride(from: step / 2, to: depth.width, by: step) {
          let distance = depth[column: column, row: row]
          guard distance > 0, distance <= Self.maximumDepth else { continue }
          let direction = grid.direction(column: Double(column), row: Double(row))
          rays.append(Ray(direction: direction, distance: Double(distance), cameraHeight: height))
        }
      }
    }
  }

  /// A direction with the distance along it, and the height of the camera.
  fileprivate struct Ray {
    let direction: SIMD3<Double>
    let distance: Double
    let cameraHeight: Double
  }

  /// A tripod's height, for sources without a single floor.
  private static let usualCameraHeight = 1.5

  /// Coordinate descent with steps that are halved where none helps, down to a millimetre.
  private static func leastError(_ rays: [Ray]) -> SIMD3<Double> {
    func error(_ box: SIMD3<Double>) -> Double {
      rays.reduce(0) { sum, ray in
        let predicted = distance(along: ray.direction, cameraHeight: ray.cameraHeight, in: box)
        return sum + abs(predicted - ray.distance) / ray.distance
      }
    }
    var best = SIMD3(2.0, 2.6, 2.0)
    var least = error(best)
    var step = 0.5
    while step > 1e-3 {
      var isBetter = false
      for axis in 0..<3 {
        for change in [-step, step] where best[axis] + change > 0.1 {
          var candidate = best
          candidate[axis] += change
          let candidateError = error(candidate)
          guard candidateError < least else { continue }
          (best, least, isBetter) = (candidate, candidateError, true)
        }
      }
      if !isBetter { step /= 2 }
    }
    return best
  }
}

extension FittedBoxRoom: Predictor {
  /// "box room".
  public var name: String { "box room" }
  /// The panoramas that it was fitted to.
  public var fingerprint: String { "box fitted to \(uri), \(count)" }

  /// The box seen from the height of the sample's camera, which is read off the floor of its true depth.
  public func depth(of sample: Sample) -> DepthMap {
    let height = sample.depth.flatMap(Self.cameraHeight) ?? meanCameraHeight
    return depth(cameraHeight: height, width: sample.panorama.width, height: sample.panorama.height)
  }
}
