// SPDX-License-Identifier: Apache-2.0

import CRotundaProcessor
import RotundaSolids

/// Light that surfaces send to each other.
///
/// At one pixel of each two by two, rays go out over the hemisphere. Most of what they meet is in the picture itself,
/// for it covers the whole sphere: its light is read from there, once filtered. What the camera does not see asks a
/// lamp and the sun. Light that was gathered is gathered once more through the same rays; the rest of the series is
/// taken as geometric.
struct Interreflection: Sendable {
  /// One pixel of each two by two, which stands for them: with all that others want of it, a line of the processor's
  /// cache.
  private struct Place: BitwiseCopyable, Sendable {
    var spot = Sightings.Spot()
    /// Direct light that it returns.
    var radiance = SIMD3<Float>.zero
    /// Share of further light that it returns.
    var albedo = SIMD3<Float>.zero
  }

  private let sightings: Sightings
  private let places: PixelArray<Place>
  private let bits: UInt32
  /// Places that the rays of a place met, -1 for none; all of a place together.
  private let targets: PixelArray<Int32>
  /// Direct light that arrives at each place, and the colours of what is not in the picture, which returns more of it
  /// at the second bounce.
  private let arriving: PixelArray<(direct: SIMD3<Float>, colours: SIMD3<Float>)>
  private let points: Raster
  private let normals: Raster
  /// Radiance that counts at most: a small place that is brighter, as a patch of sun, would leave flecks where one of a
  /// few rays meets it.
  private var brightest = Float.infinity

  /// As a multiple of the mean radiance.
  private static let brightestShare: Float = 12

  private var view: View { sightings.view }
  private var width: Int { points.width }
  private var height: Int { points.height }

  /// Sends out the rays; `direct` is filtered light of lamps and sun over pi.
  init(_ sightings: Sightings, direct: PixelArray<SIMD3<Float>>) {
    self.sightings = sightings
    bits = sightings.plan.gatherBits
    let (width, height) = ((sightings.view.width + 1) / 2, (sightings.view.height + 1) / 2)
    places = PixelArray(count: width * height, repeating: Place())
    targets = PixelArray(count: width * height << Int(bits), repeating: -1)
    arriving = PixelArray(count: width * height, repeating: (.zero, .zero))
    points = Raster(width: width, height: height, planes: 3)
    normals = Raster(width: width, height: height, planes: 3)
    let chosen = self
    forRows(height, threads: view.threads) { row in
      for column in 0..<width { chosen.choose(column, row, direct) }
    }
    brightest = Interreflection.brightestShare * luminance(mean(of: width * height) { chosen.places[$0].radiance })
    let gathering = self
    forRows(height, threads: view.threads) { row in
      for column in 0..<width { gathering.sendRays(column, row) }
    }
  }

  /// Light over pi that arrives at every pixel from other surfaces.
  func spread(_ filter: EdgeAvoidingFilter) -> PixelArray<SIMD3<Float>> {
    let narrowness = (0..<height).map { filter.narrowness[min(2 * $0, view.height - 1)] }
    let coarse = EdgeAvoidingFilter(
      points: points, normals: normals, origin: filter.origin, spread: 2 * filter.spread, narrowness: narrowness,
      threads: filter.threads)
    let first = coarse.smoothed(gatherDirect(), steps: [1, 2, 4, 8])
    guard sightings.plan.gathersTwice else { return upsampled(scaled(first, by: 1.6)) }
    let second = coarse.smoothed(gather(first), steps: [1, 2, 4, 8, 16])
    return upsampled(extrapolated(first, second))
  }

  // MARK: - Rays

