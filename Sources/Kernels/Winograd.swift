// SPDX-License-Identifier: Apache-2.0

#if AVX2 || AVX512
  import RotundaKernels
#endif

/// One dimension of a tile's way into the domain of products; vectors are `step` and `stride` floats apart.
protocol InputTransform {
  /// Inputs, and results.
  static var inputs: Int { get }
  /// `inputs` vectors from `source`, as many to `destination`.
  static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int)
}

/// One dimension of the products' way back.
protocol OutputTransform {
  /// Products.
  static var inputs: Int { get }
  /// Results.
  static var outputs: Int { get }
  /// `inputs` vectors from `source`, `outputs` to `destination`.
  static func transform(
    _ source: UnsafePointer<Float>, _ step: Int, _ destination: UnsafeMutablePointer<Float>, _ stride: Int)
}

/// `TileInput` for one tile: columns, then rows.
@inline(__always)
func transformTile<Transform: InputTransform>(_: Transform.Type, _ tile: TileInput) {
  let count = Transform.inputs
  for vector in 0..<tile.vectors {
    let source = tile.source + vector &* lanes
    let destination = tile.destination + vector &* lanes
    for column in 0..<count {
      Transform.transform(
        source + column &* tile.pixelStep, tile.rowStep, tile.scratch + column &* lanes, count &* lanes)
    }
    for row in 0..<count {
      Transform.transform(
        tile.scratch + row &* count &* lanes, lanes, destination + row &* count &* tile.pointStep, tile.pointStep)
    }
  }
}

/// `TileOutput` for one tile: columns, then rows, then bias and activation.
@inline(__always)
func transformTile<Transform: OutputTransform>(_: Transform.Type, _ tile: TileOutput) {
  let count = Transform.inputs
  let bias = vector(at: tile.bias)
  for column in 0..<count {
    Transform.transform(
      tile.source + column &* tile.pointStep, count &* tile.pointStep, tile.scratch + column &* lanes, count &* lanes)
  }
  let sums = tile.scratch + count &* count &* lanes
  for row in 0..<Transform.outputs {
    Transform.transform(tile.scratch + row &* count &* lanes, lanes, sums, lanes)
    let destination = tile.destination + row &* tile.rowStep
    for column in 0..<Transform.outputs {
      let sum = vector(at: sums + column &* lanes) + bias
      write(activated(sum, tile.activation), to: destination + column &* tile.pixelStep)
    }
  }
}
