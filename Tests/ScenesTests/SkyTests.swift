// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaSphere
import Testing

@testable import RotundaScenes
@testable import RotundaSolids

@Suite struct SkyTests {
  /// Irradiance on level ground by Simpson-like quadrature in double precision, apart from the sky's own.
  private func irradiance(_ sky: Sky) -> SIMD3<Double> {
    let (rings, sectors) = (180, 120)
    var sum = SIMD3<Double>.zero
    for ring in 0..<rings {
      let zenith = (Double(ring) + 0.5) / Double(rings) * .pi / 2
      let weight = cosine(zenith) * sine(zenith) * (.pi / 2 / Double(rings)) * (2 * .pi / Double(sectors))
      for sector in 0..<sectors {
        let azimuth = 2 * .pi * (Double(sector) + 0.5) / Double(sectors)
        let direction = SIMD3<Float>(
          SIMD3(sine(zenith) * sine(azimuth), cosine(zenith), sine(zenith) * cosine(azimuth)))
        sum += SIMD3<Double>(sky.radiance(towards: direction)) * weight
      }
    }
    return sum
  }

  @Test func `uniform and overcast skies light the ground as their closed forms say`() {
    let zenith = SIMD3<Float>(2, 3, 4)
    let uniform = irradiance(Sky(.uniform(zenith))) / SIMD3<Double>(zenith)
    let overcast = irradiance(Sky(.overcast(zenith: zenith))) / SIMD3<Double>(zenith)
    for channel in 0..<3 {
      #expect(abs(uniform[channel] / .pi - 1) < 1e-3)
      #expect(abs(overcast[channel] / (7 * .pi / 9) - 1) < 1e-3)
    }
    let own = Sky(.overcast(zenith: zenith)).levelIrradiance()
    #expect(abs(own.y / (7 * .pi / 9 * 3) - 1) < 1e-3)
  }

  @Test(arguments: [0.1, 0.4, 1.0])
  func `a clear sky sheds the illuminance that it is given and follows the CIE's formula`(elevation: Double) {
    let sun = SIMD3<Float>(SIMD3(cosine(elevation), sine(elevation), 0))
    let sky = Sky(.clear(ClearSky(sun: sun, illuminance: 9)))
    let sum = irradiance(sky)
    #expect(abs(0.2126 * sum.x + 0.7152 * sum.y + 0.0722 * sum.z - 9) < 0.2)
    // Type 12 of ISO 15469, in double precision.
    func relative(_ direction: SIMD3<Double>) -> Double {
      let apart = acos(min(1, (direction * SIMD3<Double>(sun)).sum()))
      let gradation = 1 - exp(-0.32 / direction.y)
      return gradation * (1 + 10 * (exp(-3 * apart) - exp(-1.5 * .pi)) + 0.45 * cosine(apart) * cosine(apart))
    }
    func luminance(_ direction: SIMD3<Double>) -> Double {
      Double(RotundaSolids.luminance(sky.radiance(towards: SIMD3<Float>(direction))))
    }
    let zenith = SIMD3<Double>(0, 1, 0)
    for angle in stride(from: 0.1, to: 1.4, by: 0.1) {
      let direction = SIMD3(sine(angle) * 0.6, cosine(angle), sine(angle) * 0.8)
      let (ours, theirs) = (luminance(direction) / luminance(zenith), relative(direction) / relative(zenith))
      #expect(abs(ours / theirs - 1) < 2e-3)
    }
  }

  @Test func `every hour gives finite light that is not negative, the same for the same seed`() {
    for hour in Sky.Hour.allCases {
      for seed: UInt64 in 0..<6 {
        var (random, again) = (RandomStream(seed: seed), RandomStream(seed: seed))
        let sky = Sky.random(at: hour, &random)
        #expect(sky == Sky.random(at: hour, &again))
        for _ in 0..<500 {
          let direction = normalised(SIMD3(random.normal(), random.normal(), random.normal()))
          let radiance = sky.radiance(towards: direction)
          #expect(radiance.min() >= 0 && radiance.max() < 500, "\(hour)")
        }
      }
    }
  }

