// SPDX-License-Identifier: Apache-2.0

/// The few letters that a scale bar needs, five dots wide and seven high.
enum BitmapFont {
  static let glyphWidth = 5
  static let glyphHeight = 7
  /// Columns from one letter to the next.
  static let advance = 6

  private static let glyphs: [Character: [String]] = [
    "0": [" ### ", "#   #", "#   #", "#   #", "#   #", "#   #", " ### "],
    "1": ["  #  ", " ##  ", "# #  ", "  #  ", "  #  ", "  #  ", "#####"],
    "2": [" ### ", "#   #", "    #", "   # ", "  #  ", " #   ", "#####"],
    "3": [" ### ", "#   #", "    #", "  ## ", "    #", "#   #", " ### "],
    "4": ["   # ", "  ## ", " # # ", "#  # ", "#####", "   # ", "   # "],
    "5": ["#####", "#    ", "#### ", "    #", "    #", "#   #", " ### "],
    "6": [" ### ", "#    ", "#    ", "#### ", "#   #", "#   #", " ### "],
    "7": ["#####", "    #", "    #", "   # ", "  #  ", "  #  ", "  #  "],
    "8": [" ### ", "#   #", "#   #", " ### ", "#   #", "#   #", " ### "],
    "9": [" ### ", "#   #", "#   #", " ####", "    #", "    #", " ### "],
    ".": ["     ", "     ", "     ", "     ", "     ", " ##  ", " ##  "],
    "m": ["     ", "     ", "## # ", "# # #", "# # #", "# # #", "# # #"],
  ]

  /// Columns that `text` takes, in dots.
  static func width(of text: String) -> Int { max(text.count * advance - (advance - glyphWidth), 0) }

  /// Calls `dot` with the column and row of each dot of `text`; an unknown letter is a space.
  static func draw(_ text: String, dot: (_ column: Int, _ row: Int) -> Void) {
    for (position, letter) in text.enumerated() {
      for (row, line) in (glyphs[letter] ?? []).enumerated() {
        for (column, mark) in line.enumerated() where mark == "#" { dot(position * advance + column, row) }
      }
    }
  }
}
