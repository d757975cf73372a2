// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import RotundaImaging
import RotundaRendering
import RotundaScenes
import RotundaSolids

/// Times pictures of a scene and the same rays without pictures, in turns.
struct Benchmark {
  let scene: Scene
  let cameras: [Camera]
  let quality: PanoramaRenderer.Quality

  private static let (width, height, threads) = (512, 256, 2)

  func keepPictures(in folder: URL) throws {
    let prepared = try PreparedScene(scene)
    for (index, camera) in cameras.enumerated() {
      let exposure = try PanoramaRenderer(quality: quality, threads: Self.threads)
        .render(prepared, camera: camera, width: Self.width, height: Self.height, seed: 1)
      let picture = try Look().developed(exposure)
      let header = Data("P6\n\(Self.width) \(Self.height)\n255\n".utf8)
      try (header + Data(picture.pixels)).write(to: folder.appendingPathComponent("\(index).ppm"))
    }
  }

  func run(rounds: Int) throws {
    let prepared = try PreparedScene(scene)
    let log = RayLog()
    for camera in cameras {
      _ = try PanoramaRenderer(quality: quality)
        .render(prepared, camera: camera, width: Self.width, height: Self.height, seed: 1, log: log)
    }
    print("\(scene.model.mesh.triangles.count) triangles, \(scene.model.lamps.count) lamps")
    for kind in RayLog.Kind.allCases {
      print("\(kind): \(log.count(kind) / cameras.count) rays a panorama")
    }
    var (pictures, bare) = ([Cost](), [Cost]())
    for round in 1...rounds {
      let picture = inParallel { do { try takeHome() } catch { print(error) } }
      let embree = inParallel { _ = log.replay(prepared) }
      pictures.append(picture)
      bare.append(embree)
      print("round \(round): a home \(picture), bare Embree \(embree)")
    }
    report(pictures, bare, rays: RayLog.Kind.allCases.reduce(0) { $0 + log.count($1) })
  }

  /// Prints one JSON line: seconds of a picture with all its preparation, and its noise.
  func reportNoise() throws {
    let start = Cost.now
    let first = try picture(seed: 1)
    let cost = Cost.now - start
    let noise = Self.noise(first, try picture(seed: 2))
    print(
      String(
        format: #"{"name": "rotunda, %@", "wall": %.3f, "processor": %.3f, "noise": %.4f}"#, quality.rawValue,
        cost.wall, cost.processor, noise))
  }

  private func picture(seed: UInt64) throws -> [Float] {
    try PanoramaRenderer(quality: quality, threads: Self.threads)
      .render(PreparedScene(scene), camera: cameras[0], width: Self.width, height: Self.height, seed: seed).light
  }

  /// Root of the mean square of the relative difference of two pictures, over the root of 2: that of each.
  ///
  /// Lamps, windows and patches of sun, four times as bright as the median, are left out.
  private static func noise(_ a: [Float], _ b: [Float]) -> Double {
    let greens = stride(from: 1, to: a.count, by: 3).map { (Double(a[$0]), Double(b[$0])) }
    let limit = 4 * greens.map { $0.0 + $0.1 }.sorted()[greens.count / 2]
    let kept = greens.filter { $0.0 + $0.1 < limit && $0.0 + $0.1 > limit / 400 }
    let squares = kept.map { pow(2 * ($0.0 - $0.1) / ($0.0 + $0.1), 2) / 2 }
    return (squares.reduce(0, +) / Double(kept.count)).squareRoot()
  }

  /// Prepares the home and takes its pictures.
  private func takeHome() throws {
    let prepared = try PreparedScene(scene)
    for camera in cameras {
      _ = try PanoramaRenderer(quality: quality)
        .render(prepared, camera: camera, width: Self.width, height: Self.height, seed: 1)
    }
  }

  private func report(_ pictures: [Cost], _ bare: [Cost], rays: Int) {
    let count = Double(cameras.count * Self.threads)
    let (picture, embree) = (pictures.median, bare.median)
    func line(_ name: String, _ seconds: (Cost) -> Double) {
      let (own, theirs) = (seconds(picture), seconds(embree))
      let perSecond = { Double(rays * Self.threads) / $0 / 1e6 }
      print(
        String(
          format: "%@: %.2f panoramas/s; %.2f of %.2f million rays/s = %.0f %%", name, count / own, perSecond(own),
          perSecond(theirs), 100 * theirs / own))
    }
    line("wall clock, \(Self.threads) threads", \.wall)
    // What two cores would do if nothing else ran on them.
    line("processor time, \(Self.threads) cores", { $0.processor / Double(Self.threads) })
  }

  private func inParallel(_ work: @Sendable () -> Void) -> Cost {
    let start = Cost.now
    DispatchQueue.concurrentPerform(iterations: Self.threads) { _ in work() }
    return Cost.now - start
  }
}

/// Seconds of the clock and of the processor.
struct Cost: CustomStringConvertible {
  var wall: Double
  var processor: Double

  /// Since some moment.
  static var now: Cost {
    func seconds(_ clock: clockid_t) -> Double {
      var time = timespec()
      clock_gettime(clock, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
    return Cost(wall: seconds(CLOCK_MONOTONIC), processor: seconds(CLOCK_PROCESS_CPUTIME_ID))
  }

  static func - (a: Cost, b: Cost) -> Cost { Cost(wall: a.wall - b.wall, processor: a.processor - b.processor) }

  var description: String { String(format: "%.2f s (%.2f s of processors)", wall, processor) }
}

extension [Cost] {
  /// The middle of each.
  var median: Cost {
    Cost(wall: map(\.wall).sorted()[count / 2], processor: map(\.processor).sorted()[count / 2])
  }
}
