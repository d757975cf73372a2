// SPDX-License-Identifier: Apache-2.0

import RotundaNetworks

/// What mixes the channels of each pixel, a row an item.
struct PixelStep: Step {
  let label: String
  private let function: @Sendable ([Double]) -> [Double]
  private let size: Extent
  private let sources: [MapView.Run]
  private let targets: [MapView.Run]

  init(_ function: @escaping @Sendable ([Double]) -> [Double], label: String, source: MapView, destination: MapView) {
    self.label = label
    self.function = function
    size = destination.size
    sources = source.runs
    targets = destination.runs
  }

  var itemCount: Int { size.height }

  func run(item row: Int, in memory: StepMemory) {
    var pixel: [Double] = []
    for column in 0..<size.width {
      pixel.removeAll(keepingCapacity: true)
      for run in sources {
        // Bound: row and column lie in the map.
        let from = memory.arena + run.offset(row: row, column: column)
        for channel in 0..<run.count { pixel.append(Double(from[channel])) }
      }
      let result = function(pixel)
      for run in targets {
        let to = memory.arena + run.offset(row: row, column: column)
        for channel in 0..<run.count { to[channel] = Float(result[run.channel + channel]) }
      }
    }
  }
}

/// Depths of a plane for each pixel of the source, a row of the source an item.
struct LocalPlanesStep: Step {
  private let planes: Network.LocalPlanes
  private let size: Extent
  private let source: [MapView.Run]
  private let target: MapView.Run

  init(_ planes: Network.LocalPlanes, source: MapView, destination: MapView) {
    self.planes = planes
    size = source.size
    self.source = source.runs
    target = destination.runs[0]
  }

  var label: String { "local planes" }

  var itemCount: Int { size.height }

  func run(item row: Int, in memory: StepMemory) {
    for column in 0..<size.width {
      var channels: [Double] = []
      for run in source {
        // Bound: the source has three channels; the destination `factor` times its rows and columns.
        let pixel = memory.arena + run.offset(row: row, column: column)
        for channel in 0..<run.count { channels.append(Double(pixel[channel])) }
      }
      for y in 0..<planes.factor {
        for x in 0..<planes.factor {
          let place = target.offset(row: row * planes.factor + y, column: column * planes.factor + x)
          memory.arena[place] = Float(planes.depth(of: channels, row: y, column: x))
        }
      }
    }
  }
}

/// Two channels that only the size says, a row an item.
struct CoordinatesStep: Step {
  private let coordinates: Network.Coordinates
  private let destination: MapView

  init(_ coordinates: Network.Coordinates, destination: MapView) {
    self.coordinates = coordinates
    self.destination = destination
  }

  var label: String { "coordinates" }

  var itemCount: Int { destination.height }

  func run(item row: Int, in memory: StepMemory) {
    for run in destination.runs {
      for channel in 0..<run.count {
        for column in 0..<destination.width {
          let value = coordinates.value(
            channel: run.channel + channel, row: row, column: column, of: destination.size)
          // Bound: row and column lie in the destination.
          memory.arena[run.offset(row: row, column: column) + channel] = Float(value)
        }
      }
    }
  }
}

/// Means over superpixels, a block of channels an item.
struct SuperpixelStep: Step {
  private let pooling: Network.SuperpixelPooling
  private let features: MapView
  private let picture: MapView
  private let destination: MapView
  private let pairs: [PairedRuns]

  init(_ pooling: Network.SuperpixelPooling, features: MapView, picture: MapView, destination: MapView) {
    self.pooling = pooling
    self.features = features
    self.picture = picture
    self.destination = destination
    pairs = PairedRuns.pairs(features, destination)
  }

  var label: String { "superpixel pooling" }

  var itemCount: Int { pairs.count }

  func run(item: Int, in memory: StepMemory) {
    let pair = pairs[item]
    let labels = picture.runs(covering: pooling.labelChannel..<(pooling.labelChannel + 1))[0]
    let capacity = destination.height
    var sums = [PixelChannels](repeating: PixelChannels(), count: capacity)
    var counts = [Float](repeating: 0, count: capacity)
    for row in 0..<picture.height {
      for column in 0..<picture.width {
        // Bound: row and column lie in the picture, and their features in the map of features.
        let label = memory.arena[labels.offset(row: row, column: column)]
        guard label >= 0, label < Float(capacity) else { continue }
        let place = pair.source.offset(
          row: row * features.height / picture.height, column: column * features.width / picture.width)
        sums[Int(label)] += memory.arena.channels(at: place, count: pair.source.count)
        counts[Int(label)] += 1
      }
    }
    for superpixel in 0..<capacity {
      memory.arena.write(
        sums[superpixel] / max(counts[superpixel], 1), at: pair.target.offset(row: superpixel, column: 0),
        count: pair.target.count)
    }
  }
}
