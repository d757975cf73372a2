// SPDX-License-Identifier: Apache-2.0

// How fast panoramas of a furnished room are taken.
//
//     RenderingBenchmark QUALITY [FOLDER]    against Embree alone; keeps the pictures in the folder
//     RenderingBenchmark export FILE         the scene for Benchmarks/peers/cycles.py
//     RenderingBenchmark noise QUALITY       one picture, timed, and its noise, for the same

import Foundation
import RotundaRendering

let usage = "usage: RenderingBenchmark draft|train|photo [FOLDER] | export FILE | noise draft|train|photo"
let arguments = Array(CommandLine.arguments.dropFirst())
let scene = BenchmarkRoom.scene()

func benchmark(_ name: String) -> Benchmark {
  guard let quality = PanoramaRenderer.Quality(rawValue: name) else {
    print(usage)
    exit(64)
  }
  return Benchmark(scene: scene, cameras: BenchmarkRoom.cameras, quality: quality)
}

switch arguments.first {
case "export" where arguments.count == 2:
  let data = try JSONEncoder().encode(Export(scene, cameras: BenchmarkRoom.cameras))
  try data.write(to: URL(fileURLWithPath: arguments[1]))
case "noise" where arguments.count == 2:
  try benchmark(arguments[1]).reportNoise()
case .some(let name):
  let benchmark = benchmark(name)
  if arguments.count > 1 { try benchmark.keepPictures(in: URL(fileURLWithPath: arguments[1])) }
  try benchmark.run(rounds: benchmark.quality == .photo ? 1 : 5)
case nil:
  print(usage)
  exit(64)
}
