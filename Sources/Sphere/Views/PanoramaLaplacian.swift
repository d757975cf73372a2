// SPDX-License-Identifier: Apache-2.0

/// Least squares on the differences between neighbouring pixels of a panorama.
///
///     minimise  sum over neighbours p, q of w_pq (x_q - x_p - g_pq)^2  +  sum over p of v_p (x_p - y_p)^2
///
/// Its normal equations are A x = b, where A is the weighted Laplacian of the grid, closed around the seam and across the
/// poles, plus the diagonal v.
struct PanoramaLaplacian {
  let width: Int
  let height: Int
  /// w of each pixel and the one to its right, around the seam: `width * height`.
  let beside: [Double]
  /// w of each pixel and the one above it, then of the pixels beyond the south pole and the last row: `width * (height + 1)`.
  ///
  /// In the first row and beyond the last, the pixel above is half a turn away in the same row.
  let above: [Double]
  /// v.
  let data: [Double]
  /// Inverse diagonal of A; 0 for pixels that nothing is known of, which stay 0.
  private let inverseDiagonal: [Double]

  init(width: Int, height: Int, beside: [Double], above: [Double], data: [Double]) {
    precondition(beside.count == width * height && data.count == beside.count, "one weight a pixel")
    precondition(above.count == width * (height + 1), "one weight a pixel and one more row")
    (self.width, self.height, self.beside, self.above, self.data) = (width, height, beside, above, data)
    inverseDiagonal = (0..<width * height).map { pixel in
      let left = pixel % width > 0 ? pixel - 1 : pixel + width - 1
      let diagonal = beside[pixel] + beside[left] + above[pixel] + above[pixel + width] + data[pixel]
      return diagonal > 0 ? 1 / diagonal : 0
    }
  }

  /// The sum over a pixel's neighbours of w times their value.
  @inline(__always)
  private func neighbours(_ x: [Double], column: Int, row: Int) -> Double {
    let start = row * width
    let pixel = start + column
    let left = column > 0 ? pixel - 1 : pixel + width - 1
    let right = column + 1 < width ? pixel + 1 : start
    let opposite = start + (column + width / 2) % width
    let upper = row > 0 ? pixel - width : opposite
    let lower = row + 1 < height ? pixel + width : opposite
    return beside[left] * x[left] + beside[pixel] * x[right] + above[pixel] * x[upper]
      + above[pixel + width] * x[lower]
  }

  /// b - A x.
  func residual(of x: [Double], for b: [Double]) -> [Double] {
    var residual = b
    for row in 0..<height {
      for column in 0..<width {
        let pixel = row * width + column
        guard inverseDiagonal[pixel] > 0 else { continue }
        residual[pixel] += neighbours(x, column: column, row: row) - x[pixel] / inverseDiagonal[pixel]
      }
    }
    return residual
  }

  /// One sweep of Gauss and Seidel over the pixels in their order, or against it.
  func relax(_ x: inout [Double], for b: [Double], backwards: Bool) {
    for step in 0..<height {
      let row = backwards ? height - 1 - step : step
      for across in 0..<width {
        let column = backwards ? width - 1 - across : across
        let pixel = row * width + column
        x[pixel] = (b[pixel] + neighbours(x, column: column, row: row)) * inverseDiagonal[pixel]
      }
    }
  }

  /// b of differences g, laid out as the weights, and data y.
  func rightSide(beside differences: [Double], above upwards: [Double], data values: [Double]) -> [Double] {
    (0..<width * height).map { pixel in
      let left = pixel % width > 0 ? pixel - 1 : pixel + width - 1
      return beside[left] * differences[left] - beside[pixel] * differences[pixel]
        + above[pixel] * upwards[pixel] - above[pixel + width] * upwards[pixel + width]
        + data[pixel] * values[pixel]
    }
  }

  // MARK: - A coarser one

  /// Whether two by two pixels can become one: then opposite meridians stay so.
  private var canBeHalved: Bool { width % 4 == 0 && width > 4 && height % 2 == 0 }

  /// The same problem for values that are constant over two by two pixels; nil where these do not fill the panorama.
  ///
  /// The sums of weights are halved: blocks of constants hold twice the energy of the smooth function they stand for.
  /// - Source: Braess, "Towards algebraic multigrid for elliptic problems of second order", Computing 55, 1995.
  var halved: PanoramaLaplacian? {
    guard canBeHalved else { return nil }
    let (columns, rows) = (width / 2, height / 2)
    let coarseBeside = (0..<columns * rows).map { pixel in
      let border = pixel / columns * 2 * width + pixel % columns * 2 + 1
      return (beside[border] + beside[border + width]) / 2
    }
    let coarseAbove = (0..<columns * (rows + 1)).map { pixel in
      let border = pixel / columns * 2 * width + pixel % columns * 2
      return (above[border] + above[border + 1]) / 2
    }
    return PanoramaLaplacian(
      width: columns, height: rows, beside: coarseBeside, above: coarseAbove, data: blockSums(data))
  }

  /// Sums over two by two pixels.
  func blockSums(_ x: [Double]) -> [Double] {
    (0..<width / 2 * (height / 2)).map { pixel in
      let first = pixel / (width / 2) * 2 * width + pixel % (width / 2) * 2
      return x[first] + x[first + 1] + x[first + width] + x[first + width + 1]
    }
  }

  /// Adds to every pixel the value of its block of two by two.
  func addBlocks(_ coarse: [Double], to x: inout [Double]) {
    for row in 0..<height {
      for column in 0..<width { x[row * width + column] += coarse[row / 2 * (width / 2) + column / 2] }
    }
  }
}
