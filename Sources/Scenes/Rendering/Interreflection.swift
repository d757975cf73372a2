// SPDX-License-Identifier: Apache-2.0

/// Light that surfaces send to each other.
///
/// At one pixel of each two by two, rays go out over the hemisphere. Most of what they meet is in the picture itself, for
/// it covers the whole sphere: its light is read from there, once filtered. What the camera does not see asks a lamp and
/// the sun. Light that was gathered is gathered once more through the same rays; the rest of the series is taken as
/// geometric.
struct Interreflection: Sendable {
  private let sightings: Sightings
  private let direct: Raster
  private let bits: UInt32
  /// Pixels that the rays of a place met, plus one, as bits; a plane a ray.
  private let targets: Raster
  /// Light from what is not in the picture, and the colours that return more of it at the second bounce.
  private let hidden: Raster
  private let hiddenColours: Raster
  private let points: Raster
  private let normals: Raster

  private var view: View { sightings.view }
  private var width: Int { points.width }
  private var height: Int { points.height }

  /// Sends out the rays; `direct` is filtered light of lamps and sun over pi.
  init(_ sightings: Sightings, direct: Raster) {
    self.sightings = sightings
    self.direct = direct
    bits = sightings.plan.gatherBits
    let (width, height) = ((sightings.view.width + 1) / 2, (sightings.view.height + 1) / 2)
    func raster(_ planes: Int) -> Raster { Raster(width: width, height: height, planes: planes) }
    targets = raster(1 << bits)
    (hidden, hiddenColours, points, normals) = (raster(3), raster(3), raster(3), raster(3))
    let gathering = self
    forRows(height, threads: view.threads) { row in
      for column in 0..<width { gathering.sendRays(column, row) }
    }
  }

  /// Light over pi that arrives at every pixel from other surfaces.
  func spread(_ filter: EdgeAvoidingFilter) -> Raster {
    let narrowness = (0..<height).map { filter.narrowness[min(2 * $0, view.height - 1)] }
    let coarse = EdgeAvoidingFilter(
      points: points, normals: normals, origin: filter.origin, spread: 2 * filter.spread, narrowness: narrowness,
      threads: filter.threads)
    let first = coarse.smoothed(gather(nil), steps: [1, 2, 4])
    guard sightings.plan.gathersTwice else { return upsampled(scaled(first, by: 1.6)) }
    let second = coarse.smoothed(gather(first), steps: [1, 2, 4, 8])
    return upsampled(extrapolated(first, second))
  }

  // MARK: - Rays

  private func sendRays(_ column: Int, _ row: Int) {
    let place = row * width + column
    // Any of the four, or thin things would never be chosen.
    let choice = scrambled(UInt32(truncatingIfNeeded: place) ^ UInt32(truncatingIfNeeded: view.seed))
    let fullColumn = min(2 * column + Int(choice & 1), view.width - 1)
    let fullRow = min(2 * row + Int(choice >> 1 & 1), view.height - 1)
    let pixel = fullRow * view.width + fullColumn
    let normal = sightings.normals[pixel]
    guard normal != .zero else { return }
    (points[place], normals[place]) = (sightings.points[pixel], normal)
    let surface = Surface(
      point: points[place], side: normal, normal: normal, colour: .zero, glow: .zero, finish: .matte, material: 0)
    let sequence = PixelSequence(column: column, row: row, seed: view.seed)
    for sample in 0..<1 << Int(bits) {
      let direction = view.lighting.scattered(surface, sequence.pair(.bounce, sample: sample, bits: bits))
      follow(Ray(origin: surface.start, direction: direction), place, sample, sequence)
    }
  }

  private func follow(_ ray: Ray, _ place: Int, _ sample: Int, _ sequence: PixelSequence) {
    let lighting = view.lighting
    guard let hit = lighting.tracer.nearest(ray, meetsGlass: false) else {
      hidden[place] += lighting.skyBeyond(ray.direction)
      return
    }
    let surface = lighting.tracer.roughSurface(hit, ray)
    if let target = sightings.pixel(showing: surface) {
      targets[sample, place] = Float(bitPattern: UInt32(truncatingIfNeeded: target + 1))
      return
    }
    let light =
      lighting.sun(on: surface, place: SIMD2(0.5, 0.5))
      + lighting.lamps(
        on: surface, choice: sequence.pair(.gatheredLamp, sample: sample, bits: bits).x,
        place: sequence.pair(.gatheredPlace, sample: sample, bits: bits))
    hidden[place] += surface.colour * light / .pi
    hiddenColours[place] += surface.colour
  }

