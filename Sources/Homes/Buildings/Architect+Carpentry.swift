// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Door leaves and window frames.
extension Architect {
  // MARK: - Doors

  mutating func hangLeaf(_ opening: Opening, _ side: Side) {
    guard case .door(let leaf) = opening.kind else { return }
    let isOpen = leaf.angle > 0
    let hinge = side.point(
      leaf.isHingedAtStart ? opening.from + 0.004 : opening.to - 0.004, isOpen ? 0.026 : -0.03)
    let along = leaf.isHingedAtStart ? side.along : -side.along
    let direction = along * cosine(leaf.angle) + side.inward * sine(leaf.angle)
    let pose = Pose(position: SIMD3(hinge.x, 0, hinge.y), yaw: arcTangent(-direction.y, direction.x))
    let door = self.leaf(leaf.style, width: opening.width - 0.008, height: opening.top - 0.006)
    model.add(door, at: pose)
    if let bounds = door.bounds { obstacles.append(Obstacle(low: bounds.low, high: bounds.high, at: pose)) }
  }

  /// A leaf in its own axes: hinged at the origin, along +x, its thickness about z = 0.
  private mutating func leaf(_ leafStyle: DoorLeaf.Style, width: Float, height: Float) -> Model {
    var door = Model()
    let wood = door.add(leafFinish)
    let half: Float = 0.02
    let (low, high) = (SIMD3<Float>(0, 0.006, -half), SIMD3(width, height, half))
    switch leafStyle {
    case .flush: door.addBox(low, high, material: wood)
    case .panelled:
      door.addBox(low, high, material: wood)
      addPanels(&door, wood, width: width, height: height, faces: [-half, half])
    case .glazed:
      let (stile, bottom, top) = (Float(0.11), height * 0.22, height - 0.12)
      door.addBox(low, SIMD3(stile, height, half), material: wood)
      door.addBox(SIMD3(width - stile, low.y, -half), high, material: wood)
      door.addBox(SIMD3(stile, low.y, -half), SIMD3(width - stile, bottom, half), material: wood)
      door.addBox(SIMD3(stile, top, -half), SIMD3(width - stile, height, half), material: wood)
      let pane = door.add(Architect.glass)
      let corners = [
        SIMD3(stile, bottom, 0), SIMD3(width - stile, bottom, 0), SIMD3(width - stile, top, 0), SIMD3(stile, top, 0),
      ]
      door.addQuad(corners, corners.map { SIMD2($0.x, $0.y) }, material: pane)
    }
    addHandles(&door, at: SIMD2(width - 0.07, 1.04), thick: half)
    return door
  }

  static var glass: Material {
    var material = Material(.plain, SIMD3(0.9, 0.92, 0.91))
    material.finish = .glass
    return material
  }

  private func addPanels(_ door: inout Model, _ material: Int, width: Float, height: Float, faces: [Float]) {
    for face in faces {
      let out: Float = face < 0 ? -0.008 : 0.008
      let hidden = BoxFaces(towards: SIMD3(0, 0, -out))
      for (from, to) in [(Float(0.1), Float(0.42)), (0.5, 0.93)] {
        for (left, right) in [(Float(0.14), Float(0.46)), (0.54, 0.86)] {
          door.addBox(
            SIMD3(width * left, height * from, face), SIMD3(width * right, height * to, face + out), without: hidden,
            material: material)
        }
      }
    }
  }

  private func addHandles(_ door: inout Model, at place: SIMD2<Float>, thick: Float) {
    let material = door.add(handleFinish)
    for sign in [-1, 1] as [Float] {
      let hidden = BoxFaces(towards: SIMD3(0, 0, -sign))
      let (face, stem, grip) = (sign * thick, sign * (thick + 0.04), sign * (thick + 0.058))
      door.addBox(
        SIMD3(place.x - 0.02, place.y - 0.09, face), SIMD3(place.x + 0.02, place.y + 0.05, face + sign * 0.006),
        without: hidden, material: material)
      door.addBox(
        SIMD3(place.x - 0.009, place.y - 0.009, face + sign * 0.006), SIMD3(place.x + 0.009, place.y + 0.009, stem),
        without: hidden, material: material)
      door.addBox(
        SIMD3(place.x - 0.115, place.y - 0.01, stem), SIMD3(place.x + 0.012, place.y + 0.01, grip), material: material)
    }
  }

  /// The visible half of a door that never opens.
  mutating func addClosedLeaf(_ opening: Opening, _ frame: WallFrame) {
    let wood = model.add(leafFinish)
    addBack(opening, frame, material: wood)
    var half = Model()
    if style.leaf != .flush {
      addPanels(&half, half.add(leafFinish), width: opening.width, height: opening.top, faces: [0])
    }
    addHandles(&half, at: SIMD2(opening.width - 0.08, 1.04), thick: 0)
    let place = frame.point(opening.to, 0, -opening.depth)
    // The model's +z looks into the room, its +x runs against the wall.
    let yaw = arcTangent(frame.inward.x, frame.inward.z)
    var front = Model()
    front.add(half)
    model.add(front.keepingFront(), at: Pose(position: place, yaw: yaw))
  }

  // MARK: - Windows

