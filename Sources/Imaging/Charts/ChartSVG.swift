// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A laid-out chart as an SVG document.
///
/// Source: Scalable Vector Graphics 1.1, W3C recommendation, chapters 9 to 11 and 14.
enum ChartSVG {
  static func text(of drawing: ChartDrawing) -> String {
    let (width, height) = (drawing.width, drawing.height)
    let head = """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
      font-family="Helvetica, Arial, 'DejaVu Sans', sans-serif">
      <title>\(escaped(drawing.title))</title>
      <rect width="\(width)" height="\(height)" fill="\(hexadecimal(ChartDrawing.background))"/>
      """
    return ([head] + drawing.marks.map(element) + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private static func element(_ mark: ChartDrawing.Mark) -> String {
    switch mark {
    case .line(let points, let width, let ink):
      guard points.count > 1 else {
        return points.map { point in
          #"<circle cx="\#(number(point.x))" cy="\#(number(point.y))" r="\#(number(width / 2))" "#
            + #"fill="\#(hexadecimal(ink.colour))"\#(opacity(ink, "fill"))/>"#
        }.joined()
      }
      return #"<polyline points="\#(list(points))" fill="none" stroke="\#(hexadecimal(ink.colour))""#
        + opacity(ink, "stroke")
        + #" stroke-width="\#(number(width))" stroke-linejoin="round" stroke-linecap="round"/>"#
    case .area(let points, let ink):
      return #"<polygon points="\#(list(points))" fill="\#(hexadecimal(ink.colour))"\#(opacity(ink, "fill"))/>"#
    case .text(let text): return element(text)
    }
  }

  /// Capital letters of common sans-serif fonts are 0.72 of the font's size high.
  private static func element(_ text: ChartDrawing.Text) -> String {
    let capitals = Double(BitmapFont.glyphHeight) * text.dot
    let (x, y) = (number(text.position.x), number(text.position.y))
    let anchor =
      switch text.anchor {
      case .start: "start"
      case .middle: "middle"
      case .end: "end"
      }
    let turn = text.isTurned ? #" transform="rotate(-90 \#(x) \#(y))""# : ""
    return #"<text x="\#(x)" y="\#(number(text.position.y + capitals / 2))" font-size="\#(number(capitals / 0.72))" "#
      + #"text-anchor="\#(anchor)" fill="\#(hexadecimal(text.colour))"\#(turn)>\#(escaped(text.text))</text>"#
  }

  private static func list(_ points: [SIMD2<Double>]) -> String {
    points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
  }

  /// A coordinate, to a hundredth of a pixel.
  private static func number(_ value: Double) -> String { String(format: "%.2f", value) }

  private static func opacity(_ ink: ChartDrawing.Ink, _ attribute: String) -> String {
    ink.opacity < 1 ? #" \#(attribute)-opacity="\#(number(ink.opacity))""# : ""
  }

  private static func hexadecimal(_ colour: SIMD3<UInt8>) -> String {
    String(format: "#%02X%02X%02X", Int(colour.x), Int(colour.y), Int(colour.z))
  }

  /// Text without what XML gives a meaning, and without the control characters that it forbids.
  private static func escaped(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 32 && $0.value < 0xFFFE }))
      .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
