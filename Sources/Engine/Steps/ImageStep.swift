// SPDX-License-Identifier: Apache-2.0

/// Brings the picture from `[C, H, W]` into the arena's layout, a row an item.
package struct ImageStep: Step {
  private let destination: MapView
  private let runs: [MapView.Run]

  package init(destination: MapView) {
    self.destination = destination
    runs = destination.runs
  }

  package var label: String { "picture" }

  package var itemCount: Int { destination.height }

  package func run(item row: Int, in memory: StepMemory) {
    for run in runs {
      for channel in 0..<run.count {
        // Bound: the prediction checked that the picture has the map's channels, rows and columns.
        let source = memory.image + ((run.channel + channel) * destination.height + row) * destination.width
        let target = memory.arena + run.offset(row: row, column: 0) + channel
        for column in 0..<destination.width { target[column &* run.pixelLength] = source[column] }
      }
    }
  }
}
