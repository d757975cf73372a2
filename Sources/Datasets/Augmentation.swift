// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import RotundaSphere

/// How a sample is shown: by a camera turned and tilted on the spot, in a mirror, in other light.
///
/// A rotation about the camera changes no ray distance, so depth is moved like the picture. Turned by whole columns and
/// mirrored, pixels move and none changes; any other rotation resamples, depth without mixing surfaces.
public struct Augmentation: Sendable, Hashable {
  /// By how much the view is turned to the right, so that the picture's content moves to the left.
  public enum Turn: Sendable, Hashable {
    /// By whole columns: exact.
    case columns(Int)
    /// By an angle in radians: resampled.
    case angle(Double)
  }

  /// Turn about the vertical.
  public var turn = Turn.columns(0)
  /// Radians by which the view is raised after the turn.
  public var pitch = 0.0
  /// Radians by which the camera is rolled clockwise after turn and pitch.
  public var roll = 0.0
  /// Whether left and right are exchanged in the end.
  public var isMirrored = false
  /// What happens to the colours.
  public var colour = ColourChange.none

  /// The sample as it is.
  public static let identity = Augmentation()

  /// The sample as it is, until a property says otherwise.
  public init() {}

  /// The sample seen this way; name and size stay.
  ///
  /// Partners come along where only the colours change: a turned camera's right is another one.
  public func applied(to sample: Sample) -> Sample {
    guard self != .identity else { return sample }
    let grid = EquirectangularGrid(width: sample.panorama.width, height: sample.panorama.height)
    let view = view(on: grid)
    let panorama = sample.panorama
    let depth = sample.depth.map { depth in
      DepthMap(width: depth.width, height: depth.height, values: view.moved(depth: depth.values))
    }
    let partners = isStill ? sample.partners.map { $0.recoloured(by: colour) } : nil
    let moved = Panorama(
      width: panorama.width, height: panorama.height,
      pixels: colour.applied(to: view.moved(pixels: panorama.pixels)),
      coverage: panorama.coverage.map { view.moved(mask: $0) })
    return Sample(name: sample.name, panorama: moved, depth: depth, partners: partners)
  }

  /// Whether every pixel stays where it is.
  private var isStill: Bool {
    var moves = self
    moves.colour = .none
    return moves == .identity
  }

  private func view(on grid: EquirectangularGrid) -> View {
    switch turn {
    case .columns(let columns) where pitch == 0 && roll == 0:
      View(grid: grid, columns: columns, rotation: nil, isMirrored: isMirrored)
    case .columns(let columns):
      view(on: grid, angle: 2 * .pi * Double(columns) / Double(grid.width))
    case .angle(let angle):
      view(on: grid, angle: angle)
    }
  }

  private func view(on grid: EquirectangularGrid, angle: Double) -> View {
    View(grid: grid, columns: 0, rotation: .yaw(angle) * .pitch(pitch) * .roll(roll), isMirrored: isMirrored)
  }

  /// Where each pixel is read: at `rotation * M d` for the direction d and, in a mirror, M = diag(-1, 1, 1).
  private struct View {
    let grid: EquirectangularGrid
    let columns: Int
    let rotation: Rotation?
    let isMirrored: Bool

    func moved(pixels: [UInt8]) -> [UInt8] {
      let turned = rotation.map { grid.rotated(pixels, channels: 3, by: $0) } ?? pixels
      return grid.columnsMoved(turned, channels: 3, by: columns, mirrored: isMirrored)
    }

    func moved(depth: [Float]) -> [Float] {
      let turned = rotation.map { grid.rotated(depth: depth, by: $0) } ?? depth
      return grid.columnsMoved(turned, by: columns, mirrored: isMirrored)
    }

    func moved(mask: [UInt8]) -> [UInt8] {
      let turned = rotation.map { grid.rotatedNearest(mask, by: $0) } ?? mask
      return grid.columnsMoved(turned, by: columns, mirrored: isMirrored)
    }
  }
}

extension StereoPartners {
  /// The same in other light.
  fileprivate func recoloured(by colour: ColourChange) -> StereoPartners {
    func recoloured(_ view: View) -> View {
      let panorama = Panorama(
        width: view.panorama.width, height: view.panorama.height, pixels: colour.applied(to: view.panorama.pixels),
        coverage: view.panorama.coverage)
      return View(panorama: panorama, depth: view.depth)
    }
    return StereoPartners(right: recoloured(right), up: recoloured(up))
  }
}
