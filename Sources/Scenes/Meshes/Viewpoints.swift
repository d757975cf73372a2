// SPDX-License-Identifier: Apache-2.0

public import Foundation
import RotundaImaging
public import RotundaRendering
public import RotundaSolids

/// Where panoramas of somebody's mesh are taken.
public enum Viewpoints {
  /// Why places were not taken.
  public struct Refusals: Sendable, Hashable {
    /// Places tried.
    public var tried = 0
    /// No floor lies below.
    public var withoutFloor = 0
    /// Something is too near, or furniture stands between the camera and the floor.
    public var tooNear = 0
    /// Too many rays leave the mesh.
    public var outside = 0

    var summary: String {
      "\(withoutFloor) with no floor below, \(tooNear) too near to something, \(outside) open to the outside"
    }
  }

  /// What makes a place fit for a camera.
  enum Rule {
    /// Metres above the floor.
    static let height: ClosedRange<Float> = 1...2
    /// Metres to the nearest surface.
    static let clearance: Float = 0.4
    /// Share of all directions in which there is a surface.
    static let enclosure: Float = 0.95
    /// Metres within which what is below belongs to the same floor.
    static let floorReach: Float = 4
    /// Metres by which a floor may be uneven.
    static let unevenness: Float = 0.15
    /// Directions that are looked into.
    static let directions = 384
    /// Places that are kept for each one wanted, to choose the farthest from each other.
    static let choice = 6
    /// Places that are tried for each one wanted.
    static let patience = 400
  }

  /// Distance to the first surface from a point in a direction; nil where there is none.
  typealias Probe = (_ origin: SIMD3<Float>, _ direction: SIMD3<Float>) -> Float?

  // MARK: - Sampled

  /// Cameras inside a scene, far from each other, the same for the same seed.
  ///
  /// Each stands 1 to 2 m above the floor and 0.4 m clear of everything, and sees surfaces in at least 95 % of all
  /// directions. There may be fewer than `count` where the scene has no room for more.
  ///
  /// - Throws: `MeshError.noViewpoint` where there is none.
  public static func sampled(_ count: Int, in prepared: PreparedScene, seed: UInt64) throws(MeshError) -> [Camera] {
    guard let bounds = prepared.scene.model.bounds else { throw .noViewpoint(reasons: Refusals()) }
    return try sampled(count, seed: seed, within: bounds, probe: prepared.distance)
  }

  /// As above, where `probe` says what lies around.
  static func sampled(
    _ count: Int, seed: UInt64, within bounds: (low: SIMD3<Float>, high: SIMD3<Float>), probe: Probe
  ) throws(MeshError) -> [Camera] {
    guard count > 0 else { return [] }
    var random = RandomStream(seed: seed)
    var refusals = Refusals()
    var places: [SIMD3<Float>] = []
    while places.count < Rule.choice * count, refusals.tried < Rule.patience * (count + 10) {
      refusals.tried += 1
      let (x, y) = (random.number(bounds.low.x, bounds.high.x), random.number(bounds.low.y, bounds.high.y))
      let point = SIMD3(x, y, random.number(bounds.low.z, bounds.high.z))
      let height = random.number(Rule.height.lowerBound, Rule.height.upperBound)
      if let place = fitting(point, height: height, probe, &refusals) { places.append(place) }
    }
    guard !places.isEmpty else { throw .noViewpoint(reasons: refusals) }
    return spread(places, count).map { place in
      var camera = Camera(position: place)
      camera.yaw = random.number(-.pi, .pi)
      return camera
    }
  }

