// SPDX-License-Identifier: Apache-2.0

public import RotundaImaging
import RotundaSphere

extension DepthMap {
  /// This map at the size of a photo of the same view, with its edges where the photo has them.
  ///
  /// Joint bilateral upsampling (Kopf, Cohen, Lischinski and Uyttendaele 2007) of surfaces instead of values: every coarse
  /// pixel predicts its surroundings by the slope and bend of inverse distance, a sine of the angle on any plane,
  /// and a fine pixel takes the mean of the predictions around it, weighted by nearness and by how alike the
  /// photo's colours are. On a surface all predictions agree, so that texture does not print through; across
  /// an edge the colour decides. A coarse pixel amid a blurred edge, steep on both sides, counts little.
  ///
  /// 0 stays 0 and mixes with nothing, and what `photo` does not cover becomes 0. Wraps at the seam and crosses the
  /// poles. A map that is not smaller than the photo is resampled without it. Memory: the result and a few rows a core.
  public func upsampled(guidedBy photo: Panorama) -> DepthMap {
    let coarse = EquirectangularGrid(width: width, height: height)
    let fine = EquirectangularGrid(width: photo.width, height: photo.height)
    var distances =
      fine.width > width && fine.height > height
      ? guided(by: photo, from: coarse, to: fine) : coarse.depthResampled(values, to: fine)
    if let coverage = photo.coverage {
      for index in distances.indices where coverage[index] == 0 { distances[index] = 0 }
    }
    return DepthMap(width: fine.width, height: fine.height, values: distances)
  }

  private func guided(
    by photo: Panorama, from coarse: EquirectangularGrid, to fine: EquirectangularGrid
  ) -> [Float] {
    let samples = CoarseSamples(self, colours: fine.areaMeans(of: photo.pixels, channels: 3, on: coarse))
    return filledByBands(rows: fine.height, rowLength: fine.width, with: Float(0)) { rows, band in
      var worker = RowUpsampler(samples, fine: fine)
      for row in rows {
        worker.fill(row: row, of: photo, into: &band, from: (row - rows.lowerBound) * fine.width)
      }
    }
  }
}

/// How far and how strictly a fine pixel looks for coarse pixels like itself.
///
/// Chosen on a ray-cast room with furniture and textured walls, upsampled 8 times, its coarse depth exact or blurred by
/// up to 1.2 coarse pixels with 1 % of noise. Blurred by 0.7, they leave 0.26 % of the view wrong by more than 10 %,
/// where bilinear interpolation leaves 2.4 % and a guided filter (He and Sun 2015) 1.5 %.
private enum Reach {
  /// Coarse pixels on each side of a fine pixel, along both axes: past an edge that is blurred over three.
  static let radius = 3
  static let taps = 2 * radius
  /// Difference of colour, in levels of 255, at which a coarse pixel counts half.
  static let colour: Float = 20
  /// What a coarse pixel of any colour counts: enough to decide where no colour is alike, too little to blur an edge.
  static let anyColour: Float = 1e-3
  /// Relative step of inverse distance to both sides at which a coarse pixel counts a quarter.
  static let steepness: Float = 0.05
  /// Relative second difference of inverse distance that a surface may have: planes bend by the square of a coarse
  /// pixel's angle, and edges and creases by more than this.
  static let bend: Float = 0.02
}

/// A coarse pixel as the plane through it, with the photo's mean colour there.
private struct CoarseSample {
  var distance: Float = 0
  var inverse: Float = 0
  /// First differences of inverse distance, to the right and down.
  var slope = SIMD2<Float>.zero
  /// Halved second differences.
  var bend = SIMD2<Float>.zero
  var colour = SIMD3<Float>.zero
  /// 0 where invalid.
  var weight: Float = 0
}

/// The coarse pixels with a border, so that reads across the seam and the poles need no care.
private struct CoarseSamples: Sendable {
  /// One more than a fine pixel reaches, for the slopes there.
  private static let border = Reach.radius + 1
  let width: Int
  let height: Int
  private let stride: Int
  private let samples: [CoarseSample]

  init(_ depth: DepthMap, colours: [Float]) {
    let grid = EquirectangularGrid(width: depth.width, height: depth.height)
    width = depth.width
    height = depth.height
    stride = depth.width + 2 * Self.border
    var flat: [CoarseSample] = []
    for row in -Self.border..<(depth.height + Self.border) {
      for column in -Self.border..<(depth.width + Self.border) {
        let index = grid.pixelIndex(column: column, row: row)
        var sample = CoarseSample()
        sample.colour = SIMD3(colours[3 * index], colours[3 * index + 1], colours[3 * index + 2])
        sample.distance = depth.values[index]
        if sample.distance > 0 {
          sample.inverse = 1 / sample.distance
          sample.weight = 1
        }
        flat.append(sample)
      }
    }
    samples = Self.sloped(flat, stride: stride)
  }

