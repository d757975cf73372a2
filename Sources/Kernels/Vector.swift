// SPDX-License-Identifier: Apache-2.0

// The register of the instruction set that this module is compiled for.
#if AVX512
  typealias Vector = SIMD16<Float>
  typealias IntegerVector = SIMD16<Int32>
  /// Pixels that share a load of the weights: 3 groups x 2 vectors = 24 of 32 registers.
  typealias PixelGroup = Pair<Pair<OnePixel>>
#elseif AVX2
  typealias Vector = SIMD8<Float>
  typealias IntegerVector = SIMD8<Int32>
  /// 3 groups x 2 vectors = 12 of 16 registers.
  typealias PixelGroup = Pair<OnePixel>
#else
  typealias Vector = SIMD4<Float>
  typealias IntegerVector = SIMD4<Int32>
  #if arch(arm64)
    typealias PixelGroup = Pair<Pair<OnePixel>>
  #else
    typealias PixelGroup = Pair<OnePixel>
  #endif
#endif

let lanes = Vector.scalarCount

/// The vector at `pointer`, which need not be aligned.
///
/// Bound: `lanes` floats must be readable there, as the callers' descriptions in KernelTable.swift ask.
@inline(__always)
func vector(at pointer: UnsafePointer<Float>) -> Vector {
  UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
}

/// Writes a vector to `pointer`, which need not be aligned.
///
/// Bound: `lanes` floats must be writable there; rests shorter than a vector are written float by float.
@inline(__always)
func write(_ value: Vector, to pointer: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: Vector.self)
}

/// The sum plus a b.
///
/// Fused only where the processor has it: `addingProduct` would call a software `fmaf` elsewhere.
@inline(__always)
func multiplyAdd(_ sum: Vector, _ a: Vector, _ b: Vector) -> Vector {
  #if FMA || arch(arm64)
    sum.addingProduct(a, b)
  #else
    sum + a * b
  #endif
}
