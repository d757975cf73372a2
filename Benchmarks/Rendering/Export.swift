// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaSolids

/// A scene in plain numbers, for another renderer: y up, metres, linear colours.
struct Export: Encodable {
  private struct Surface: Encodable {
    var colour: [Float]
    var emission: Float
    var finish: String
    var roughness: Float
  }

  private struct Light: Encodable {
    var form: String
    var centre: [Float]
    var emission: [Float]
    var edgeU: [Float] = []
    var edgeV: [Float] = []
    var radius: Float = 0
  }

  private var positions: [[Float]]
  private var triangles: [[UInt32]]
  private var balls: [[Float]]
  private var materials: [Surface]
  private var lamps: [Light]
  private var sun: [[Float]]
  private var sky: [Float]
  private var cameras: [[Float]]

  init(_ scene: Scene, cameras: [Camera]) {
    let model = scene.model
    positions = model.mesh.positions.map(Export.numbers)
    triangles = model.mesh.triangles.map { [$0.x, $0.y, $0.z, $0.w] }
    balls = model.balls.map { Export.numbers($0.centre) + [$0.radius, Float($0.material)] }
    materials = model.materials.map(Export.surface)
    lamps = model.lamps.map(Export.light)
    sun = scene.sky.sun.map { [Export.numbers($0.direction), Export.numbers($0.irradiance)] } ?? []
    // Cycles gets the sky's colour half way up, all around.
    sky = Export.numbers(scene.sky.radiance(towards: SIMD3(0, 0.6, 0.8)))
    self.cameras = cameras.map { Export.numbers($0.position) }
  }

  private static func numbers(_ v: SIMD3<Float>) -> [Float] { [v.x, v.y, v.z] }

  private static func surface(_ material: Material) -> Surface {
    var surface = Surface(
      colour: numbers(material.base), emission: material.emission, finish: "matte", roughness: 0)
    switch material.finish {
    case .matte: break
    case .coated(_, let roughness): (surface.finish, surface.roughness) = ("coated", roughness)
    case .metal(let roughness): (surface.finish, surface.roughness) = ("metal", roughness)
    case .mirror: surface.finish = "mirror"
    case .glass: surface.finish = "glass"
    }
    return surface
  }

  private static func light(_ lamp: Lamp) -> Light {
    var light = Light(form: "bulb", centre: numbers(lamp.centre), emission: numbers(lamp.emission))
    switch lamp.form {
    case .panel(let u, let v): (light.form, light.edgeU, light.edgeV) = ("panel", numbers(u), numbers(v))
    case .portal(let u, let v): (light.form, light.edgeU, light.edgeV) = ("portal", numbers(u), numbers(v))
    case .bulb(let radius): light.radius = radius
    case .spot(_, _, _, let radius): light.radius = radius
    }
    return light
  }
}
