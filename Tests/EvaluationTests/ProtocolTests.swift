// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaEvaluation
import RotundaSphere
import Testing

/// Named protocols against `Twins/protocols.py`, which computes them in NumPy from the same random maps.
@Suite struct ProtocolTests {
  private static let width = 80

  /// A map pair, made as the twin makes it.
  private struct Maps {
    var truth: [Float] = []
    var prediction: [Float] = []

    init(image: Int) {
      let roughness = [0, 1, 2, 2, 2, 3][image]
      var random = SplitMix64(seed: UInt64(1000 + image))
      func unit() -> Double { Double(random.next() >> 40) / 16_777_216 }
      for _ in 0..<ProtocolTests.width * ProtocolTests.width / 2 {
        let (a, b, c) = (unit(), unit(), unit())
        var g = 0.3 + 12.7 * a
        var p = g * (0.6 + 0.8 * b)
        switch c {
        case 0.10..<0.12 where roughness >= 1: p = -2 * b
        case 0.12..<0.13 where roughness >= 1: p = 0
        case 0.13..<0.16 where roughness >= 1: p += 8
        case 0..<0.05 where roughness >= 2: g = 0
        case 0.05..<0.08 where roughness >= 2: g = 50 + 100 * b
        case 0.16..<0.18 where roughness >= 2: g = 0.005 + 0.2 * a
        case 0.20..<0.22 where roughness >= 3: g = .nan
        case 0.22..<0.24 where roughness >= 3: g = .infinity
        case _: break
        }
        truth.append(Float(g))
        prediction.append(Float(p))
      }
    }
  }

  /// What the twin found under one protocol.
  private struct Expected: Decodable {
    let images: [[Number]]
    let pixels: [Int]
    let smooth: [Number]
    let all: [Number]
  }

  private struct Twin: Decodable {
    let metrics: [String]
    let checksum: [[Double]]
    let protocols: [String: Expected]
  }