  // MARK: - Bounces

  /// Light that arrives when surfaces have the direct light and, if given, what they gathered before.
  private func gather(_ before: Raster?) -> Raster {
    let result = Raster(width: width, height: height, planes: 3)
    let everywhere = before.map(mean) ?? .zero
    let count = 1 << Int(bits)
    forRows(height, threads: view.threads) { row in
      for place in row * width..<(row + 1) * width {
        var sum = hidden[place] + hiddenColours[place] * everywhere
        for sample in 0..<count {
          let target = Int(targets[sample, place].bitPattern) - 1
          guard target >= 0 else { continue }
          var light = direct[target]
          if let before {
            light += before[target / view.width / 2 * width + target % view.width / 2]
          }
          sum += sightings.albedo[target] * light
        }
        result[place] = sum / Float(count)
      }
    }
    return result
  }

  private func mean(_ raster: Raster) -> SIMD3<Float> {
    var sum = SIMD3<Float>.zero
    for place in 0..<raster.count { sum += raster[place] }
    return sum / Float(raster.count)
  }

  private func scaled(_ raster: Raster, by factor: Float) -> Raster {
    let result = Raster(width: width, height: height, planes: 3)
    for place in 0..<raster.count { result[place] = raster[place] * factor }
    return result
  }

  /// What infinitely many bounces would give if each had the same share of the one before.
  private func extrapolated(_ first: Raster, _ second: Raster) -> Raster {
    let (one, two) = (mean(first), mean(second))
    let ratio = ((two - one) / pointwiseMax(one, SIMD3(repeating: 1e-6)))
      .clamped(lowerBound: .zero, upperBound: SIMD3(repeating: 0.8))
    let rest = ratio / (1 - ratio)
    let result = Raster(width: width, height: height, planes: 3)
    for place in 0..<first.count {
      result[place] = pointwiseMax(second[place] + (second[place] - first[place]) * rest, .zero)
    }
    return result
  }

  // MARK: - Every pixel

  /// Light at every pixel from the places around it that lie on the same surface.
  private func upsampled(_ light: Raster) -> Raster {
    let result = Raster(width: view.width, height: view.height, planes: 3)
    forRows(view.height, threads: view.threads) { row in
      for column in 0..<view.width {
        let pixel = row * view.width + column
        guard sightings.normals[pixel] != .zero else { continue }
        result[pixel] = blended(light, column, row, pixel)
      }
    }
    return result
  }

  private func blended(_ light: Raster, _ column: Int, _ row: Int, _ pixel: Int) -> SIMD3<Float> {
    let (point, normal) = (sightings.points[pixel], sightings.normals[pixel])
    let perTolerance = 1 / (0.004 + 0.5 * view.spread * length(point - view.origin))
    // The nearest of the four first; the next in each direction is left or right, above or below.
    let (left, top) = ((column + 1) / 2 - 1, (row + 1) / 2 - 1)
    var (sum, total) = (SIMD3<Float>.zero, Float(0))
    for down in 0...1 {
      let r = min(max(top + down, 0), height - 1)
      for across in 0...1 {
        let place = r * width + (left + across + width) % width
        let off = dot(points[place] - point, normal) * perTolerance
        let alike = max(0, dot(normals[place], normal))
        let nearer: Float = ((column & 1 == 0) == (across == 1) ? 3 : 1) * ((row & 1 == 0) == (down == 1) ? 3 : 1)
        // A trace of each, so that something is left where none fits.
        let weight = nearer * (1e-4 + alike * alike * alike * alike / (1 + off * off * off * off))
        guard normals[place] != .zero else { continue }
        sum += light[place] * weight
        total += weight
      }
    }
    return total > 0 ? sum / total : .zero
  }
}

extension Sightings {
  /// The pixel that shows a surface; nil where the camera does not see it.
  func pixel(showing surface: Surface) -> Int? {
    let pixel = view.pixel(towards: surface.point)
    let difference = points[pixel] - surface.point
    let tolerance = 0.01 + 2.5 * view.spread * length(surface.point - view.origin)
    guard dot(difference, difference) < tolerance * tolerance, dot(normals[pixel], surface.normal) > 0.6 else {
      return nil
    }
    return pixel
  }
}
