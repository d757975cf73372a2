// SPDX-License-Identifier: Apache-2.0

public import RotundaSolids

/// A scene made ready for rays: checked, and sorted into trees.
///
/// Cameras and threads share it.
public final class PreparedScene: Sendable {
  /// What was prepared.
  public let scene: Scene

  private let solids: RayScene
  private let panes: RayScene?
  private let solidTriangles: Int
  private let solidBalls: Int
  private let facets: Table<Facet>
  private let triangles: Table<SIMD4<UInt32>>
  private let balls: Table<Ball>
  private let positions: Table<SIMD3<Float>>
  private let normals: Table<SIMD3<Float>>
  private let colours: Table<SIMD3<Float>>
  private let materials: Table<Material>
  private let textures: Table<Texture>
  private let meanColours: Table<SIMD3<Float>>
  private let lamps: Table<Lamp>
  private let sky: Table<Sky>
  /// Direct light; valid as long as the scene is.
  let lighting: Lighting
  /// What rays meet; valid as long as the scene is.
  var tracer: Tracer { lighting.tracer }

  /// Checks a scene, builds its trees, and finds out which lamps shine where.
  public convenience init(_ scene: Scene) throws(RenderingError) { try self.init(scene, asksLampsEvenly: false) }

  /// As above; `asksLampsEvenly` leaves out where they shine.
  init(_ scene: Scene, asksLampsEvenly: Bool) throws(RenderingError) {
    try scene.model.checkGeometry()
    self.scene = scene
    let (mesh, materials) = (scene.model.mesh, scene.model.materials)
    let isGlass = materials.map { $0.finish == .glass }
    let (open, glazed) = mesh.triangles.parted { isGlass[Int($0.w)] }
    let (openBalls, glassBalls) = scene.model.balls.parted { isGlass[$0.material] }
    let device = try RayDevice()
    solids = try RayScene(device, positions: mesh.positions, triangles: open, balls: openBalls, isGlass: false)
    let hasGlass = !glazed.isEmpty || !glassBalls.isEmpty
    panes =
      hasGlass
      ? try RayScene(device, positions: mesh.positions, triangles: glazed, balls: glassBalls, isGlass: true) : nil
    let sorted = open + glazed
    triangles = Table(sorted)
    facets = Table(sorted.map { Facet($0, mesh) })
    balls = Table(openBalls + glassBalls)
    positions = Table(mesh.positions)
    normals = Table(mesh.normals)
    colours = Table(mesh.colours)
    lamps = Table(scene.model.lamps)
    sky = Table([scene.sky])
    self.materials = Table(materials)
    textures = Table(scene.model.textures)
    meanColours = Table(materials.map { $0.mean(scene.model.textures) })
    (solidTriangles, solidBalls) = (open.count, openBalls.count)
    let tracer = Tracer(
      solids: solids.handle, panes: panes?.handle, facets: facets.elements, triangles: triangles.elements,
      balls: balls.elements, positions: positions.elements, normals: normals.elements, colours: colours.elements,
      materials: self.materials.elements, textures: textures.elements, lamps: lamps.elements, sky: sky.elements,
      skyTable: SkyTable(scene.sky), meanColours: meanColours.elements, solidTriangles: solidTriangles,
      solidBalls: solidBalls)
    let bounds = scene.model.bounds ?? (.zero, .zero)
    lighting = Lighting(tracer, LampGrid(tracer, bounds: bounds, isEven: asksLampsEvenly))
  }

  /// Distance to the first surface, panes included, from a point in a direction (a unit vector); nil where there is none.
  package func distance(from origin: SIMD3<Float>, along direction: SIMD3<Float>) -> Float? {
    tracer.nearest(Ray(origin: origin, direction: direction), meetsGlass: true)?.distance
  }
}

extension Material {
  /// The colour from afar.
  fileprivate func mean(_ textures: [Texture]) -> SIMD3<Float> {
    if isUnlit { return .zero }
    var random = RandomStream(seed: 7)
    let places = 24
    var sum = SIMD3<Float>.zero
    for _ in 0..<places {
      sum += colour(
        u: random.number(-3, 3) * size.x, v: random.number(-3, 3) * size.y, height: random.number(0.2, 2.4),
        footprint: 0.05)
    }
    return sum / Float(places) * (picture.map { textures[$0].mean } ?? SIMD3(repeating: 1))
  }
}

/// A triangle as shading needs it, in one place.
struct Facet {
  /// Unit normal, outwards.
  var normal: SIMD3<Float>
  /// Coordinates at the first corner, and how they change to the second and the third.
  var coordinates: SIMD2<Float>
  var alongU: SIMD2<Float>
  var alongV: SIMD2<Float>
  var material: Int32
  /// Units of the coordinates in a metre.
  var density: Float
  /// Whether corners have normals of their own.
  var isSmooth: Bool

  init(_ triangle: SIMD4<UInt32>, _ mesh: Mesh) {
    let (a, b, c) = (Int(triangle.x), Int(triangle.y), Int(triangle.z))
    let corner = mesh.positions[a]
    let area = cross(mesh.positions[b] - corner, mesh.positions[c] - corner)
    normal = normalised(area)
    coordinates = mesh.coordinates[a]
    alongU = mesh.coordinates[b] - coordinates
    alongV = mesh.coordinates[c] - coordinates
    density = (abs(alongU.x * alongV.y - alongU.y * alongV.x) / max(length(area), 1e-20)).squareRoot()
    material = Int32(triangle.w)
    isSmooth = mesh.normals[a] != .zero && mesh.normals[b] != .zero && mesh.normals[c] != .zero
  }
}

extension Array {
  /// Elements without and with a property, each in their order.
  fileprivate func parted(_ isSecond: (Element) -> Bool) -> (first: [Element], second: [Element]) {
    (filter { !isSecond($0) }, filter(isSecond))
  }
}

extension Model {
  /// Throws where an index leads nowhere, arrays differ in length, or a number is not finite.
  fileprivate func checkGeometry() throws(RenderingError) {
    let corners = mesh.positions.count
    guard mesh.normals.count == corners, mesh.coordinates.count == corners else {
      throw .invalidGeometry("\(corners) corners, \(mesh.normals.count) normals, \(mesh.coordinates.count) coordinates")
    }
    guard mesh.colours.isEmpty || mesh.colours.count == corners else {
      throw .invalidGeometry("\(corners) corners, but \(mesh.colours.count) colours")
    }
    if let triangle = mesh.triangles.first(where: { Int(max($0.x, $0.y, $0.z)) >= corners }) {
      throw .invalidGeometry("triangle \(triangle.x), \(triangle.y), \(triangle.z) of \(corners) corners")
    }
    if let triangle = mesh.triangles.first(where: { Int($0.w) >= materials.count }) {
      throw .invalidGeometry("material \(triangle.w) of \(materials.count)")
    }
    if let picture = materials.lazy.compactMap(\.picture).first(where: { !textures.indices.contains($0) }) {
      throw .invalidGeometry("texture \(picture) of \(textures.count)")
    }
    if let ball = balls.first(where: { !materials.indices.contains($0.material) }) {
      throw .invalidGeometry("material \(ball.material) of \(materials.count)")
    }
    if let corner = mesh.positions.firstIndex(where: { !$0.sum().isFinite }) {
      throw .invalidGeometry("corner \(corner) is at \(mesh.positions[corner])")
    }
    if let ball = balls.first(where: { !($0.centre.sum() + $0.radius).isFinite || $0.radius <= 0 }) {
      throw .invalidGeometry("a ball of radius \(ball.radius) at \(ball.centre)")
    }
  }
}