  /// A coarse pixel; it may lie up to three pixels outside.
  subscript(column column: Int, row row: Int) -> CoarseSample {
    samples[(row + Self.border) * stride + column + Self.border]
  }

  private static func sloped(_ flat: [CoarseSample], stride: Int) -> [CoarseSample] {
    var samples = flat
    for index in (stride + 1)..<(flat.count - stride - 1) where flat[index].weight > 0 {
      let (slopeX, bendX) = parabola(flat[index - 1], flat[index], flat[index + 1])
      let (slopeY, bendY) = parabola(flat[index - stride], flat[index], flat[index + stride])
      samples[index].slope = SIMD2(slopeX, slopeY)
      samples[index].bend = SIMD2(bendX, bendY)
      let steps = max(abs(slopeX), abs(slopeY)) / (Reach.steepness * flat[index].inverse)
      // Never 0: a lonely pixel between two others must still be able to speak for itself.
      samples[index].weight = max(1 / ((1 + steps * steps) * (1 + steps * steps)), 1e-6)
    }
    return samples
  }

  /// The parabola through three neighbours, or where they do not lie on one surface, the gentler of the two lines: the
  /// one that stays on the surface where the other falls off it.
  private static func parabola(
    _ before: CoarseSample, _ here: CoarseSample, _ after: CoarseSample
  ) -> (slope: Float, bend: Float) {
    let backward = here.inverse - before.inverse
    let forward = after.inverse - here.inverse
    switch (before.weight > 0, after.weight > 0) {
    case (true, true):
      guard abs(forward - backward) > Reach.bend * here.inverse else {
        return ((forward + backward) / 2, (forward - backward) / 2)
      }
      return (abs(backward) < abs(forward) ? backward : forward, 0)
    case (true, false): return (backward, 0)
    case (false, true): return (forward, 0)
    case (false, false): return (0, 0)
    }
  }
}

/// The fine columns between two neighbouring coarse ones.
private struct Cell {
  /// The coarse column on the left; -1 left of the first.
  let left: Int
  var columns: Range<Int>
}

/// What a coarse pixel says of the fine pixels of one row and cell.
private struct Tap {
  /// Inverse distance less that of the cell's reference: constant + linear x + square x^2, x from the cell's left border.
  let constant: Float
  let linear: Float
  let square: Float
  let colour: SIMD3<Float>
  let weight: Float
  /// Which of the taps' columns it stands in, from 0.
  let column: Int
}

/// Eight fine pixels at a time.
private typealias Lanes = SIMD8<Float>

/// One band's worker, with its own scratch memory.
private struct RowUpsampler {
  private let samples: CoarseSamples
  private let fine: EquirectangularGrid
  private let cells: [Cell]
  /// Where each fine column lies in its cell, in [0, 1).
  private let fractions: [Float]
  private var taps: [Tap] = []
  /// Least and largest difference to the reference that the coarse pixels in reach allow.
  private var range: ClosedRange<Float> = 0...0
  private var nearness = [Lanes](repeating: .zero, count: Reach.taps)

  init(_ samples: CoarseSamples, fine: EquirectangularGrid) {
    self.samples = samples
    self.fine = fine
    var cells: [Cell] = []
    var fractions: [Float] = []
    for column in 0..<fine.width {
      let (left, fraction) = Self.position(column, fine: fine.width, coarse: samples.width)
      fractions.append(fraction)
      if cells.last?.left == left {
        cells[cells.count - 1].columns = cells[cells.count - 1].columns.lowerBound..<(column + 1)
      } else {
        cells.append(Cell(left: left, columns: column..<(column + 1)))
      }
    }
    self.cells = cells
    self.fractions = fractions
  }

  /// Where the centre of a fine pixel lies along one axis: the coarse pixel before it, and how far behind that.
  private static func position(_ index: Int, fine: Int, coarse: Int) -> (before: Int, fraction: Float) {
    let position = (Double(index) + 0.5) * Double(coarse) / Double(fine) - 0.5
    return (Int(position.rounded(.down)), Float(position - position.rounded(.down)))
  }

