// SPDX-License-Identifier: Apache-2.0

import RotundaImaging
import Testing

@Suite struct ContactSheetTests {
  private func plain(_ grey: UInt8, width: Int = 40, height: Int = 20) -> RGBImage {
    RGBImage(width: width, height: height, pixels: [UInt8](repeating: grey, count: 3 * width * height))
  }

  private func red(_ image: RGBImage, _ column: Int, _ row: Int) -> UInt8 {
    image.pixels[3 * (row * image.width + column)]
  }

  @Test func `pictures lie in reading order with a gap around each`() {
    let sheet = ContactSheet((0..<5).map { plain(50 + UInt8($0) * 40) }, columns: 3).image
    #expect(sheet.width == 3 * 48 + 8 && sheet.height == 2 * 28 + 8)
    for index in 0..<5 {
      let (left, top) = (8 + index % 3 * 48, 8 + index / 3 * 28)
      let grey = 50 + UInt8(index) * 40
      for (column, row) in [(left, top), (left + 39, top + 19)] { #expect(red(sheet, column, row) == grey) }
      for (column, row) in [(left - 1, top), (left + 40, top + 19), (left, top + 20)] {
        #expect(red(sheet, column, row) == 16)
      }
    }
    // The sixth cell stays empty.
    #expect(red(sheet, 8 + 2 * 48 + 5, 8 + 28 + 5) == 16)
  }

  @Test func `every caption is written below its own picture and stays there`() {
    let names = ["area_3/Left.png", "abcdefghijklmnopqrstuvwxyz", ""]
    let sheet = ContactSheet(names.map { _ in plain(50, width: 60) }, captions: names, columns: 3).image
    func dots(_ columns: Range<Int>) -> Int {
      columns.reduce(0) { sum, column in sum + (28..<sheet.height).count { red(sheet, column, $0) > 200 } }
    }
    #expect(dots(8..<68) > 60 && dots(76..<136) > 60)
    #expect(dots(68..<76) == 0 && dots(136..<204) == 0)
  }

  @Test func `no two letters look alike, and none is empty`() {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_,:/()=+%#<>?"
    let shapes = letters.map { ContactSheet([plain(50)], captions: [String($0)], columns: 1).image.pixels }
    #expect(Set(shapes).count == letters.count)
    #expect(!shapes.contains(ContactSheet([plain(50)], captions: [" "], columns: 1).image.pixels))
  }

  @Test func `an empty sheet is a picture too`() {
    let sheet = ContactSheet([], columns: 4).image
    #expect(sheet.pixels.count == 3 * sheet.width * sheet.height)
  }

  @Test func `a picture above another keeps both`() {
    let both = plain(10).above(plain(90, height: 5))
    #expect(both.height == 25 && red(both, 39, 19) == 10 && red(both, 0, 20) == 90)
    let small = both.resized(width: 20, height: 5)
    #expect(small.width == 20 && small.height == 5 && red(small, 3, 1) == 10 && red(small, 3, 4) == 90)
  }
}
