// SPDX-License-Identifier: Apache-2.0

import RotundaSolids

/// Puts a picture together from what was seen and the light that falls there.
struct Composition: Sendable {
  let sightings: Sightings
  /// Light over pi at each pixel, from everywhere.
  let light: PixelArray<SIMD3<Float>>
  let filter: EdgeAvoidingFilter

  private var view: View { sightings.view }

  /// Red, green and blue of each pixel.
  func picture() -> PixelArray<SIMD3<Float>> {
    let images = sightings.plan.isFine ? filteredImages() : nil
    let tones = sightings.plan.isFine ? tones() : nil
    let result = PixelArray<SIMD3<Float>>(count: view.count, repeating: .zero)
    forRows(view.height, threads: view.threads) { row in
      for column in 0..<view.width {
        let pixel = row * view.width + column
        if let tones, isEdge(column, row, pixel, tones) {
          result[pixel] = edge(column, row, pixel, images)
        } else {
          let shade = sightings.shades[pixel]
          result[pixel] = shade.albedo * light[pixel] + shade.glow + (images?[pixel] ?? .zero)
        }
      }
    }
    return result
  }

  // MARK: - Mirror images

  /// What coats, panes and blurred metal mirror.
  private func filteredImages() -> Raster {
    let images = Raster(width: view.width, height: view.height, planes: 3)
    let blurred = Raster(width: view.width, height: view.height, planes: 3)
    let limit = Composition.blurredLimit * meanBrightness()
    forRows(view.height, threads: view.threads) { row in
      for image in sightings.images[row] {
        let pixel = row * view.width + image.column
        images[pixel] = image.share * mirrored(image, row)
        guard image.isBlurred else { continue }
        blurred[pixel] = sightings.spots[pixel].normal
        images[pixel] = dimmed(images[pixel], to: limit)
      }
    }
    var rough = filter
    rough.normals = blurred
    return rough.smoothed(images, steps: [1, 2])
  }

  /// A lamp that one of many blurred rays happens to meet would leave a fleck; so many times the mean of the picture it
  /// may give at most.
  private static let blurredLimit: Float = 1.5

  private func meanBrightness() -> Float {
    var sum: Float = 0
    for pixel in 0..<view.count { sum += luminance(sightings.shades[pixel].albedo * light[pixel]) }
    return sum / Float(view.count)
  }

  private func mirrored(_ image: Sightings.Image, _ row: Int) -> SIMD3<Float> {
    let lighting = view.lighting
    let ray = Ray(origin: image.start, direction: image.direction)
    let sequence = PixelSequence(column: image.column, row: row, seed: ~view.seed)
    let hit = lighting.tracer.nearest(ray, meetsGlass: false)
    let sight = lighting.sight(ray, hit, spread: 2 * view.spread, meetsGlass: false, sequence)
    guard sight.albedo != .zero else { return sight.glow }
    if let shown = sightings.pixel(showing: sight.surface) { return sight.glow + sight.albedo * light[shown] }
    var falling = lighting.sun(on: sight.surface, place: sequence.pair(.sun))
    let places = sequence.pairs(.place, bits: 1)
    for sample in 0..<2 {
      falling +=
        0.5
        * lighting.lamps(
          on: sight.surface, choice: (Float(sample) + sequence.pair(.lamp).x) / 2,
          place: places[sample])
    }
    return sight.glow + sight.albedo * (falling / .pi)
  }

  // MARK: - Edges

  /// Places in a pixel that stand for it: a rotated grid, so that no two share a row or a column.
  private static let offsets: [SIMD2<Float>] = [
    SIMD2(-0.375, -0.125), SIMD2(0.125, -0.375), SIMD2(-0.125, 0.375), SIMD2(0.375, 0.125),
  ]

