// SPDX-License-Identifier: Apache-2.0

/// A chart laid out at a size: lines, areas and texts in pixels, which both renderers draw in this order.
///
/// Pixel (0, 0) covers the square from (0, 0) to (1, 1); y grows downwards.
struct ChartDrawing {
  /// Something to draw.
  enum Mark {
    /// A line with round ends through points; a single point is a dot.
    case line([SIMD2<Double>], width: Double, Ink)
    /// The inside of a closed outline.
    case area([SIMD2<Double>], Ink)
    case text(Text)
  }

  /// A colour, and how much of it.
  struct Ink {
    let colour: SIMD3<UInt8>
    var opacity = 1.0
  }

  /// A line of text.
  struct Text {
    enum Anchor { case start, middle, end }

    let text: String
    /// Where its start, middle or end lies, halfway up its capital letters.
    let position: SIMD2<Double>
    let anchor: Anchor
    /// Height of a dot of the font: a seventh of that of capital letters.
    let dot: Double
    /// Whether it reads upwards.
    var isTurned = false
    var colour = ChartDrawing.ink
  }

  /// Where curves are drawn.
  struct Frame {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double
  }

  let width: Int
  let height: Int
  let title: String
  private(set) var frame: Frame
  private(set) var marks: [Mark] = []

  /// The colours of the series.
  ///
  /// Source: Okabe, Ito, "Color universal design", 2008, for all kinds of colour vision; without its yellow, which is
  /// too light for lines on white.
  static let palette: [SIMD3<UInt8>] = [
    SIMD3(0, 114, 178), SIMD3(213, 94, 0), SIMD3(0, 158, 115), SIMD3(204, 121, 167), SIMD3(230, 159, 0),
    SIMD3(86, 180, 233), SIMD3(0, 0, 0),
  ]
  static let background = SIMD3<UInt8>(255, 255, 255)
  private static let ink = SIMD3<UInt8>(51, 51, 51)
  private static let gridColour = SIMD3<UInt8>(225, 225, 225)
  private static let frameColour = SIMD3<UInt8>(120, 120, 120)
  private static let (bandOpacity, rawOpacity) = (0.18, 0.3)

  /// A pixel of the design, which is 1200 x 750.
  private let unit: Double
  private var dot: Double { 1.85 * unit }
  private var titleDot: Double { 2.4 * unit }
  private var gap: Double { 10 * unit }
  private var textHeight: Double { Double(BitmapFont.glyphHeight) * dot }

  /// Lays `chart` out in `width` x `height` pixels.
  init(_ chart: Chart, width: Int, height: Int) {
    precondition(width > 0 && height > 0, "a picture has pixels")
    (self.width, self.height, title) = (width, height, chart.title)
    unit = min(Double(width) / 1200, Double(height) / 750)
    frame = Frame(left: 0, top: 0, right: 0, bottom: 0)
    let legend = legendRows(chart.series)
    // From the outside inwards: rows of text above and below, then as much on the left as the labels need.
    var top = 2 * gap
    if !chart.title.isEmpty { top += Double(BitmapFont.glyphHeight) * titleDot + 1.4 * gap }
    let legendTop = top
    top += Double(legend.count) * (textHeight + gap) + gap
    let bottom = max(Double(height) - 2 * textHeight - 4 * gap, top + 1)
    let vertical = AxisFrame(
      chart.vertical.scale, values: chart.series.flatMap(\.drawnHeights), ends: .roomy,
      count: Int((bottom - top) / (4.5 * textHeight)))
    let left = 2.5 * gap + textHeight + (vertical.ticks.map { textWidth($0.label) }.max() ?? 0) + gap
    let right = max(Double(width) - 5 * gap, left + 1)
    let horizontal = horizontalFrame(chart, length: right - left)
    frame = Frame(left: left, top: top, right: right, bottom: bottom)

    drawTitle(chart.title)
    drawLegend(legend, top: legendTop)
    drawGrid(horizontal, vertical)
    drawFrame()
    for index in chart.series.indices.reversed() {
      draw(chart.series[index], colour: Self.colour(index), horizontal, vertical)
    }
    drawLabels(chart, horizontal, vertical)
  }

