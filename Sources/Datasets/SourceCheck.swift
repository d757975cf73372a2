// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
public import RotundaImaging
import RotundaSphere
import Synchronization

/// What reading the samples of a source tells about them: damage, distances, and whether depth fits the pictures.
public struct SourceCheck: Sendable {
  /// Samples that were tried.
  public private(set) var tried = 0
  /// Those that cannot be read, in order.
  public private(set) var failures: [SkippedSample] = []
  /// Samples without depth.
  public private(set) var unlabelled = 0
  /// Sizes of the samples, and how many have each.
  public private(set) var sizes: [Size: Int] = [:]
  /// The distances of all samples.
  public private(set) var distances = DepthHistogram()
  /// The labelled sample with the smallest share of valid pixels.
  public private(set) var leastValid: (name: String, share: Double)?
  /// What depth is measured along, by the samples that were looked at closely.
  public private(set) var kinds: [DepthKind: Int] = [:]
  /// Seam steps of depth against steps between neighbours, of the same samples.
  public private(set) var seamRatios: [Double] = []
  /// Edges of picture and depth, of the same samples.
  public private(set) var alignment: EdgeAlignment?
  /// Pictures of some samples above their depth in colours, with their names.
  public private(set) var tiles: [(picture: RGBImage, caption: String)] = []

  /// Columns and rows of a sample.
  public struct Size: Sendable, Hashable, CustomStringConvertible {
    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int
    /// As 512x256.
    public var description: String { "\(width)x\(height)" }
  }

  /// Samples whose floor, seam and edges are looked at; these take longer than reading does.
  public static let closeLooks = 100

  private static let tileWidth = 256

  /// Reads samples on all cores.
  ///
  /// - `indices`: the samples to read; see `spread`.
  /// - `tiles`: how many of them to keep pictures of.
  /// - `progress`: is told how many are done, from any thread.
  public init(
    _ source: any SampleSource, indices: [Int], tiles: Int = 0, progress: (@Sendable (_ done: Int) -> Void)? = nil
  ) {
    let close = Set(Self.spread(Self.closeLooks, over: indices.count))
    let pictured = Set(Self.spread(tiles, over: indices.count))
    let findings = Mutex([Result<Finding, SkippedSample>?](repeating: nil, count: indices.count))
    let next = Atomic<Int>(0)
    let done = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: ProcessInfo.processInfo.activeProcessorCount) { _ in
      while true {
        let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard place < indices.count else { return }
        let finding = Self.finding(
          source, indices[place], isClose: close.contains(place), isPictured: pictured.contains(place))
        findings.withLock { $0[place] = finding }
        progress?(done.wrappingAdd(1, ordering: .relaxed).newValue)
      }
    }
    // In order of the samples, so that sums do not depend on who was faster.
    for finding in findings.withLock({ $0 }) {
      switch finding {
      case .success(let finding): add(finding)
      case .failure(let failure): failures.append(failure)
      case nil: continue
      }
      tried += 1
    }
  }

  /// The median of the seam steps; nil where none was looked at.
  public var medianSeamRatio: Double? { seamRatios.isEmpty ? nil : seamRatios.sorted()[seamRatios.count / 2] }

  /// `count` numbers of `0..<total`, evenly spread from the first to the last; all of them where that is fewer.
  public static func spread(_ count: Int, over total: Int) -> [Int] {
    guard count < total else { return Array(0..<max(total, 0)) }
    guard count > 1 else { return count == 1 ? [0] : [] }
    return (0..<count).map { $0 * (total - 1) / (count - 1) }
  }

  // MARK: - One sample

  private struct Finding: Sendable {
    let name: String
    let size: Size
    var distances: DepthHistogram?
    var kind: DepthKind?
    var seamRatio: Double?
    var alignment: EdgeAlignment?
    var tile: RGBImage?
  }

  private static func finding(
    _ source: any SampleSource, _ index: Int, isClose: Bool, isPictured: Bool
  ) -> Result<Finding, SkippedSample> {
    let sample: Sample
    do { sample = try source.sample(at: index) } catch {
      return .failure(SkippedSample(index: index, reason: "\(error)"))
    }
    let panorama = sample.panorama
    var finding = Finding(name: sample.name, size: Size(width: panorama.width, height: panorama.height))
    if isPictured { finding.tile = tile(sample) }
    guard let depth = sample.depth else { return .success(finding) }
    var distances = DepthHistogram()
    distances.add(depth)
    finding.distances = distances
    guard isClose else { return .success(finding) }
    finding.kind = DepthKind(of: depth)
    finding.seamRatio =
      SeamStep(of: depth.values, on: EquirectangularGrid(width: depth.width, height: depth.height))?.ratio
    var alignment = EdgeAlignment(width: depth.width, height: depth.height)
    alignment.add(panorama, depth)
    finding.alignment = alignment
    return .success(finding)
  }

  private static func tile(_ sample: Sample) -> RGBImage {
    let height = max(1, tileWidth * sample.panorama.height / sample.panorama.width)
    let picture = sample.panorama.image.resized(width: tileWidth, height: height)
    guard let depth = sample.depth else { return picture }
    let grid = EquirectangularGrid(width: tileWidth, height: height)
    let values = EquirectangularGrid(width: depth.width, height: depth.height).depthResampled(depth.values, to: grid)
    return picture.above(DepthPreview(of: DepthMap(width: tileWidth, height: height, values: values)).image())
  }

  private mutating func add(_ finding: Finding) {
    sizes[finding.size, default: 0] += 1
    if let tile = finding.tile { tiles.append((tile, finding.name)) }
    guard let distances = finding.distances else {
      unlabelled += 1
      return
    }
    self.distances.add(distances)
    if distances.validShare < leastValid?.share ?? .infinity { leastValid = (finding.name, distances.validShare) }
    if let kind = finding.kind { kinds[kind, default: 0] += 1 }
    if let ratio = finding.seamRatio { seamRatios.append(ratio) }
    guard let alignment = finding.alignment else { return }
    if self.alignment == nil {
      self.alignment = alignment
    } else if self.alignment?.grid == alignment.grid {
      self.alignment?.add(alignment)
    }
  }
}