  /// The place at a height above the floor below a point, if a camera may stand there.
  private static func fitting(
    _ point: SIMD3<Float>, height: Float, _ probe: Probe, _ refusals: inout Refusals
  ) -> SIMD3<Float>? {
    let down = SIMD3<Float>(0, -1, 0)
    guard let drop = probe(point, down) else {
      refusals.withoutFloor += 1
      return nil
    }
    let place = point + SIMD3(0, height - drop, 0)
    // Where a ceiling is in between, what is below is not the floor that was found.
    guard let below = probe(place, down), abs(below - height) < Rule.unevenness else {
      refusals.tooNear += 1
      return nil
    }
    let hits = directions.map { ($0, probe(place, $0)) }
    guard hits.allSatisfy({ ($0.1 ?? .infinity) >= Rule.clearance }), standsOnFloor(place, below, hits) else {
      refusals.tooNear += 1
      return nil
    }
    guard Float(hits.count { $0.1 != nil }) >= Rule.enclosure * Float(hits.count) else {
      refusals.outside += 1
      return nil
    }
    return place
  }

  /// Whether what is straight below is as low as what is below all around: a floor and not a table.
  private static func standsOnFloor(
    _ place: SIMD3<Float>, _ below: Float, _ hits: [(direction: SIMD3<Float>, distance: Float?)]
  ) -> Bool {
    let depths = hits.compactMap { hit -> Float? in
      guard hit.direction.y < -0.3, let distance = hit.distance, distance < Rule.floorReach else { return nil }
      return -hit.direction.y * distance
    }.sorted()
    guard !depths.isEmpty else { return true }
    return abs(depths[depths.count * 9 / 10] - below) < Rule.unevenness
  }

  /// Points on the sphere as far from each other as a spiral by the golden angle puts them.
  private static let directions: [SIMD3<Float>] = (0..<Rule.directions).map { index in
    let y = 1 - (2 * Float(index) + 1) / Float(Rule.directions)
    let ring = (1 - y * y).squareRoot()
    let angle = Float(index) * 2.399_963_2
    return SIMD3(ring * cosine(angle), y, ring * sine(angle))
  }

  /// `count` places, each the farthest from those before it (Gonzalez 1985); the first stays first.
  private static func spread(_ places: [SIMD3<Float>], _ count: Int) -> [SIMD3<Float>] {
    var chosen: [SIMD3<Float>] = []
    var distances = [Float](repeating: .infinity, count: places.count)
    var next = 0
    while chosen.count < min(count, places.count) {
      let place = places[next]
      chosen.append(place)
      for index in places.indices { distances[index] = min(distances[index], length(places[index] - place)) }
      next = distances.indices.max { distances[$0] < distances[$1] } ?? 0
    }
    return chosen
  }

  // MARK: - Given

  /// Cameras at positions in a text, one a line: x y z, or x y z and a heading in degrees; "#" begins a comment.
  ///
  /// Positions are in the mesh file's own axes and unit; headings turn to the right as seen from above, from -z in the
  /// scene (from y where z is up).
  ///
  /// - Parameters:
  ///   - url: a text file.
  ///   - options: those that the mesh is read with.
  public static func read(_ url: URL, options: MeshOptions = MeshOptions()) throws(MeshError) -> [Camera] {
    let bytes: [UInt8]
    do {
      bytes = try FileContents.bytes(of: url, limit: 1 << 28)
    } catch {
      throw .file(error)
    }
    return try parse(String(decoding: bytes, as: UTF8.self), name: url.path(percentEncoded: false), options: options)
  }

  /// As `read`, from a text of which `name` stands in errors.
  public static func parse(
    _ text: String, name: String, options: MeshOptions = MeshOptions()
  ) throws(MeshError) -> [Camera] {
    var cameras: [Camera] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let words = line.prefix { $0 != "#" }.split { $0.isWhitespace || $0 == "," }
      if words.isEmpty { continue }
      let numbers = words.compactMap { Double($0) }.filter(\.isFinite)
      guard numbers.count == words.count, (3...4).contains(numbers.count) else {
        throw .notAPosition(path: name, line: index + 1, text: String(line.prefix(60)))
      }
      let place = options.placement.point(SIMD3(numbers[0], numbers[1], numbers[2]))
      var camera = Camera(position: SIMD3<Float>(place))
      if numbers.count == 4 { camera.yaw = Float(numbers[3] * .pi / 180) }
      cameras.append(camera)
    }
    guard !cameras.isEmpty else { throw .noPositions(path: name) }
    return cameras
  }
}
