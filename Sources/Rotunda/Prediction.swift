// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging

/// A depth map and what is known about how it came about.
public struct Prediction: Sendable {
  /// Where the depth's scale comes from.
  public enum Scale: Sendable, Hashable {
    /// The network's own guess.
    case predicted
    /// The camera's height: the network's depth was multiplied by `factor`; `floor` is what was found before that.
    case cameraHeight(metres: Double, factor: Double, floor: FloorFit)
  }

  /// Ray distance in metres on the photo's grid.
  public let depth: DepthMap
  /// Half the spread of the ensemble's middle two thirds, metres, on the same grid; nil for a single pass.
  public let spread: DepthMap?
  /// Where the depth's scale comes from.
  public let scale: Scale
  /// How long the network took.
  public let time: Time

  /// Seconds on the clock.
  public struct Time: Sendable, Hashable {
    /// From the first pass to the last, without what comes before and after the network.
    public let network: Double
    /// Before the first, for other pictures' passes.
    public let waiting: Double
  }
}