  static func colour(_ series: Int) -> SIMD3<UInt8> { palette[series % palette.count] }

  /// As many ticks as have room for their labels side by side.
  private func horizontalFrame(_ chart: Chart, length: Double) -> AxisFrame {
    let values = chart.series.flatMap { ($0.points + $0.raw).map(\.x) }
    let frames = stride(from: 12, through: 2, by: -1).lazy.map { count in
      AxisFrame(chart.horizontal.scale, values: values, ends: .tight, count: count)
    }
    let roomy = frames.first { frame in
      let places = frame.ticks.map { (share: frame.share(of: $0.value) ?? 0, width: textWidth($0.label)) }
      return zip(places, places.dropFirst()).allSatisfy { before, after in
        (after.share - before.share) * length > (before.width + after.width) / 2 + 3 * gap
      }
    }
    return roomy ?? AxisFrame(chart.horizontal.scale, values: values, ends: .tight, count: 2)
  }

  private func textWidth(_ text: String) -> Double { Double(BitmapFont.width(of: text)) * dot }

  // MARK: - Around the curves

  private mutating func drawTitle(_ title: String) {
    let centre = 2 * gap + Double(BitmapFont.glyphHeight) * titleDot / 2
    let dot = min(titleDot, (Double(width) - 2 * gap) / Double(max(BitmapFont.width(of: title), 1)))
    marks.append(.text(Text(text: title, position: SIMD2(Double(width) / 2, centre), anchor: .middle, dot: dot)))
  }

  private struct LegendEntry {
    let name: String
    let colour: SIMD3<UInt8>
    let hasMarker: Bool
    let width: Double
  }

  private var sampleLength: Double { 32 * unit }

  /// Names in rows that fit the picture; none where one nameless series needs no legend.
  private func legendRows(_ series: [Chart.Series]) -> [[LegendEntry]] {
    guard series.contains(where: { !$0.name.isEmpty }) else { return [] }
    var rows: [[LegendEntry]] = []
    var room = 0.0
    for (index, one) in series.enumerated() {
      let entry = LegendEntry(
        name: one.name, colour: Self.colour(index), hasMarker: one.hasMarkers,
        width: sampleLength + 0.8 * gap + textWidth(one.name) + 3 * gap)
      if entry.width > room {
        rows.append([])
        room = Double(width) - 2 * gap
      }
      rows[rows.count - 1].append(entry)
      room -= entry.width
    }
    return rows
  }

  private mutating func drawLegend(_ rows: [[LegendEntry]], top: Double) {
    for (index, row) in rows.enumerated() {
      let y = top + Double(index) * (textHeight + gap) + textHeight / 2
      var left = (Double(width) - row.reduce(-3 * gap) { $0 + $1.width }) / 2
      for entry in row {
        let ink = Ink(colour: entry.colour)
        let sample = [SIMD2(left, y), SIMD2(left + sampleLength, y)]
        marks.append(.line(sample, width: 3 * unit, ink))
        if entry.hasMarker {
          marks.append(.line([(sample[0] + sample[1]) / 2], width: markerWidth, ink))
        }
        let start = SIMD2(left + sampleLength + 0.8 * gap, y)
        marks.append(.text(Text(text: entry.name, position: start, anchor: .start, dot: dot)))
        left += entry.width
      }
    }
  }

  private mutating func drawGrid(_ horizontal: AxisFrame, _ vertical: AxisFrame) {
    for x in horizontal.ticks.compactMap({ column($0.value, horizontal) }) {
      rule(SIMD2(x, frame.top), SIMD2(x, frame.bottom), Self.gridColour)
    }
    for y in vertical.ticks.compactMap({ row($0.value, vertical) }) {
      rule(SIMD2(frame.left, y), SIMD2(frame.right, y), Self.gridColour)
    }
  }

