// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging

/// Eight pictures whose brightness tells the distance, in 360D's layout: something a small network learns fast.
func makeData(in folder: URL) throws -> String {
  let part = folder.appending(path: "data/Matterport3D")
  try FileManager.default.createDirectory(at: part, withIntermediateDirectories: true)
  for index in 0..<8 {
    let smooth = (0..<64 * 32).map { UInt8(40 + 20 * index + $0 / 64) }
    let name = "\(index)_a_%_0_Left_Down_0.0"
    try Panorama(width: 64, height: 32, pixels: smooth.flatMap { [$0, $0, $0] })
      .write(to: part.appending(path: "\(name.replacing("%", with: "color")).png"), as: .png)
    try DepthMap(width: 64, height: 32, values: smooth.map { Float($0) / 25 })
      .write(to: part.appending(path: "\(name.replacing("%", with: "depth")).exr"), as: .exr)
  }
  return "rotunda:" + folder.appending(path: "data").path(percentEncoded: false)
}

/// Photographs without depth: the pictures of the data, darker.
func makePhotographs(_ count: Int, in folder: URL) throws -> String {
  let photographs = folder.appending(path: "photographs")
  try FileManager.default.createDirectory(at: photographs, withIntermediateDirectories: true)
  for index in 0..<count {
    let pixels = (0..<64 * 32).map { UInt8(20 + 10 * index + $0 / 64) }
    try Panorama(width: 64, height: 32, pixels: pixels.flatMap { [$0, $0, $0] })
      .write(to: photographs.appending(path: "\(index).png"), as: .png)
  }
  return photographs.path(percentEncoded: false)
}
