// SPDX-License-Identifier: Apache-2.0

// Times the loader for Benchmarks/peers/loading.py: `LoadingBenchmark FOLDER PAIRS WORKERS`.
// Writes the pairs that FOLDER lacks (0.png and 0.exr, 1.png and 1.exr, ..., 512x256). Prints one JSON line when ready,
// then one with the wall and processor seconds of reading all of them for each line of standard input.

import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaSphere

/// Pairs of a PNG and an OpenEXR file in a folder.
struct Pairs: SampleSource {
  let folder: URL
  let number: Int

  var uri: String { "pairs:\(folder.path)" }
  var count: Int? { number }

  func files(_ index: Int) -> (picture: URL, depth: URL) {
    (folder.appending(path: "\(index).png"), folder.appending(path: "\(index).exr"))
  }

  func sample(at index: Int) throws -> Sample {
    let files = files(index)
    return Sample(
      name: "\(index)", panorama: try Panorama(contentsOf: files.picture), depth: try DepthMap(contentsOf: files.depth))
  }

  /// Writes the files that are not there.
  func write() throws {
    for index in 0..<number where !FileManager.default.fileExists(atPath: files(index).depth.path) {
      let room = SyntheticRoom(seed: UInt64(index))
      try room.panorama.write(to: files(index).picture, as: .png)
      try room.depth.write(to: files(index).depth, as: .exr)
    }
  }
}

/// A box with boxes in it, in textures of several scales and with a camera's noise: about as compressible as a photo.
struct SyntheticRoom {
  let panorama: Panorama
  let depth: DepthMap

  init(seed: UInt64) {
    let grid = EquirectangularGrid(width: 512, height: 256)
    var random = SplitMix64(seed: seed, stream: 1)
    let size = SIMD3(
      Double.random(in: 1.5...4, using: &random), 1.5, Double.random(in: 1.5...4, using: &random))
    let cabinets = (0..<6).map { _ in
      (
        middle: Double.random(in: -3...3, using: &random), width: Double.random(in: 0.1...0.5, using: &random),
        top: Double.random(in: -0.6...0.3, using: &random), share: Double.random(in: 0.4...0.9, using: &random)
      )
    }
    var depth: [Float] = []
    var pixels: [UInt8] = []
    for row in 0..<grid.height {
      let latitude = grid.latitude(row: Double(row))
      for column in 0..<grid.width {
        let direction = grid.direction(column: Double(column), row: Double(row))
        let longitude = grid.longitude(column: Double(column))
        let walls = SIMD3(size.x / abs(direction.x), size.y / abs(direction.y), size.z / abs(direction.z))
        let wall = walls.min()
        let share =
          cabinets.filter { abs(longitude - $0.middle) < $0.width && latitude < $0.top }.map(\.share).min() ?? 1
        // Rough as a scanned mesh: smooth walls would pack to a third.
        let relief = 1 + 2e-4 * Double(random.next().nonzeroBitCount - 32)
        depth.append(Float(wall * share * relief))
        let point = direction * wall * share
        var light = 90.0 + 40 * share
        for octave in 0..<4 {
          let scale = Double(3 << octave)
          let wave = sin(scale * point.x + seedPhase(seed, octave)) * cos(scale * point.y) * sin(scale * point.z + 1)
          light += 24 / Double(octave + 1) * wave
        }
        for channel in 0..<3 {
          let noise = Double(random.next().nonzeroBitCount - 32) / 4
          let level = light * (0.8 + 0.1 * Double(channel)) + 2.5 * noise
          pixels.append(UInt8(min(max(level, 0), 255)))
        }
      }
    }
    panorama = Panorama(width: grid.width, height: grid.height, pixels: pixels)
    self.depth = DepthMap(width: grid.width, height: grid.height, values: depth)
  }
}

func seedPhase(_ seed: UInt64, _ octave: Int) -> Double { Double(seed % 97) * 0.13 + Double(octave) }

/// Processor time of all threads so far.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
  let duration = try ContinuousClock().measure(body)
  return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}

/// Writes a line at once: the driver waits for it.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

let arguments = CommandLine.arguments
guard arguments.count == 4, let number = Int(arguments[2]), let workers = Int(arguments[3]), number > 0 else {
  say("usage: LoadingBenchmark FOLDER PAIRS WORKERS")
  exit(64)
}
let pairs = Pairs(folder: URL(filePath: arguments[1]), number: number)
try pairs.write()
var ranges = AugmentationRanges()
ranges.turns = .columns
ranges.mirrors = true
say(#"{"name": "rotunda, \#(workers) workers"}"#)
while readLine() != nil {
  let before = processorSeconds()
  let time = try seconds {
    let loader = try SampleLoader(pairs, seed: 1, augmentation: ranges, workers: workers, prefetch: 32)
    for draw in 0..<number { _ = try loader.sample(draw: draw) }
  }
  say(#"{"seconds": \#(time), "cpu": \#(processorSeconds() - before)}"#)
}
