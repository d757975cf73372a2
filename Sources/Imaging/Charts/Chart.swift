// SPDX-License-Identifier: Apache-2.0

/// Curves over an axis: what a run or a comparison of predictors looks like.
///
/// One description with two renderers: `image(width:height:)` for pixels, `svg(width:height:)` for pages and papers.
public struct Chart: Sendable, Hashable {
  /// What the picture shows, above it.
  public var title: String
  /// The axis at the bottom.
  public var horizontal: Axis
  /// The axis on the left.
  public var vertical: Axis
  /// The curves; they take the palette's colours in this order, and the first lies above the others.
  public var series: [Series]

  /// A chart of `series`.
  public init(_ title: String, horizontal: Axis, vertical: Axis, series: [Series]) {
    self.title = title
    self.horizontal = horizontal
    self.vertical = vertical
    self.series = series
  }

  /// What one direction of a chart means.
  public struct Axis: Sendable, Hashable {
    /// What is measured, with its unit, as `distance (m)`.
    public var label: String
    /// How values lie along the axis.
    public var scale: Scale

    /// An axis, linear unless said otherwise.
    public init(_ label: String, scale: Scale = .linear) {
      self.label = label
      self.scale = scale
    }
  }

  /// How values lie along an axis.
  public enum Scale: Sendable, Hashable {
    /// Equal differences are equal lengths.
    case linear
    /// Equal ratios are equal lengths; what is not positive is not drawn.
    case logarithmic
  }

  /// One curve.
  public struct Series: Sendable, Hashable {
    /// Its name in the legend; a chart whose only series has no name has no legend.
    public var name: String
    /// Its points in the order in which lines join them; a point that is not finite leaves a gap.
    public var points: [Point]
    /// The measurements that `points` were smoothed from, drawn faintly behind them.
    public var raw: [Point]
    /// Whether each point is marked with a dot: for a few points, each a measurement.
    public var hasMarkers: Bool

    /// A curve through `points`.
    public init(_ name: String, _ points: [Point], smoothedFrom raw: [Point] = [], hasMarkers: Bool = false) {
      self.name = name
      self.points = points
      self.raw = raw
      self.hasMarkers = hasMarkers
    }
  }

  /// A point of a curve.
  public struct Point: Sendable, Hashable {
    /// Along the horizontal axis.
    public var x: Double
    /// Along the vertical axis.
    public var y: Double
    /// Where the true `y` may lie; shaded between neighbours that both have one.
    public var interval: ClosedRange<Double>?

    /// A point, with the interval in which its `y` may truly lie where that is known.
    public init(_ x: Double, _ y: Double, interval: ClosedRange<Double>? = nil) {
      self.x = x
      self.y = y
      self.interval = interval
    }
  }

  /// The chart as a picture; legible from about 600 x 375 pixels.
  public func image(width: Int = 1200, height: Int = 750) -> RGBImage {
    ChartRaster.image(of: ChartDrawing(self, width: width, height: height))
  }

  /// The chart as an SVG document, with the same layout as the picture of that size.
  public func svg(width: Int = 1200, height: Int = 750) -> String {
    ChartSVG.text(of: ChartDrawing(self, width: width, height: height))
  }
}