  /// Fills one row of the result, which starts at `start` in its band.
  mutating func fill(row: Int, of photo: Panorama, into band: inout MutableSpan<Float>, from start: Int) {
    let (above, fraction) = Self.position(row, fine: fine.height, coarse: samples.height)
    let line = photo.pixels.span.extracting((3 * row * fine.width)..<(3 * (row + 1) * fine.width))
    for cell in cells {
      let nearestRow = fraction < 0.5 ? above : above + 1
      let left = samples[column: cell.left, row: nearestRow]
      let right = samples[column: cell.left + 1, row: nearestRow]
      guard left.weight > 0 || right.weight > 0 else { continue }
      let reference = left.weight > 0 ? left : right
      gatherTaps(left: cell.left, above: above, fraction: fraction, reference: reference.inverse)
      for first in stride(from: cell.columns.lowerBound, to: cell.columns.upperBound, by: Lanes.scalarCount) {
        let pixels = FinePixels(
          line, fractions, columns: first..<min(first + Lanes.scalarCount, cell.columns.upperBound))
        let difference = mean(at: pixels)
        for lane in 0..<pixels.count where (pixels.fraction[lane] < 0.5 ? left : right).weight > 0 {
          // 1 / (1 / distance + difference), but the same to the last bit where all agree.
          band[start + first + lane] = reference.distance / (1 + difference[lane] * reference.distance)
        }
      }
    }
  }

  /// Collects what the valid coarse pixels in reach say of a row of a cell.
  private mutating func gatherTaps(left: Int, above: Int, fraction: Float, reference: Float) {
    taps.removeAll(keepingCapacity: true)
    var (least, largest) = (Float.infinity, -Float.infinity)
    for row in (1 - Reach.radius)...Reach.radius {
      let below = fraction - Float(row)
      let nearness = Self.nearness(Lanes(repeating: below))[0]
      for column in (1 - Reach.radius)...Reach.radius {
        let sample = samples[column: left + column, row: above + row]
        guard sample.weight > 0 else { continue }
        let difference = sample.inverse - reference
        least = min(least, difference)
        largest = max(largest, difference)
        // In x from the coarse pixel: at + slope x + bend x^2. In x from the cell's border, x less the column:
        let at = difference + (sample.slope.y + sample.bend.y * below) * below
        let offset = Float(column)
        taps.append(
          Tap(
            constant: at - (sample.slope.x - sample.bend.x * offset) * offset,
            linear: sample.slope.x - 2 * sample.bend.x * offset, square: sample.bend.x, colour: sample.colour,
            weight: sample.weight * nearness, column: column + Reach.radius - 1))
      }
    }
    // A wall's nearest point may lie between coarse pixels, nearer than they by as much as surfaces bend.
    let lower = (1 - Reach.bend) * (reference + least) - reference
    range = min(lower, least)...max((1 + Reach.bend) * (reference + largest) - reference, largest)
  }

  /// The weighted mean of the taps' predictions, never beyond what the coarse pixels allow.
  private mutating func mean(at pixels: FinePixels) -> Lanes {
    for column in 0..<Reach.taps {
      nearness[column] = Self.nearness(pixels.fraction - Float(column + 1 - Reach.radius))
    }
    // (1 - t / 6)^4 is half at t = 0.95 and, unlike the exponential, nothing from t = 6 on.
    let scale = 1 / (6 * Reach.colour * Reach.colour)
    var sum = Lanes.zero
    var total = Lanes.zero
    for tap in taps {
      let (red, green, blue) = (
        pixels.red - tap.colour.x, pixels.green - tap.colour.y, pixels.blue - tap.colour.z
      )
      var likeness = 1 - (red * red + green * green + blue * blue) * scale
      likeness.replace(with: 0, where: likeness .< 0)
      likeness *= likeness
      likeness *= likeness
      let weight = (likeness + Reach.anyColour) * nearness[tap.column] * tap.weight
      sum += weight * (tap.constant + (tap.linear + tap.square * pixels.fraction) * pixels.fraction)
      total += weight
    }
    return (sum / total).clamped(
      lowerBound: Lanes(repeating: range.lowerBound), upperBound: Lanes(repeating: range.upperBound))
  }

  /// Weight of a coarse pixel at a distance: a smooth bump that ends where the reach does, so that no cell shows.
  private static func nearness(_ distance: Lanes) -> Lanes {
    var bump = 1 - distance * distance * (1 / Float(Reach.radius * Reach.radius))
    bump.replace(with: 0, where: bump .< 0)
    return bump * bump
  }
}

/// Up to eight neighbouring pixels of the photo.
private struct FinePixels {
  let count: Int
  /// Where they lie in their cell.
  private(set) var fraction = Lanes.zero
  private(set) var red = Lanes.zero
  private(set) var green = Lanes.zero
  private(set) var blue = Lanes.zero

  init(_ line: Span<UInt8>, _ fractions: [Float], columns: Range<Int>) {
    count = columns.count
    for lane in 0..<columns.count {
      let column = columns.lowerBound + lane
      fraction[lane] = fractions[column]
      red[lane] = Float(line[3 * column])
      green[lane] = Float(line[3 * column + 1])
      blue[lane] = Float(line[3 * column + 2])
    }
  }
}