  /// How bright each pixel's surface is, and what it gives off.
  private func tones() -> PixelArray<SIMD2<Float>> {
    let tones = PixelArray<SIMD2<Float>>(count: view.count, repeating: .zero)
    forRows(view.height, threads: view.threads) { row in
      for pixel in row * view.width..<(row + 1) * view.width {
        let shade = sightings.shades[pixel]
        tones[pixel] = SIMD2(luminance(shade.albedo), luminance(shade.glow))
      }
    }
    return tones
  }

  private func isEdge(_ column: Int, _ row: Int, _ pixel: Int, _ tones: PixelArray<SIMD2<Float>>) -> Bool {
    let left = column > 0 ? pixel - 1 : pixel + view.width - 1
    let right = column + 1 < view.width ? pixel + 1 : pixel + 1 - view.width
    if differ(pixel, left, tones) || differ(pixel, right, tones) { return true }
    return row > 0 && differ(pixel, pixel - view.width, tones)
      || row + 1 < view.height && differ(pixel, pixel + view.width, tones)
  }

  @inline(__always)
  private func differ(_ a: Int, _ b: Int, _ tones: PixelArray<SIMD2<Float>>) -> Bool {
    guard sightings.materials[a] == sightings.materials[b] else { return true }
    let (tone, other) = (tones[a], tones[b])
    let least = SIMD2<Float>(0.03, 0.05) + SIMD2<Float>(0.15, 0.2) * pointwiseMin(tone, other)
    let difference = pointwiseMax(tone, other) - pointwiseMin(tone, other)
    if any(difference .> least) { return true }
    guard sightings.materials[a] >= 0 else { return false }
    let (spot, next) = (sightings.spots[a], sightings.spots[b])
    let off = abs(dot(next.point - spot.point, spot.normal))
    return dot(spot.normal, next.normal) < 0.9 || off > 0.01 + view.spread * sightings.depth[a]
  }

  /// Four rays through a pixel, each lit as what it meets is lit next to it.
  private func edge(_ column: Int, _ row: Int, _ pixel: Int, _ images: Raster?) -> SIMD3<Float> {
    var sum = SIMD3<Float>.zero
    let sequence = PixelSequence(column: column, row: row, seed: view.seed)
    for offset in Composition.offsets {
      let ray = Ray(origin: view.origin, direction: view.rays.direction(column: column, row: row, offset: offset))
      let hit = view.lighting.tracer.nearest(ray, meetsGlass: true)
      let sight = view.lighting.sight(ray, hit, spread: view.spread / 2, meetsGlass: true, sequence)
      sum += sight.glow
      guard !sight.isSky else { continue }
      let near = nearby(sight.surface, column, row, pixel, images)
      sum += sight.albedo * near.light + near.image
    }
    return sum / Float(Composition.offsets.count)
  }

  /// Light and mirror image of a surface, from the pixels around that show it.
  private func nearby(
    _ surface: Surface, _ column: Int, _ row: Int, _ pixel: Int, _ images: Raster?
  ) -> (light: SIMD3<Float>, image: SIMD3<Float>) {
    let reach = 1 / (0.004 + view.spread * length(surface.point - view.origin))
    var (sum, image, total) = (SIMD3<Float>.zero, SIMD3<Float>.zero, Float(0))
    for r in max(row - 1, 0)...min(row + 1, view.height - 1) {
      for side in -1...1 {
        var tap = r * view.width + column + side
        if column + side < 0 { tap += view.width } else if column + side >= view.width { tap -= view.width }
        let spot = sightings.spots[tap]
        let alike = dot(spot.normal, surface.normal)
        guard alike > 0.5 else { continue }
        let difference = (spot.point - surface.point) * reach
        let off = dot(difference, surface.normal)
        let weight = alike * alike / ((1 + dot(difference, difference)) * (1 + 16 * off * off))
        sum += light[tap] * weight
        if let images { image += images[tap] * weight }
        total += weight
      }
    }
    guard total > 0.02 else { return (light[pixel], images?[pixel] ?? .zero) }
    return (sum / total, image / total)
  }
}
