// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A file format that depth, or any map of numbers, is written in.
public enum DepthFormat: String, Sendable, Hashable, CaseIterable, Codable {
  /// Grey PNG of 16 bits: millimetres, 0 invalid, 65 535 farther than 65.534 m.
  case png
  /// OpenEXR: one channel `Y` of 32-bit floats, metres, 0 invalid, ZIP compression.
  case exr
  /// NumPy array of shape (height, width), little-endian 32-bit floats, metres, 0 invalid.
  case npy
  /// Portable float map, little-endian, metres, 0 invalid.
  case pfm

  /// The usual suffix of file names, without the dot.
  public var fileExtension: String { rawValue }
}

extension ScalarMap {
  /// Size of a PNG's step where nothing else is said: a millimetre.
  public static let defaultStep = 0.001

  /// Writes the map; the file appears whole or not at all.
  ///
  /// A PNG holds `value / step`, rounded: 0 where the value is not positive, at least 1 where it is, and 65 535 where it
  /// is more than 65 534 steps. The other formats hold the numbers themselves.
  public func write(
    to url: URL, as format: DepthFormat, step: Double = Self.defaultStep
  ) throws(ImagingError) {
    try AtomicFile.write(to: url) { (file) throws(ImagingError) in
      switch format {
      case .png:
        let samples = values.map { Self.sample($0, step: step) }
        try PNGWriter.write(.grey16(samples), width: width, height: height, to: file)
      case .exr: try OpenEXRWriter.write(self, to: file)
      case .npy: try NPY.write(self, to: file)
      case .pfm: try PFM.write(self, to: file)
      }
    }
  }

  private static func sample(_ value: Float, step: Double) -> UInt16 {
    guard value > 0 else { return 0 }
    let steps = (Double(value) / step).rounded()
    return steps > 65_534 ? 65_535 : UInt16(max(steps, 1))
  }

  /// Reads a map of numbers: a grey PNG of 16 bits, OpenEXR, NPY, PFM or DPT, told by its content.
  public init(
    contentsOf url: URL, step: Double = Self.defaultStep, maximumPixels: Int = ReadingOptions.defaultMaximumPixels
  ) throws(ImagingError) {
    let file = try SourceFile(url)
    let format = try file.format()
    switch format {
    case .png:
      let png = try PNGFile(file)
      let samples = try png.depthSamples(maximumPixels: maximumPixels)
      self.init(
        width: png.picture.width, height: png.picture.height, values: samples.map { Float(Double($0) * step) })
    case .openEXR: self = try OpenEXRFile(file).depth(maximumPixels: maximumPixels)
    case .npy: self = try NPY.read(file, maximumPixels: maximumPixels)
    case .pfm: self = try PFM.read(file, maximumPixels: maximumPixels)
    case .dpt: self = try DPT.read(file, maximumPixels: maximumPixels)
    case .jpeg, .webp, .radianceHDR: throw .notDepth(path: file.path, format: format, reason: .pictureFormat)
    }
  }
}

extension DepthMap {
  /// Reads depth: a grey PNG of 16 bits, OpenEXR, NPY, PFM or DPT, told by its content.
  ///
  /// What is no distance is invalid.
  /// - `step`: metres that one step of a PNG stands for. 65 535, "farther than 65.534 m", reads as 65.535 m.
  /// - An OpenEXR file of several channels gives the one named depth, Z, Y or R, in this order, in any layer.
  /// - `maximumPixels`: checked before anything is allocated.
  public init(
    contentsOf url: URL, step: Double = ScalarMap.defaultStep,
    maximumPixels: Int = ReadingOptions.defaultMaximumPixels
  ) throws(ImagingError) {
    self.init(try ScalarMap(contentsOf: url, step: step, maximumPixels: maximumPixels))
  }

  /// Writes the distances in metres (millimetres in a PNG); the file appears whole or not at all.
  public func write(to url: URL, as format: DepthFormat) throws(ImagingError) {
    try scalars.write(to: url, as: format)
  }
}
