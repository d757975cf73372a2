// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import RotundaDatasets
import RotundaImaging

/// `rotunda datasets`.
struct DatasetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "datasets", abstract: "Look at panoramas with depth before training on them.",
    subcommands: [Check.self])

  /// `rotunda datasets check`.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read a dataset and say what is in it and what is wrong with it.",
      discussion: """
        Counts samples, names those that are missing or damaged, and shows the range of distances. Of up to \
        \(SourceCheck.closeLooks) samples it tells by the floor whether depth is ray distance, compares the seam with \
        other columns, and looks for the shift at which the edges of depth lie on those of the picture. Ends with \
        status 1 when a sample cannot be read.
        """)

    @Argument(help: "What to read, as 360d:/data/360D?split=test or rooms:seed=7,count=100.")
    var uri: String

    @Option(help: "Read only this many samples, evenly spread.")
    var limit: Int?

    @Flag(name: .customLong("no-suncg"), help: "Leave out the SunCG part of 360D and 3D60.")
    var withoutSunCG = false

    @Option(help: "Write a picture of some samples, panorama above depth, to this PNG file.", completion: .file())
    var sheet: String?

    /// Samples of a source without end, or on a contact sheet.
    private static let fewSamples = 12

    func validate() throws {
      if let limit, limit < 1 { throw ValidationError("--limit is at least 1") }
    }

    func run() throws {
      var parsed = try DataURI(parsing: uri)
      if withoutSunCG { parsed = parsed.setting("suncg", to: "no") }
      let source = try SampleSources.open(parsed.description, width: 512, height: 256)
      Console.current.say(source.uri)
      sayCounts(of: source, parsed)
      let total = source.count ?? limit ?? Self.fewSamples
      let console = Console.current
      let check = SourceCheck(
        source, indices: SourceCheck.spread(limit ?? total, over: total), tiles: sheet == nil ? 0 : Self.fewSamples,
        progress: { done in if done % 16 == 0 { console.flash?("\(done) read") } })
      console.flash?("")
      CheckReport(check).lines.forEach(console.say)
      if let sheet { try write(check, to: sheet) }
      if !check.failures.isEmpty { throw ExitStatus.someFailed }
    }

    /// How many samples there are: in all, and by split where the URI names none.
    private func sayCounts(of source: any SampleSource, _ uri: DataURI) {
      Console.current.say("  samples: " + (source.count.map { "\($0)" } ?? "without end"))
      guard uri.options["split"] == nil, uri.options["list"] == nil else { return }
      for split in ["train", "val", "test"] {
        // A layout without splits, or a dataset without this list, is no fault.
        let part = try? SampleSources.open(uri.setting("split", to: split).description, width: 512, height: 256)
        if let count = part?.count { Console.current.say("  split \(split): \(count)") }
      }
    }

    private func write(_ check: SourceCheck, to sheet: String) throws {
      let picture = ContactSheet(check.tiles.map(\.picture), captions: check.tiles.map(\.caption), columns: 4).image
      try picture.write(to: URL(filePath: sheet), as: .png)
      Console.current.say("  contact sheet: \(sheet), \(check.tiles.count) samples")
    }
  }
}

/// What a check found, for people.
private struct CheckReport {
  private let check: SourceCheck
  /// Letters of the longest bar.
  private static let longestBar = 40

  init(_ check: SourceCheck) { self.check = check }

  var lines: [String] { reading + distances + closeLooks + check.doubts.map { "  doubtful: \($0)" } }

  private var reading: [String] {
    let sizes = check.sizes.sorted { ($1.value, $0.key.width) < ($0.value, $1.key.width) }.map {
      "\($0.value) of \($0.key)"
    }
    return ["  read: \(check.tried - check.failures.count) of \(check.tried)"]
      + check.failures.map { "  damaged: \($0)" }
      + (sizes.isEmpty ? [] : ["  sizes: \(sizes.joined(separator: ", "))"])
      + (check.unlabelled == 0 ? [] : ["  without depth: \(check.unlabelled)"])
  }

  private var distances: [String] {
    let histogram = check.distances
    guard let median = histogram.quantile(0.5), let low = histogram.quantile(0.05), let high = histogram.quantile(0.95)
    else { return [] }
    var lines = [String(format: "  valid: %.2f %% of pixels", 100 * histogram.validShare)]
    if let least = check.leastValid {
      lines[0] += String(format: ", least %.2f %% in ", 100 * least.share) + least.name
    }
    lines.append(
      String(
        format: "  distances: %.3f to %.3f m, median %.2f m, 5 to 95 %%: %.2f to %.2f m", histogram.nearest,
        histogram.farthest, median, low, high))
    return lines + bars(histogram)
  }

  private func bars(_ histogram: DepthHistogram) -> [String] {
    let longest = Double(histogram.bars.max() ?? 1)
    return histogram.bars.indices.map { index in
      let borders = DepthHistogram.borders
      let end = index + 1 < borders.count ? String(format: "%4.1f m", borders[index + 1]) : "       "
      let share = 100 * Double(histogram.bars[index]) / Double(histogram.validPixels)
      let bar = String(
        repeating: "#", count: Int((Double(Self.longestBar * histogram.bars[index]) / longest).rounded(.up)))
      return String(format: "    %4.1f - ", borders[index]) + end + String(format: " %6.2f %% ", share) + bar
    }
  }

  private var closeLooks: [String] {
    guard let alignment = check.alignment else { return [] }
    let kinds = check.kinds.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map {
      "\($0.key.rawValue) in \($0.value)"
    }
    var lines = ["  looks like: \(kinds.joined(separator: ", "))"]
    if let ratio = check.medianSeamRatio {
      lines.append(String(format: "  seam: step %.2f times that between neighbours (median)", ratio))
    }
    let (columns, rows) = (alignment.bestColumns, alignment.bestRows)
    lines.append(
      String(
        format: "  edges: agree best with depth shifted by %+d columns (%+.1f degrees) and %+d rows (%+.1f degrees); ",
        columns.pixels, columns.degrees, rows.pixels, rows.degrees)
        + String(
          format: "correlation %.3f and %.3f, unshifted %.3f", columns.correlation, rows.correlation,
          alignment.unshifted.correlation))
    return lines
  }
}