  private func choose(_ column: Int, _ row: Int, _ direct: PixelArray<SIMD3<Float>>) {
    let place = row * width + column
    // Any of the four, or thin things would never be chosen.
    let choice = scrambled(UInt32(truncatingIfNeeded: place) ^ UInt32(truncatingIfNeeded: view.seed))
    let left = min(2 * column, view.width - 2 + view.width % 2)
    let top = min(2 * row, view.height - 2 + view.height % 2)
    let pixel =
      min(top + Int(choice >> 1 & 1), view.height - 1) * view.width + min(left + Int(choice & 1), view.width - 1)
    let spot = sightings.spots[pixel]
    guard spot.normal != .zero else { return }
    (points[place], normals[place]) = (spot.point, spot.normal)
    // What lies in the same plane is returned in common: a fine texture has its mean.
    var (radiance, albedo, count) = (SIMD3<Float>.zero, SIMD3<Float>.zero, Float(0))
    for r in top...min(top + 1, view.height - 1) {
      for c in left...min(left + 1, view.width - 1) {
        let other = r * view.width + c
        guard sightings.materials[other] == sightings.materials[pixel],
          dot(sightings.spots[other].normal, spot.normal) > 0.7
        else { continue }
        let colour = sightings.shades[other].albedo
        radiance += colour * direct[other]
        albedo += colour
        count += 1
      }
    }
    places[place] = Place(spot: spot, radiance: radiance / count, albedo: albedo / count)
  }

  private func sendRays(_ column: Int, _ row: Int) {
    let place = row * width + column
    let spot = places[place].spot
    guard spot.normal != .zero else { return }
    let surface = Surface(
      point: spot.point, side: spot.normal, normal: spot.normal, colour: .zero, glow: .zero, finish: .matte,
      material: 0)
    let sequence = PixelSequence(column: column, row: row, seed: view.seed)
    let directions = sequence.pairs(.bounce, bits: bits)
    var sum = (direct: SIMD3<Float>.zero, colours: SIMD3<Float>.zero)
    let frame = tangents(spot.normal)
    let first = place << Int(bits)
    withUnsafeTemporaryAllocation(of: Meeting.self, capacity: 1 << Int(bits)) { meetings in
      // All rays first: what they meet is then on its way from memory while others are followed.
      var count = 0
      for sample in 0..<1 << Int(bits) {
        let disc = discPoint(directions[sample])
        let up = max(0, 1 - dot(disc, disc)).squareRoot()
        let ray = Ray(origin: surface.start, direction: frame.0 * disc.x + frame.1 * disc.y + spot.normal * up)
        guard let meeting = follow(ray, sample) else {
          sum.direct += view.lighting.skyBeyond(ray.direction)
          continue
        }
        // At most one a sample.
        meetings.initializeElement(at: count, to: meeting)
        count += 1
      }
      for meeting in meetings[..<count] { targets[first + meeting.sample] = receive(meeting, &sum, sequence) }
      meetings[..<count].deinitialize()
    }
    arriving[place] = sum
  }

  /// What a ray met, and the place that lies there in the picture.
  private struct Meeting {
    var sample: Int
    var hit: Hit
    var surface: Surface
    var target: Int
  }

  @inline(__always)
  private func follow(_ ray: Ray, _ sample: Int) -> Meeting? {
    let tracer = view.lighting.tracer
    guard let hit = tracer.nearest(ray, meetsGlass: false) else { return nil }
    let surface = tracer.bareSurface(hit, ray)
    let target = view.place(towards: surface.point, width, height)
    rotunda_prefetch(places.address(of: target))
    return Meeting(sample: sample, hit: hit, surface: surface, target: target)
  }

  /// Adds what comes from a surface, and says which place shows it.
  @inline(__always)
  private func receive(
    _ meeting: Meeting, _ sum: inout (direct: SIMD3<Float>, colours: SIMD3<Float>), _ sequence: PixelSequence
  ) -> Int32 {
    let lighting = view.lighting
    var surface = meeting.surface
    let shown = places[meeting.target]
    if view.shows(shown.spot, surface, pixels: 2) {
      sum.direct += dimmed(shown.radiance, to: brightest)
      return Int32(truncatingIfNeeded: meeting.target)
    }
    lighting.tracer.colourFromAfar(&surface, meeting.hit)
    let light =
      lighting.sun(on: surface, place: SIMD2(0.5, 0.5))
      + lighting.lamps(
        on: surface, choice: sequence.pairs(.gatheredLamp, bits: bits)[meeting.sample].x,
        place: sequence.pairs(.gatheredPlace, bits: bits)[meeting.sample])
    sum.direct += dimmed(surface.colour * light / .pi, to: brightest)
    sum.colours += surface.colour
    return -1
  }