  private mutating func drawFrame() {
    rule(SIMD2(frame.left, frame.top), SIMD2(frame.left, frame.bottom), Self.frameColour)
    rule(SIMD2(frame.left, frame.bottom), SIMD2(frame.right, frame.bottom), Self.frameColour)
  }

  /// A straight line one pixel wide, along the centres of pixels so that it is sharp.
  private mutating func rule(_ start: SIMD2<Double>, _ end: SIMD2<Double>, _ colour: SIMD3<UInt8>) {
    let points = [start, end].map { $0.rounded(.down) + 0.5 }
    marks.append(.line(points, width: 1, Ink(colour: colour)))
  }

  private mutating func drawLabels(_ chart: Chart, _ horizontal: AxisFrame, _ vertical: AxisFrame) {
    let below = frame.bottom + gap + textHeight / 2
    for tick in horizontal.ticks {
      guard let x = column(tick.value, horizontal) else { continue }
      marks.append(.text(Text(text: tick.label, position: SIMD2(x, below), anchor: .middle, dot: dot)))
    }
    for tick in vertical.ticks {
      guard let y = row(tick.value, vertical) else { continue }
      marks.append(.text(Text(text: tick.label, position: SIMD2(frame.left - gap, y), anchor: .end, dot: dot)))
    }
    let middle = SIMD2((frame.left + frame.right) / 2, below + textHeight + 1.2 * gap)
    marks.append(.text(Text(text: chart.horizontal.label, position: middle, anchor: .middle, dot: dot)))
    let side = SIMD2(gap + textHeight / 2, (frame.top + frame.bottom) / 2)
    marks.append(.text(Text(text: chart.vertical.label, position: side, anchor: .middle, dot: dot, isTurned: true)))
  }

  // MARK: - Curves

  private var markerWidth: Double { 9 * unit }

  private func column(_ value: Double, _ axis: AxisFrame) -> Double? {
    axis.share(of: value).map { frame.left + $0 * (frame.right - frame.left) }
  }

  private func row(_ value: Double, _ axis: AxisFrame) -> Double? {
    axis.share(of: value).map { frame.bottom - $0 * (frame.bottom - frame.top) }
  }

  private mutating func draw(
    _ series: Chart.Series, colour: SIMD3<UInt8>, _ horizontal: AxisFrame, _ vertical: AxisFrame
  ) {
    func place(_ x: Double, _ y: Double) -> SIMD2<Double>? {
      guard let column = column(x, horizontal), let row = row(y, vertical) else { return nil }
      return SIMD2(column, row)
    }
    let bounds = series.points.map { point in
      point.interval.flatMap { interval in
        place(point.x, interval.lowerBound).flatMap { low in
          place(point.x, interval.upperBound).map { (low: low, high: $0) }
        }
      }
    }
    for run in bounds.unbrokenRuns() where run.count > 1 {
      marks.append(.area(run.map(\.high) + run.map(\.low).reversed(), Ink(colour: colour, opacity: Self.bandOpacity)))
    }
    for run in series.raw.map({ place($0.x, $0.y) }).unbrokenRuns() {
      marks.append(.line(run, width: 1.5 * unit, Ink(colour: colour, opacity: Self.rawOpacity)))
    }
    for run in series.points.map({ place($0.x, $0.y) }).unbrokenRuns() {
      marks.append(.line(run, width: 2.5 * unit, Ink(colour: colour)))
      // A point alone would be hardly seen.
      guard series.hasMarkers || run.count == 1 else { continue }
      marks += run.map { .line([$0], width: markerWidth, Ink(colour: colour)) }
    }
  }
}

extension Chart.Series {
  /// Every height that the vertical axis must have room for.
  fileprivate var drawnHeights: [Double] {
    (points + raw).flatMap { point in
      [point.y] + (point.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
    }
  }
}

extension Array {
  /// The elements between those that are nil.
  fileprivate func unbrokenRuns<Value>() -> [[Value]] where Element == Value? {
    split(omittingEmptySubsequences: true) { $0 == nil }.map { $0.compactMap { $0 } }
  }
}
