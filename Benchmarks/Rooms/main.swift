// SPDX-License-Identifier: Apache-2.0

// Statistics of random rooms: `RoomStatistics [COUNT] [SEED]`.
//
// Prints how the distances lie, how high cameras stand, and how much brightness tells of distance: of the rooms as they
// are, and of the same rooms lit by nothing but a lamp at the camera, as the control that must be found out.

import Dispatch
import Foundation
import RotundaEvaluation
import RotundaHomes
import RotundaImaging
import RotundaRendering
import RotundaScenes
import RotundaSolids
import Synchronization

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let count = arguments.first ?? 500
let seed = UInt64(arguments.dropFirst().first ?? 7)
let (width, height) = (256, 128)
let views = HomeSeries(seed: seed, look: .photo).viewsPerScene

/// What all panoramas together say.
struct Tally: Sendable {
  var leak: [RoomLook: BrightnessLeak] = [:]
  var control = BrightnessLeak()
  var distances: [Float] = []
  var cameraHeights: [Float] = []
}

/// The scene with its lamps and sky out, and a bulb at the camera.
func lampAtCamera(_ scene: Scene, _ camera: Camera) -> Scene {
  var scene = scene
  scene.model.lamps = [
    Lamp(.bulb(radius: 0.01), centre: camera.position, emission: SIMD3(repeating: 5))
  ]
  scene.sky = Sky(.overcast(zenith: .zero), ground: .zero)
  return scene
}

func add(home number: Int, to tally: borrowing Mutex<Tally>) throws {
  let renderer = PanoramaRenderer(quality: .train)
  let home = Home.random(seed: seed, index: number)
  for look in RoomLook.allCases {
    let photographed = try HomeSeries(seed: seed, look: look).photographed(home, number: number)
    for view in photographed.views {
      let exposure = try renderer.render(
        photographed.prepared, camera: view.camera, width: width, height: height, seed: view.seed)
      let panorama = try view.look.developed(exposure)
      tally.withLock { tally in
        tally.leak[look, default: BrightnessLeak()].add(panorama, exposure.depth)
        guard look == .photo else { return }
        tally.distances += exposure.depth.values.enumerated().filter { $0.offset % 7 == 0 && $0.element > 0 }.map(
          \.element)
      }
    }
  }
  for viewpoint in home.viewpoints {
    let scene = try PreparedScene(lampAtCamera(home.scene, viewpoint.camera))
    let exposure = try renderer.render(scene, camera: viewpoint.camera, width: width, height: height, seed: 1)
    let panorama = try Look.synthetic.developed(exposure)
    tally.withLock { tally in
      tally.control.add(panorama, exposure.depth)
      tally.cameraHeights.append(viewpoint.height)
    }
  }
}

let tally = Mutex(Tally())
let homes = (count + views - 1) / views
DispatchQueue.concurrentPerform(iterations: homes) { number in
  do {
    try add(home: number, to: tally)
  } catch {
    FileHandle.standardError.write(Data("home \(number): \(error)\n".utf8))
    exit(1)
  }
}

func quantile(_ sorted: [Float], _ share: Double) -> Float {
  sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
}

let result = tally.withLock { $0 }
let sorted = result.distances.sorted()
let heights = result.cameraHeights.sorted()
print("\(homes * views) panoramas of \(homes) homes, seed \(seed), \(width)x\(height)")
print("rank correlation of luminance and inverse square distance, mean over panoramas:")
for look in RoomLook.allCases {
  print("  \(look.rawValue): \(String(format: "%+.3f", result.leak[look]?.correlation ?? .nan))")
}
print("  lamp at the camera (control): \(String(format: "%+.3f", result.control.correlation ?? .nan))")
print(
  String(
    format: "distance: median %.2f m; 5 %% %.2f m, 25 %% %.2f m, 75 %% %.2f m, 95 %% %.2f m, most %.1f m",
    quantile(sorted, 0.5), quantile(sorted, 0.05), quantile(sorted, 0.25), quantile(sorted, 0.75),
    quantile(sorted, 0.95), sorted.last ?? 0))
print(
  String(
    format: "camera height: %.2f to %.2f m, median %.2f m", heights.first ?? 0, heights.last ?? 0,
    quantile(heights, 0.5)))
let step: Float = 0.5
for bin in 0..<24 {
  let (low, high) = (Float(bin) * step, Float(bin + 1) * step)
  let share = Double(sorted.count { $0 >= low && $0 < high }) / Double(sorted.count)
  print(String(format: "%5.1f m  %5.1f %%  ", low, share * 100) + String(repeating: "#", count: Int(share * 200)))
}
