// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import RotundaDatasets
import RotundaImaging
import RotundaNetworks

/// `rotunda render`.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Render random rooms with their exact depth.",
    discussion: "Writes NAME.png (the panorama), NAME_depth.exr and NAME_preview.png.")

  @Option(help: "Which rooms.")
  var data = "rooms:seed=7,count=4"

  @Option(help: "Size of the panoramas, WIDTHxHEIGHT.")
  var size = "1024x512"

  @Option(name: .shortAndLong, help: "Folder to write to.", completion: .directory)
  var output = "rooms"

  func run() throws {
    let extent = try Extent(parsing: size)
    let source = try SampleSources.open(data, width: extent.width, height: extent.height)
    guard let count = source.count else { throw CommandError.unknownData(uri: "\(data) without count=N") }
    let folder = URL(filePath: output)
    try OutputFolder.make(folder)
    for index in 0..<count {
      let sample = try source.sample(at: index)
      try sample.panorama.write(to: folder.appending(path: "\(sample.name).png"), as: .png)
      try sample.depth.write(to: folder.appending(path: "\(sample.name)_depth.exr"), as: .exr)
      try DepthPreview(of: sample.depth).image().write(
        to: folder.appending(path: "\(sample.name)_preview.png"), as: .png)
      Console.current.say("\(folder.appending(path: sample.name).relativePath)  \(index + 1)/\(count)")
    }
  }
}
