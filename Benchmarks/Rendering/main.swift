// SPDX-License-Identifier: Apache-2.0

// How fast panoramas of a furnished room are taken, against Embree alone: `RenderingBenchmark QUALITY [FOLDER]`.
// With a folder, the pictures are kept there as PPM.

import Foundation
import RotundaScenes

let arguments = CommandLine.arguments
guard arguments.count >= 2, let quality = PanoramaRenderer.Quality(rawValue: arguments[1]) else {
  print("usage: RenderingBenchmark draft|train|photo [FOLDER]")
  exit(64)
}
let benchmark = Benchmark(scene: BenchmarkRoom.scene(), cameras: BenchmarkRoom.cameras, quality: quality)
if arguments.count > 2 { try benchmark.keepPictures(in: URL(fileURLWithPath: arguments[2])) }
try benchmark.run(rounds: quality == .photo ? 1 : 5)
