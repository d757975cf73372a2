// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ChartTests {
  // MARK: - Reading a chart as a person would

  /// What an SVG reader finds in a document.
  private final class Document: NSObject, XMLParserDelegate {
    private var innerText = ""
    private(set) var elements: [(name: String, attributes: [String: String], text: String)] = []

    init(_ svg: String) throws {
      super.init()
      let parser = XMLParser(data: Data(svg.utf8))
      parser.delegate = self
      try #require(parser.parse(), "line \(parser.lineNumber) is no XML")
    }

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      elements.append((name, attributes, ""))
      innerText = ""
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { innerText += string }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      // Only elements without others in them have texts; the document's end comes last and has line ends.
      if elements[elements.count - 1].name == name { elements[elements.count - 1].text = innerText }
    }

    func all(_ name: String, _ isWanted: ([String: String]) -> Bool = { _ in true }) -> [[String: String]] {
      elements.filter { $0.name == name && isWanted($0.attributes) }.map(\.attributes)
    }

    /// Pixels of all lines of a colour and a width, from left to right in the legend and the frame.
    func lines(_ colour: String) -> [[SIMD2<Double>]] {
      all("polyline") { $0["stroke"] == colour }.compactMap { $0["points"] }.map(points)
    }

    func points(_ list: String) -> [SIMD2<Double>] {
      list.split(separator: " ").map { pair in
        let numbers = pair.split(separator: ",").compactMap { Double($0) }
        return SIMD2(numbers[0], numbers[1])
      }
    }

    /// Labels of ticks with their places: those below the frame have one height, those beside it end at one column.
    func ticks(anchor: String) -> [(value: Double, place: SIMD2<Double>)] {
      elements.filter { $0.name == "text" && $0.attributes["text-anchor"] == anchor }.compactMap { element in
        guard let value = number(element.text), let x = element.attributes["x"].flatMap(Double.init),
          let y = element.attributes["y"].flatMap(Double.init)
        else { return nil }
        return (value, SIMD2(x, y))
      }
    }

    private func number(_ label: String) -> Double? {
      if label.hasSuffix("k") { return Double(label.dropLast()).map { $0 * 1e3 } }
      if label.hasSuffix("M") { return Double(label.dropLast()).map { $0 * 1e6 } }
      return Double(label)
    }

    /// The data that pixels stand for, by the labels of the outermost ticks.
    func data(_ pixels: [SIMD2<Double>], logarithmic: Bool = false) throws -> [SIMD2<Double>] {
      let (across, up) = (ticks(anchor: "middle"), ticks(anchor: "end"))
      let (left, right) = (try #require(across.first), try #require(across.last))
      let (low, high) = (try #require(up.first), try #require(up.last))
      // The baseline of a label lies half a letter below the tick.
      let size = try #require(elements.first { $0.attributes["text-anchor"] == "end" }?.attributes["font-size"])
      let half = 0.72 * (try #require(Double(size))) / 2
      func height(_ value: Double) -> Double { logarithmic ? log(value) : value }
      return pixels.map { pixel in
        let along = (pixel.x - left.place.x) / (right.place.x - left.place.x)
        let x = left.value + along * (right.value - left.value)
        let share = (pixel.y + half - low.place.y) / (high.place.y - low.place.y)
        let y = height(low.value) + share * (height(high.value) - height(low.value))
        return SIMD2(x, logarithmic ? exp(y) : y)
      }
    }
  }

  private static let blue = (name: "#0072B2", pixel: SIMD3<UInt8>(0, 114, 178))
  private static let vermilion = (name: "#D55E00", pixel: SIMD3<UInt8>(213, 94, 0))

  private func chart(
    _ series: [Chart.Series], horizontal: Chart.Scale = .linear, vertical: Chart.Scale = .linear
  ) -> Chart {
    Chart(
      "Error & <distance>", horizontal: Chart.Axis("distance (m)", scale: horizontal),
      vertical: Chart.Axis("Abs Rel", scale: vertical), series: series)
  }

  private func pixel(_ image: RGBImage, _ point: SIMD2<Double>) -> SIMD3<UInt8> {
    let start = 3 * (Int(point.y) * image.width + Int(point.x))
    return SIMD3(image.pixels[start], image.pixels[start + 1], image.pixels[start + 2])
  }

  // MARK: - Data

  @Test(arguments: [Chart.Scale.linear, .logarithmic])
  func `points of the document stand for the data`(scale: Chart.Scale) throws {
    let values: [Chart.Point] = (0..<40).map { step in
      Chart.Point(37 + 411 * Double(step), 0.013 + 2.9 * exp(-0.15 * Double(step)))
    }
    let document = try Document(chart([Chart.Series("one", values)], vertical: scale).svg())
    // The first line of a colour is the legend's sample.
    let drawn = try #require(document.lines(Self.blue.name).last)
    let data = try document.data(drawn, logarithmic: scale == .logarithmic)
    try #require(data.count == values.count)
    for (found, value) in zip(data, values) {
      // A hundredth of a pixel, of about a thousand across and six hundred up.
      #expect(abs(found.x - value.x) < 1e-4 * 16_000)
      #expect(abs(found.y - value.y) < (scale == .linear ? 1e-4 * 3 : 1e-3 * value.y))
    }
  }

  @Test func `pixels at the data have the colour of their series`() throws {
    let first = (0..<12).map { Chart.Point(Double($0), 2 + sin(Double($0))) }
    let second = (0..<12).map { Chart.Point(Double($0), 6 + cos(Double($0)), interval: 5...9) }
    let chart = chart([Chart.Series("first", first), Chart.Series("second", second, hasMarkers: true)])
    let (image, document) = (chart.image(), try Document(chart.svg()))
    for colour in [Self.blue, Self.vermilion] {
      let points = try #require(document.lines(colour.name).last)
      #expect(points.count == 12)
      for point in points { #expect(pixel(image, point) == colour.pixel) }
    }
    // The second's interval is shaded, the first has none.
    let area = try #require(document.all("polygon").first)
    #expect(document.all("polygon").count == 1 && area["fill"] == Self.vermilion.name)
    let corners = document.points(area["points"] ?? "")
    let inside = (corners[0] + corners[1] + corners[corners.count - 2] + corners[corners.count - 1]) / 4
    let shade = pixel(image, inside)
    #expect(shade.x > shade.y && shade.y > shade.z && shade.z > 150)
  }

  @Test func `a line is smooth and as wide as it says`() throws {
    let chart = chart([Chart.Series("", [Chart.Point(0, 0), Chart.Point(1, 1)])])
    let line = try #require(Document(chart.svg()).lines(Self.blue.name).last)
    let image = chart.image()
    // Down a column between grid lines the coverage sums up to the width along the vertical.
    let slope = (line[1] - line[0]) / (line[1].x - line[0].x)
    let column = Int(line[0].x + 0.33 * (line[1].x - line[0].x))
    let middle = line[0].y + slope.y * (Double(column) + 0.5 - line[0].x)
    let red = (Int(middle) - 8..<Int(middle) + 8).map { Double(pixel(image, SIMD2(Double(column), Double($0))).x) }
    let covered = red.reduce(0) { $0 + (255 - $1) / 255 }
    #expect(abs(covered - 2.5 * (1 + slope.y * slope.y).squareRoot()) < 0.15)
    #expect(red.contains { $0 > 10 && $0 < 245 })
  }

  @Test func `what is not finite leaves a gap, and on a logarithmic axis also what is not positive`() throws {
    let heights: [Double] = [1, 2, .nan, 3, .infinity, 4, 5, -.infinity, 0, 6, 7]
    let points = heights.enumerated().map { Chart.Point(Double($0.offset), $0.element) }
    func runs(_ scale: Chart.Scale) throws -> [Int] {
      let chart = chart([Chart.Series("", points)], vertical: scale)
      _ = chart.image()
      return try Document(chart.svg()).lines(Self.blue.name).map(\.count)
    }
    #expect(try runs(.linear) == [2, 2, 3])
    #expect(try runs(.logarithmic) == [2, 2, 2])
    // The 3 between two gaps is a dot.
    let document = try Document(chart([Chart.Series("", points)]).svg())
    let dot = try #require(document.all("circle").first)
    let place = SIMD2(try #require(Double(dot["cx"] ?? "")), try #require(Double(dot["cy"] ?? "")))
    let data = try document.data([place])[0]
    #expect(abs(data.x - 3) < 0.01 && abs(data.y - 3) < 0.01)
  }

  @Test func `an interval reaches over neighbours that both have one`() throws {
    let intervals: [ClosedRange<Double>?] = [1...2, 1...3, nil, 2...3, 1...4, 0...1]
    let points = intervals.enumerated().map { Chart.Point(Double($0.offset), 1.5, interval: $0.element) }
    let document = try Document(chart([Chart.Series("", points)]).svg())
    #expect(document.all("polygon").map { document.points($0["points"] ?? "").count } == [4, 6])
  }

  @Test func `charts of nothing, of one point and of one value are drawn`() throws {
    let series: [[Chart.Series]] = [
      [], [Chart.Series("empty", [])], [Chart.Series("point", [Chart.Point(3, 7)])],
      [Chart.Series("zero", [Chart.Point(0, 0), Chart.Point(0, 0)])],
      [Chart.Series("constant", (0..<5).map { Chart.Point(Double($0), 0.25) })],
      [Chart.Series("huge", [Chart.Point(-.greatestFiniteMagnitude, 1e300), Chart.Point(1e140, -1e140)])],
      [Chart.Series("tiny", [Chart.Point(0, .leastNonzeroMagnitude), Chart.Point(1e-200, 1e-120)])],
    ]
    for one in series {
      for scale in [Chart.Scale.linear, .logarithmic] {
        let chart = chart(one, horizontal: scale, vertical: scale)
        let document = try Document(chart.svg())
        #expect(document.ticks(anchor: "end").count >= 2, "\(one)")
        #expect(chart.image(width: 300, height: 200).pixels.count == 3 * 300 * 200)
      }
    }
    let constant = chart(series[4])
    let line = try #require(Document(constant.svg()).lines(Self.blue.name).last)
    #expect(Set(line.map(\.y)).count == 1)
    let heights = try Document(constant.svg()).data(line).map(\.y)
    #expect(heights.allSatisfy { abs($0 - 0.25) < 1e-4 })
    let point = chart(series[2])
    let document = try Document(point.svg())
    let dot = try #require(document.all("circle").last)
    let place = SIMD2(try #require(Double(dot["cx"] ?? "")), try #require(Double(dot["cy"] ?? "")))
    #expect(pixel(point.image(), place) == Self.blue.pixel)
  }

  @Test func `raw values lie faintly behind their smoothed curve, in its colour`() throws {
    let raw = (0..<50).map { Chart.Point(Double($0), $0 % 2 == 0 ? 1 : 3) }
    let smooth = raw.map { Chart.Point($0.x, 2) }
    let document = try Document(chart([Chart.Series("", smooth, smoothedFrom: raw)]).svg())
    let lines = document.all("polyline") { $0["stroke"] == Self.blue.name }
    #expect(lines.map { $0["stroke-opacity"] } == ["0.30", nil])
    #expect(lines.map { document.points($0["points"] ?? "").count } == [50, 50])
  }

  // MARK: - Axes and texts

  @Test func `ticks are round, even and within the frame`() throws {
    for (lower, upper) in [(0.0, 1.0), (-3.2, 17), (0.0213, 0.0219), (64_100, 131_072), (1e-5, 7e-4), (-1e7, 3e8)] {
      let points = [Chart.Point(lower, lower), Chart.Point(upper, upper)]
      let document = try Document(chart([Chart.Series("", points)]).svg())
      for anchor in ["middle", "end"] {
        let values = document.ticks(anchor: anchor).map(\.value)
        #expect((3...13).contains(values.count), "\(lower) to \(upper): \(values)")
        let step = (values[values.count - 1] - values[0]) / Double(values.count - 1)
        for (index, value) in values.enumerated() {
          #expect(abs(value - values[0] - Double(index) * step) < 1e-6 * step + 1e-12 * abs(value))
        }
        let mantissa = step / pow(10, floor(log10(step) + 1e-6))
        #expect([1, 2, 5].contains { abs(mantissa - $0) < 1e-3 }, "\(lower) to \(upper): step \(step)")
      }
    }
  }

  @Test func `logarithmic ticks are round numbers, more of them where there are few decades`() throws {
    func ticks(_ lower: Double, _ upper: Double) throws -> [Double] {
      let points = [Chart.Point(0, lower), Chart.Point(1, upper)]
      return try Document(chart([Chart.Series("", points)], vertical: .logarithmic).svg()).ticks(anchor: "end").map(
        \.value)
    }
    #expect(try ticks(0.001, 1000) == [0.001, 0.01, 0.1, 1, 10, 100, 1000])
    #expect(try ticks(1, 10) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    #expect(try ticks(0.21, 0.29).count >= 3)
    #expect(try ticks(1e-12, 1e12).count >= 4)
  }

  /// Where a level text lies; our letters are 6/7 as wide as capitals are high, those of the document's fonts narrower.
  private struct Box {
    let text: String
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double

    init(_ element: (name: String, attributes: [String: String], text: String)) throws {
      func number(_ name: String) throws -> Double {
        try #require(element.attributes[name].flatMap { Double($0) })
      }
      let capitals = 0.72 * (try number("font-size"))
      let length = 6.0 / 7 * capitals * Double(element.text.count)
      let backs = ["start": 0, "middle": length / 2, "end": length]
      text = element.text
      left = try number("x") - (try #require(backs[element.attributes["text-anchor"] ?? ""]))
      right = left + length
      bottom = try number("y")
      top = bottom - capitals
    }

    func touches(_ other: Box) -> Bool {
      left <= other.right && other.left <= right && top <= other.bottom && other.top <= bottom
    }
  }

  @Test(arguments: [(1200, 750), (600, 375), (800, 800)])
  func `no label lies on another`(width: Int, height: Int) throws {
    let names = ["rectnet-w4-sphere", "mean depth map", "box room by camera height", "rectnet-w4-sphere, flipped", "e"]
    let points = (0..<9).map { Chart.Point(100_000 * Double($0) + 123_456, -12_345.678 * Double($0)) }
    let document = try Document(chart(names.map { Chart.Series($0, points) }).svg(width: width, height: height))
    let boxes = try document.elements.filter { $0.name == "text" && $0.attributes["transform"] == nil }.map(Box.init)
    for box in boxes {
      #expect(box.left >= 0 && box.right <= Double(width) && box.top >= 0 && box.bottom <= Double(height), "\(box)")
      for other in boxes where other.text != box.text {
        #expect(!box.touches(other), "\(box.text) and \(other.text)")
      }
    }
    for name in names { #expect(boxes.contains { $0.text == name }) }
  }

  @Test func `texts come through whole, whatever they contain`() throws {
    let name = "a<b> & \"c\"\u{7}"
    let document = try Document(chart([Chart.Series(name, [Chart.Point(0, 1)])]).svg())
    let texts = document.elements.filter { $0.name == "text" }.map(\.text)
    #expect(texts.contains("Error & <distance>") && texts.contains("distance (m)") && texts.contains("Abs Rel"))
    #expect(texts.contains("a<b> & \"c\""))
    #expect(document.elements.first { $0.name == "title" }?.text.hasPrefix("Error & <distance>") == true)
  }

  @Test func `the picture has texts where the document has them`() throws {
    let chart = chart([Chart.Series("one", [Chart.Point(0, 1), Chart.Point(1, 2)])])
    let image = chart.image()
    let texts = try Document(chart.svg()).elements.filter { $0.name == "text" && $0.attributes["transform"] == nil }
    #expect(texts.count > 10)
    for element in texts {
      let box = try Box(element)
      let columns = Int(box.left)...Int(min(box.right, box.left + 14))
      let dark = columns.contains { column in
        (Int(box.top)...Int(box.bottom)).contains { row in
          pixel(image, SIMD2(Double(column), Double(row))).x < 120
        }
      }
      #expect(dark, "\(element.text)")
    }
  }
}