  mutating func addWindow(_ opening: Opening, _ frame: WallFrame, _ trim: Int) {
    let seat = opening.depth * style.windows.seat
    addPanes(opening, frame, trim, seat: seat)
    addPortal(opening, frame, inwards: -seat + 0.012)
    guard opening.bottom > 0.2 else { return }
    let (ear, reach) = (Float(0.04), min(0.2, max(0.02, style.windows.pier * 0.1)))
    model.addBox(
      frame.point(opening.from - ear, opening.bottom - 0.028), frame.point(opening.to + ear, opening.bottom, reach),
      without: frame.faces(back: true), material: trim)
    obstacles.append(
      Obstacle(
        frame.point(opening.from - ear, opening.bottom - 0.028), frame.point(opening.to + ear, opening.bottom, reach)))
  }

  private mutating func addPortal(_ opening: Opening, _ frame: WallFrame, inwards: Float) {
    let half = SIMD2((opening.to - opening.from) / 2, (opening.top - opening.bottom) / 2)
    let form = Lamp.Form.portal(edgeU: SIMD3(0, half.y, 0), edgeV: frame.along * half.x)
    model.lamps.append(
      Lamp(
        form, centre: frame.point(opening.from + half.x, opening.bottom + half.y, inwards),
        emission: SIMD3(repeating: 1)))
  }

  /// A frame with casements, a transom, small bars and panes; above an arch's spring only a pane.
  mutating func addPanes(_ opening: Opening, _ frame: WallFrame, _ trim: Int, seat: Float) {
    let windows = style.windows
    let pane = model.add(Architect.glass)
    let (bar, deep) = (windows.frame, Float(0.06))
    let spring = opening.top - opening.rise
    let (left, right) = (opening.from + bar, opening.to - bar)
    let (low, high) = (opening.bottom + bar, spring - bar)
    let open = BoxFaces()
    func box(_ from: Float, _ to: Float, _ bottom: Float, _ top: Float, _ faces: BoxFaces) {
      model.addBox(
        frame.point(from, bottom, -seat), frame.point(to, top, -seat - deep), without: faces, material: trim)
    }
    let ends: BoxFaces = [.bottom, .top]
    box(opening.from, left, opening.bottom, spring, ends.union(frame.faces(start: true)))
    box(right, opening.to, opening.bottom, spring, ends.union(frame.faces(end: true)))
    box(left, right, opening.bottom, low, frame.faces(start: true, end: true).union(.bottom))
    box(left, right, high, spring, opening.rise > 0 ? open : frame.faces(start: true, end: true).union(.top))
    let columns = max(1, Int(((right - left) / 0.85).rounded()))
    let hasTransom = windows.transom > 0 && high - low > 1.1
    let cut = hasTransom ? low + (high - low) * windows.transom : high
    let mullion = bar * 1.3
    for column in 1..<max(2, columns) where columns > 1 {
      let middle = left + (right - left) * Float(column) / Float(columns)
      box(middle - mullion / 2, middle + mullion / 2, low, high, ends)
    }
    let lights = (0..<columns).map { column -> SIMD2<Float> in
      let (a, b) = (Float(column) / Float(columns), Float(column + 1) / Float(columns))
      return SIMD2(
        left + (right - left) * a + (column > 0 ? mullion / 2 : 0),
        left + (right - left) * b - (column < columns - 1 ? mullion / 2 : 0))
    }
    for light in lights {
      if hasTransom { box(light.x, light.y, cut - bar / 2, cut + bar / 2, frame.faces(start: true, end: true)) }
      let heights = hasTransom ? [SIMD2(low, cut - bar / 2), SIMD2(cut + bar / 2, high)] : [SIMD2(low, high)]
      for height in heights { addLight(frame, light, height, -seat - deep / 2, trim, pane) }
    }
    guard opening.rise > 0 else { return }
    let stations = opening.hole.stations
    for (a, b) in zip(stations, stations.dropFirst()) {
      let places = [
        SIMD2(b, spring), SIMD2(a, spring), SIMD2(a, opening.hole.top(at: a)), SIMD2(b, opening.hole.top(at: b)),
      ]
      model.addQuad(places.map { frame.point($0.x, $0.y, -seat - deep / 2) }, places, material: pane)
    }
  }

  /// One pane, with small bars in front of it in finely divided windows.
  private mutating func addLight(
    _ frame: WallFrame, _ stations: SIMD2<Float>, _ heights: SIMD2<Float>, _ inwards: Float, _ trim: Int, _ pane: Int
  ) {
    model.addUpright(
      frame, from: stations.x, to: stations.y, bottom: heights.x, top: heights.y, inwards: inwards, material: pane)
    let panes = style.windows.panes
    let half: Float = 0.011
    for column in 1..<max(2, panes.x) where panes.x > 1 {
      let middle = stations.x + (stations.y - stations.x) * Float(column) / Float(panes.x)
      model.addBox(
        frame.point(middle - half, heights.x, inwards + 0.003), frame.point(middle + half, heights.y, inwards + 0.02),
        without: [.bottom, .top], material: trim)
    }
    for row in 1..<max(2, panes.y) where panes.y > 1 {
      let middle = heights.x + (heights.y - heights.x) * Float(row) / Float(panes.y)
      model.addBox(
        frame.point(stations.x, middle - half, inwards + 0.004),
        frame.point(stations.y, middle + half, inwards + 0.017),
        without: frame.faces(start: true, end: true), material: trim)
    }
  }
}

extension Model {
  /// The model without triangles that lie wholly behind z = 0.
  fileprivate func keepingFront() -> Model {
    var front = self
    front.mesh.triangles.removeAll { triangle in
      (0..<3).allSatisfy { mesh.positions[Int(triangle[$0])].z < 1e-4 }
    }
    return front
  }
}