  /// A small sphere of light with a bright disc of a radius.
  private func picture(discRadius: Float) -> SkyPicture {
    let grid = EquirectangularGrid(width: 256, height: 128)
    let sun = normalised(SIMD3<Float>(0.5, 0.6, -0.4))
    let pixels = (0..<256 * 128).map { pixel in
      let direction = SIMD3<Float>(grid.direction(column: Double(pixel % 256), row: Double(pixel / 256)))
      let base = SIMD3<Float>(0.5, 0.7, 1) * (1.5 + direction.y)
      return dot(direction, sun) > cosine(discRadius) ? SIMD3<Float>(5000, 4500, 4000) : base
    }
    return SkyPicture(width: 256, height: 128, pixels: pixels)
  }

  private func power(_ picture: SkyPicture) -> SIMD3<Double> {
    let angles = picture.solidAngles
    return picture.pixels.enumerated().reduce(into: .zero) { sum, pixel in
      sum += SIMD3<Double>(pixel.element) * Double(angles[pixel.offset / picture.width])
    }
  }

  @Test func `taking the sun out of a picture moves its light and loses none`() throws {
    var picture = picture(discRadius: 0.03)
    let before = power(picture)
    let extracted = picture.extractSun()
    let sun = try #require(extracted)
    let after = power(picture) + SIMD3<Double>(sun.irradiance)
    for channel in 0..<3 { #expect(abs(after[channel] / before[channel] - 1) < 1e-4) }
    #expect(dot(sun.direction, normalised(SIMD3(0.5, 0.6, -0.4))) > cosine(Float(0.01)))
    // 2 pi (1 - cos 0.03) steradian of 4500, less the sky behind it.
    let expected = 4500 * 2 * Float.pi * (1 - cosine(Float(0.03)))
    #expect(abs(sun.irradiance.y / expected - 1) < 0.1)
    let second = picture.extractSun()
    #expect(second == nil)
  }

  @Test func `a picture without a sun stays as it is, and is looked up where its pixels lie`() {
    let grid = EquirectangularGrid(width: 64, height: 32)
    let pixels = (0..<64 * 32).map { pixel -> SIMD3<Float> in
      let direction = grid.direction(column: Double(pixel % 64), row: Double(pixel / 64))
      return SIMD3<Float>(direction) + 2
    }
    var picture = SkyPicture(width: 64, height: 32, pixels: pixels)
    let before = picture
    let sun = picture.extractSun()
    #expect(sun == nil && picture == before)
    for pixel in stride(from: 0, to: 64 * 32, by: 7) {
      let direction = SIMD3<Float>(grid.direction(column: Double(pixel % 64), row: Double(pixel / 64)))
      let difference = picture.radiance(towards: direction) - pixels[pixel]
      #expect(max(abs(difference.x), abs(difference.y), abs(difference.z)) < 1e-3)
    }
    // Between pixels: the picture is nearly linear in the direction.
    let direction = normalised(SIMD3<Float>(0.3, 0.2, -0.9))
    #expect(length(picture.radiance(towards: direction) - direction - 2) < 0.01)
  }

  @Test func `approximations keep their bounds`() {
    for step in -400...400 {
      let x = Float(step) / 20
      #expect(abs(Double(fastExponential(x)) / exp(Double(x)) - 1) < 2e-4)
      let c = Float(step) / 400
      #expect(abs(Double(fastArcCosine(c)) - acos(Double(c))) < 1e-4)
      let (a, b) = (sine(Double(step) / 50), cosine(Double(step) / 50))
      #expect(abs(Double(fastArcTangent(Float(a), Float(b))) - atan2(a, b)) < 1e-4)
    }
  }

  @Test func `a panorama of radiance becomes a sky of the illuminance asked for`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/panoramas/hdr")
    let file = folder.appending(path: "polyhaven_kloppenheim_05_1k.hdr")
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    let sky = try Sky(contentsOf: file, illuminance: 6)
    let sun = sky.sun.map { RotundaSolids.luminance($0.irradiance) * $0.direction.y } ?? 0
    #expect(abs(RotundaSolids.luminance(sky.levelIrradiance()) + sun - 6) < 0.6)
  }
}
