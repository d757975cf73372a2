// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging
public import RotundaSphere

/// Whether the edges of pictures and of their depth lie in the same places.
///
/// Edges of a picture are steps of its luma, those of depth steps relative to the distance. Their correlation between 60
/// degrees below and above the horizon is largest where one lies on the other: over all shifts around the sphere, and
/// over small ones up and down. One picture's textures may mislead; the mean over many samples does not.
public struct EdgeAlignment: Sendable {
  /// A shift of the depth against its picture, and how well the edges agree when it is undone.
  public struct Shift: Sendable, Hashable {
    /// Pixels of the grid by which depth lies too far right or down.
    public let pixels: Int
    /// The same in degrees.
    public let degrees: Double
    /// Mean correlation of the edges at this shift, from -1 to 1.
    public let correlation: Double
  }

  /// The grid that edges are compared on.
  public let grid: EquirectangularGrid
  /// Samples compared.
  public private(set) var samples = 0
  private var columnSums: [Double]
  private var rowSums: [Double]

  private static let widest = 512
  private static let farthestRows = 16
  private static let highestLatitude = Double.pi / 3

  /// Nothing compared yet; samples of `width` x `height` are compared on a grid of at most 512 columns.
  public init(width: Int, height: Int) {
    let divisor = max(1, (width + Self.widest - 1) / Self.widest)
    grid = EquirectangularGrid(width: max(1, width / divisor), height: max(1, height / divisor))
    columnSums = [Double](repeating: 0, count: grid.width)
    rowSums = [Double](repeating: 0, count: 2 * Self.farthestRows + 1)
  }

  /// Compares one sample.
  public mutating func add(_ panorama: Panorama, _ depth: DepthMap) {
    let bands = Bands(grid)
    let size = EquirectangularGrid(width: panorama.width, height: panorama.height)
    let picture = bands.edges(ofPicture: size.areaResampled(panorama.pixels, channels: 3, to: grid))
    let distances = bands.edges(
      ofDepth: EquirectangularGrid(width: depth.width, height: depth.height).depthResampled(depth.values, to: grid))
    let columns = bands.columnCorrelations(picture, distances)
    let rows = (-Self.farthestRows...Self.farthestRows).map { bands.rowCorrelation(picture, distances, shift: $0) }
    for index in columnSums.indices { columnSums[index] += columns[index] }
    for index in rowSums.indices { rowSums[index] += rows[index] }
    samples += 1
  }

  /// Adds what was compared elsewhere on the same grid.
  public mutating func add(_ other: EdgeAlignment) {
    precondition(grid == other.grid, "edges of one grid")
    for index in columnSums.indices { columnSums[index] += other.columnSums[index] }
    for index in rowSums.indices { rowSums[index] += other.rowSums[index] }
    samples += other.samples
  }

  /// No shift at all.
  public var unshifted: Shift { column(0) }

  /// The shift along rows where edges agree best.
  public var bestColumns: Shift {
    column(columnSums.indices.max { columnSums[$0] < columnSums[$1] } ?? 0)
  }

  /// The shift along columns where edges agree best, within 16 rows.
  public var bestRows: Shift {
    let best = rowSums.indices.max { rowSums[$0] < rowSums[$1] } ?? Self.farthestRows
    let rows = best - Self.farthestRows
    return Shift(
      pixels: rows, degrees: 180 * Double(rows) / Double(grid.height),
      correlation: rowSums[best] / Double(max(samples, 1)))
  }

  private func column(_ index: Int) -> Shift {
    let columns = index <= grid.width / 2 ? index : index - grid.width
    return Shift(
      pixels: columns, degrees: 360 * Double(columns) / Double(grid.width),
      correlation: columnSums[index] / Double(max(samples, 1)))
  }

  /// The rows near the horizon, where a column is about as wide as a row is high.
  private struct Bands {
    let width: Int
    let height: Int
    let rows: Range<Int>

    init(_ grid: EquirectangularGrid) {
      (width, height) = (grid.width, grid.height)
      let near = (0..<grid.height).filter { abs(grid.latitude(row: Double($0))) <= highestLatitude }
      rows = (near.first ?? 0)..<(near.last ?? 0) + 1
    }