  /// A number, or the word for one that JSON does not have.
  private struct Number: Decodable {
    let value: Double

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let value = try? container.decode(Double.self) {
        self.value = value
      } else {
        value = try container.decode(String.self) == "inf" ? .infinity : .nan
      }
    }
  }

  private static let maps = (0..<6).map(Maps.init)
  private static let twin: Twin? = {
    let file = Bundle.module.url(forResource: "protocols", withExtension: "json", subdirectory: "Twins")
    return file.flatMap { try? JSONDecoder().decode(Twin.self, from: Data(contentsOf: $0)) }
  }()

  /// To 1e-6, relative above 1; infinities and what is no number must be the same.
  private func agree(_ value: Double, _ expected: Double) -> Bool {
    if expected.isNaN { return value.isNaN }
    if expected.isInfinite { return value == expected }
    return abs(value - expected) <= 1e-6 * max(1, abs(expected))
  }

  @Test func `both sides judge the same maps, and every protocol has a twin`() throws {
    let twin = try #require(Self.twin)
    for (maps, sums) in zip(Self.maps, twin.checksum) {
      let truth = maps.truth.reduce(0.0) { $0 + ($1.isFinite ? Double($1) : 0) }
      #expect(abs(truth - sums[0]) < 1e-6 && abs(maps.prediction.reduce(0.0) { $0 + Double($1) } - sums[1]) < 1e-6)
    }
    #expect(Set(twin.protocols.keys) == Set(EvaluationProtocol.all.map(\.name)))
    #expect(Set(twin.metrics) == Set(Metric.allCases.map(\.key)))
  }

  @Test(arguments: EvaluationProtocol.all)
  func `a protocol gives the numbers of its twin`(judge: EvaluationProtocol) throws {
    let twin = try #require(Self.twin)
    let expected = try #require(twin.protocols[judge.name])
    let metrics = try twin.metrics.map { key in try #require(Metric.allCases.first { $0.key == key }) }
    let images = Self.maps.map { judge.errors(of: $0.prediction, against: $0.truth, width: Self.width) }
    #expect(images.map(\.pixels) == expected.pixels)
    for (number, image) in images.enumerated() {
      for (metric, value) in zip(metrics, expected.images[number]) {
        #expect(agree(image[metric], value.value), "image \(number), \(metric): \(image[metric]), not \(value.value)")
      }
    }
    for (count, means) in [(2, expected.smooth), (6, expected.all)] {
      let estimates = Bootstrap(count: 1).estimates(
        of: Array(images.prefix(count)), under: judge, groups: (0..<count).map(String.init))
      for (metric, value) in zip(metrics, means) {
        let estimate = estimates[metric.rawValue].value
        #expect(agree(estimate, value.value), "\(count) images, \(metric): \(estimate), not \(value.value)")
      }
    }
  }

  @Test(arguments: ["rotunda", "rotunda-spherical", "omnidepth-corrected", "unifuse-corrected", "pano3d-corrected"])
  func `errors bound each other as they must`(name: String) throws {
    let judge = try #require(EvaluationProtocol.all.first { $0.name == name })
    for maps in Self.maps {
      let errors = judge.errors(of: maps.prediction, against: maps.truth, width: Self.width)
      let outside = 1 - errors[.delta1]
      // No distance that counts is above 10 m.
      #expect(errors[.rootMeanSquare] * errors[.rootMeanSquare] <= 10 * errors[.squaredRelative] * (1 + 1e-9))
      #expect(errors[.meanAbsolute] <= errors[.rootMeanSquare])
      #expect(errors[.rootMeanSquareLog] >= outside.squareRoot() * log(1.25) * (1 - 1e-9))
      #expect(errors[.absoluteRelative] >= 0.2 * outside * (1 - 1e-9))
      #expect(errors[.delta1] <= errors[.delta2] && errors[.delta2] <= errors[.delta3])
    }
  }

  @Test func `a tenth too far everywhere has the errors that follow, or none where the scale is aligned`() throws {
    let truth = Self.maps[0].truth.map { min($0, 7) }
    let prediction = truth.map { 1.1 * $0 }
    for judge in EvaluationProtocol.all {
      let errors = judge.errors(of: prediction, against: truth, width: Self.width)
      let isAligned = judge.rules.contains { $0.contains("is scaled") }
      let factor = judge.name == "svs-spherical" ? 2 / Double.pi : 1
      #expect(abs(errors[.absoluteRelative] - (isAligned ? 0 : 0.1 * factor)) < 2e-3 * factor, "\(judge.name)")
      if judge.name.hasPrefix("rotunda") { #expect(abs(errors[.rootMeanSquareLog] - log(1.1)) < 1e-6) }
      #expect(errors[.delta1] == 1)
    }
  }

  @Test func `an image without a pixel that counts has no errors, and no part in means`() throws {
    for judge in EvaluationProtocol.all where judge.name != "svs" && judge.name != "svs-median" {
      guard judge.name != "svs-spherical" else { continue }
      let empty = judge.errors(
        of: Self.maps[0].prediction, against: Self.maps[0].truth.map { _ in 0 }, width: Self.width)
      #expect(empty.pixels == 0 && empty[.absoluteRelative].isNaN)
      let full = judge.errors(of: Self.maps[0].prediction, against: Self.maps[0].truth, width: Self.width)
      let estimate = Bootstrap(count: 1).estimates(of: [empty, full], under: judge, groups: ["a", "b"])[0]
      #expect(estimate.value == full[.absoluteRelative])
    }
  }

  @Test func `every protocol says its rules`() {
    #expect(Set(EvaluationProtocol.all.map(\.description)).count == EvaluationProtocol.all.count)
    let named = EvaluationProtocol.named("unifuse")
    #expect(named.count == 1)
    #expect(named[0].description.contains("where the prediction is above 10 m the truth is set to 10 m"))
    #expect(EvaluationProtocol.named("rotunda").map(\.name) == ["rotunda", "rotunda-spherical"])
    #expect(EvaluationProtocol.named("kitti").isEmpty)
  }
}
