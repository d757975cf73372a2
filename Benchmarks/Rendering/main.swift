// SPDX-License-Identifier: Apache-2.0

// Takes panoramas of a furnished room and prints how long that took: `RenderingBenchmark QUALITY [FOLDER]`.

import Foundation
import RotundaImaging
import RotundaScenes

let arguments = CommandLine.arguments
guard arguments.count >= 2, let quality = PanoramaRenderer.Quality(rawValue: arguments[1]) else {
  print("usage: RenderingBenchmark draft|train|photo [FOLDER]")
  exit(64)
}
let clock = ContinuousClock()
var start = clock.now
let scene = BenchmarkRoom.scene()
print("scene", scene.model.mesh.triangles.count, clock.now - start)
start = clock.now
let prepared = try PreparedScene(scene)
print("prepared", clock.now - start)
for (index, camera) in BenchmarkRoom.cameras.enumerated() {
  start = clock.now
  let exposure = try PanoramaRenderer(quality: quality, threads: 1)
    .render(prepared, camera: camera, width: 512, height: 256, seed: 1)
  print("rendered", clock.now - start)
  if arguments.count > 2 {
    let picture = exposure.developed()
    let header = "P6\n512 256\n255\n"
    try (Data(header.utf8) + Data(picture.pixels)).write(to: URL(fileURLWithPath: "\(arguments[2])/\(index).ppm"))
  }
}