    /// Steps of luma in levels, at most 32: what is stronger is an edge all the same.
    func edges(ofPicture pixels: [UInt8]) -> [Int16] {
      // Rec. 709's weights in 256ths.
      let luma = (0..<width * height).map { (pixel: Int) -> Int in
        let (red, green, blue) = (Int(pixels[3 * pixel]), Int(pixels[3 * pixel + 1]), Int(pixels[3 * pixel + 2]))
        return (54 * red + 183 * green + 19 * blue) / 256
      }
      return edges { Int16(min(abs(luma[$0] - luma[$1]), 32)) }
    }

    /// Steps of distance in half per cents of the nearer one, at most 32 (16 %); none beside invalid pixels.
    func edges(ofDepth depth: [Float]) -> [Int16] {
      edges { first, second in
        let nearer = min(depth[first], depth[second])
        guard nearer > 0 else { return 0 }
        return Int16(min(200 * abs(depth[first] - depth[second]) / nearer, 32))
      }
    }

    /// The larger of the steps to the right and downwards, at every pixel.
    private func edges(_ step: (_ pixel: Int, _ neighbour: Int) -> Int16) -> [Int16] {
      (0..<width * height).map { pixel in
        let column = pixel % width
        let right = column + 1 == width ? pixel + 1 - width : pixel + 1
        let below = pixel + width < width * height ? pixel + width : pixel
        return max(step(pixel, right), step(pixel, below))
      }
    }

    /// Pearson's correlation at every shift around the sphere: `second` read `index` columns further right.
    func columnCorrelations(_ first: [Int16], _ second: [Int16]) -> [Double] {
      var products = [Int](repeating: 0, count: width)
      for row in rows {
        let line = Array(first[row * width..<(row + 1) * width])
        let other = Array(second[row * width..<(row + 1) * width])
        guard line.contains(where: { $0 > 0 }), other.contains(where: { $0 > 0 }) else { continue }
        addProducts(line, other + other, to: &products)
      }
      let (a, b) = (Moments(first, rows, width), Moments(second, rows, width))
      return products.map { Moments.correlation(product: $0, a, b) }
    }

    private func addProducts(_ line: [Int16], _ twice: [Int16], to products: inout [Int]) {
      let (a, b) = (line.span, twice.span)
      for shift in 0..<width {
        // At most 512 products of 32 * 32 a row. Bound: `line` has `width` elements, `twice` two times as many.
        var sum: Int32 = 0
        for column in 0..<width {
          sum &+= Int32(a[unchecked: column]) &* Int32(b[unchecked: column &+ shift])
        }
        products[shift] += Int(sum)
      }
    }

    /// Pearson's correlation with `second` read `shift` rows further down, where both have the row.
    func rowCorrelation(_ first: [Int16], _ second: [Int16], shift: Int) -> Double {
      let shifted = max(rows.lowerBound + shift, 0)..<min(rows.upperBound + shift, height)
      let own = (shifted.lowerBound - shift)..<(shifted.upperBound - shift)
      var product = 0
      for index in own.lowerBound * width..<own.upperBound * width {
        product += Int(first[index]) * Int(second[index + shift * width])
      }
      return Moments.correlation(product: product, Moments(first, own, width), Moments(second, shifted, width))
    }
  }

  /// Sums over some rows of edges.
  private struct Moments {
    private var count = 0
    private var sum = 0
    private var squares = 0

    init(_ edges: [Int16], _ rows: Range<Int>, _ width: Int) {
      for index in rows.lowerBound * width..<rows.upperBound * width {
        sum += Int(edges[index])
        squares += Int(edges[index]) * Int(edges[index])
      }
      count = rows.count * width
    }

    private var mean: Double { Double(sum) / Double(max(count, 1)) }
    private var spread: Double { Double(squares) - Double(sum) * mean }

    /// 0 where one of the two has no edges.
    static func correlation(product: Int, _ a: Moments, _ b: Moments) -> Double {
      let spread = (a.spread * b.spread).squareRoot()
      return spread > 0 ? (Double(product) - Double(a.sum) * b.mean) / spread : 0
    }
  }
}
