// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import RotundaSphere

/// How perspective networks are shown panoramas.
struct ViewOptions: ParsableArguments {
  @Option(
    help: """
      What perspective networks see of a panorama: cube (faces of 90 degrees), wide-cube (of 100 degrees, which overlap) or \
      icosahedron (twelve views).
      """)
  var views = Views.cube

  @Option(help: "How their views are merged: hard, cross-faded or gradient-domain.")
  var merge = ViewMerge.hard

  @Option(help: "Columns and rows of a view; the network's own by default.")
  var viewSize: Int?

  /// Sets of views.
  enum Views: String, ExpressibleByArgument, CaseIterable {
    case cube
    case wideCube = "wide-cube"
    case icosahedron
  }

  func validate() throws {
    if let viewSize, !(1...16384 ~= viewSize) {
      throw ValidationError("--view-size must be from 1 to 16384, not \(viewSize)")
    }
  }

  /// The views, of so many columns and rows each.
  func views(size: Int) -> PanoramaViews {
    switch views {
    case .cube: .cube(size: size)
    case .wideCube: .cube(size: size, fieldOfView: 100 * .pi / 180)
    case .icosahedron: .icosahedron(size: size)
    }
  }
}

extension ViewMerge: ExpressibleByArgument {}