  // MARK: - Bounces

  /// Direct light of other surfaces.
  private func gatherDirect() -> Raster {
    let result = Raster(width: width, height: height, planes: 3)
    for place in 0..<result.count { result[place] = arriving[place].direct / Float(1 << Int(bits)) }
    return result
  }

  /// Direct light of other surfaces, and what they gathered before.
  private func gather(_ before: Raster) -> Raster {
    let result = Raster(width: width, height: height, planes: 3)
    let everywhere = mean(of: before.count) { before[$0] }
    let count = 1 << Int(bits)
    // What each place returns of that, together.
    let returned = PixelArray<SIMD3<Float>>(count: result.count, repeating: .zero)
    for place in 0..<result.count { returned[place] = places[place].albedo * before[place] }
    forRows(height, threads: view.threads) { row in
      for place in row * width..<(row + 1) * width {
        var sum = arriving[place].direct + arriving[place].colours * everywhere
        for index in place * count..<(place + 1) * count {
          let target = Int(targets[index])
          if target >= 0 { sum += returned[target] }
        }
        result[place] = sum / Float(count)
      }
    }
    return result
  }

  private func scaled(_ raster: Raster, by factor: Float) -> Raster {
    let result = Raster(width: width, height: height, planes: 3)
    for place in 0..<raster.count { result[place] = raster[place] * factor }
    return result
  }

  /// What infinitely many bounces would give if each had the same share of the one before.
  private func extrapolated(_ first: Raster, _ second: Raster) -> Raster {
    let (one, two) = (mean(of: first.count) { first[$0] }, mean(of: second.count) { second[$0] })
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
  private func upsampled(_ light: Raster) -> PixelArray<SIMD3<Float>> {
    let result = PixelArray<SIMD3<Float>>(count: view.count, repeating: .zero)
    forRows(view.height, threads: view.threads) { row in
      for column in 0..<view.width {
        let pixel = row * view.width + column
        let spot = sightings.spots[pixel]
        if spot.normal != .zero { result[pixel] = blended(light, column, row, spot) }
      }
    }
    return result
  }

  private func blended(_ light: Raster, _ column: Int, _ row: Int, _ own: Sightings.Spot) -> SIMD3<Float> {
    let perTolerance = 1 / (0.004 + 0.5 * view.spread * length(own.point - view.origin))
    // The four places around: those above or left of an even pixel are further away than those below or right.
    let (left, top) = ((column + 1) / 2 - 1, (row + 1) / 2 - 1)
    let columns = (left < 0 ? left + width : left, left + 1 < width ? left + 1 : left + 1 - width)
    var (sum, total) = (SIMD3<Float>.zero, Float(0))
    for down in 0...1 {
      let first = min(max(top + down, 0), height - 1) * width
      for across in 0...1 {
        let place = first + (across == 0 ? columns.0 : columns.1)
        let spot = places[place].spot
        guard spot.normal != .zero else { continue }
        let off = dot(spot.point - own.point, own.normal) * perTolerance
        let alike = max(0, dot(spot.normal, own.normal))
        let nearer: Float = ((column & 1 == 0) == (across == 1) ? 3 : 1) * ((row & 1 == 0) == (down == 1) ? 3 : 1)
        // A trace of each, so that something is left where none fits.
        let weight = nearer * (1e-4 + alike * alike * alike * alike / (1 + off * off * off * off))
        sum += light[place] * weight
        total += weight
      }
    }
    return total > 0 ? sum / total : .zero
  }
}

@inline(__always)
private func mean(of count: Int, _ colour: (Int) -> SIMD3<Float>) -> SIMD3<Float> {
  var sum = SIMD3<Float>.zero
  for index in 0..<count { sum += colour(index) }
  return sum / Float(count)
}
