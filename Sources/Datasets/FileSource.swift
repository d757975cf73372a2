// SPDX-License-Identifier: Apache-2.0

import Foundation
import RotundaImaging
import RotundaSphere

/// Samples that lie on disk, read when they are asked for and brought to one size.
///
/// Depth is ray distance in metres. Its invalid pixels are found before it is resampled, and neither they nor pixels of
/// another surface mix into a distance (`EquirectangularGrid.depthResampled`). Pictures are resampled by area.
public struct FileSource: SampleSource {
  /// How it is asked for.
  public let uri: String
  /// Columns of the samples.
  public let width: Int
  /// Rows of the samples.
  public let height: Int
  private let samples: [SampleFiles]

  init(uri: DataURI, samples: [SampleFiles], width: Int, height: Int) {
    self.uri = uri.description
    self.samples = samples
    self.width = width
    self.height = height
  }

  /// Samples in it.
  public var count: Int? { samples.count }

  /// What the sample at `index` is called: its picture's path in the dataset.
  public func name(at index: Int) -> String { samples[index].name }

  /// Reads the sample at `index`.
  ///
  /// - Throws: `DatasetsError` that names the sample, and the file that is missing or damaged.
  public func sample(at index: Int) throws -> Sample {
    let (files, degrees) = samples[index].onDisk()
    let picture = try picture(files.picture, of: files)
    var depth: DepthMap?
    if let file = files.depth { depth = try distances(file, of: files) }
    return Sample(
      name: files.name, panorama: resized(picture.turned(degrees: degrees)),
      depth: depth.map { resized($0.turned(degrees: degrees)) },
      partners: try files.partners.map { partners in
        StereoPartners(right: try view(partners.right, of: files), up: try view(partners.up, of: files))
      })
  }

  private func picture(_ path: String, of files: SampleFiles) throws(DatasetsError) -> Panorama {
    try reading(files) { () throws(ImagingError) in
      try Panorama(contentsOf: URL(filePath: path), options: ReadingOptions(minimumWidth: width))
    }
  }

  private func view(
    _ view: SampleFiles.Partners.View, of files: SampleFiles
  ) throws(DatasetsError) -> StereoPartners.View {
    StereoPartners.View(
      panorama: resized(try picture(view.picture, of: files)), depth: resized(try distances(view.depth, of: files)))
  }

  /// The valid distances of a depth file, at the size that it has.
  private func distances(
    _ file: SampleFiles.DepthFile, of files: SampleFiles
  ) throws(DatasetsError) -> DepthMap {
    let map = try reading(files) { () throws(ImagingError) in
      try ScalarMap(contentsOf: URL(filePath: file.path), step: file.encoding.step)
    }
    // Pictures are twice as wide as high, to a pixel or two: reading them makes sure.
    guard abs(map.width - 2 * map.height) <= 2 else {
      throw unfitting(files, file.path, (map.width, map.height), expected: "twice as wide as high")
    }
    let depth = file.encoding.distances(map)
    guard let mask = file.mask, SampleFiles.exists(mask) else { return depth }
    return try masked(depth, by: mask, of: files)
  }

  /// The depth map without the pixels that are black in a mask.
  private func masked(_ depth: DepthMap, by path: String, of files: SampleFiles) throws(DatasetsError) -> DepthMap {
    let mask = try reading(files) { () throws(ImagingError) in
      try Panorama(contentsOf: URL(filePath: path), options: ReadingOptions(acceptsAnyAspect: true))
    }
    guard mask.width == depth.width, mask.height == depth.height else {
      throw unfitting(files, path, (mask.width, mask.height), expected: "\(depth.width) x \(depth.height)")
    }
    let values = depth.values.enumerated().map { pixel, distance in
      mask.pixels[3 * pixel..<3 * pixel + 3].contains { $0 > 0 } ? distance : 0
    }
    return DepthMap(width: depth.width, height: depth.height, values: values)
  }

  private func reading<Value>(
    _ files: SampleFiles, _ body: () throws(ImagingError) -> Value
  ) throws(DatasetsError) -> Value {
    do throws(ImagingError) { return try body() } catch { throw .unreadable(sample: files.name, error) }
  }

  private func unfitting(
    _ files: SampleFiles, _ path: String, _ size: (width: Int, height: Int), expected: String
  ) -> DatasetsError {
    .unfitting(
      sample: files.name, path: path, shape: "\(size.width) x \(size.height)", expected: expected)
  }

  // MARK: - Size

  private var grid: EquirectangularGrid { EquirectangularGrid(width: width, height: height) }

  private func resized(_ panorama: Panorama) -> Panorama {
    let source = EquirectangularGrid(width: panorama.width, height: panorama.height)
    return Panorama(
      width: width, height: height, pixels: source.areaResampled(panorama.pixels, channels: 3, to: grid),
      coverage: panorama.coverage.map { source.nearestResampled($0, to: grid) })
  }

  private func resized(_ depth: DepthMap) -> DepthMap {
    let source = EquirectangularGrid(width: depth.width, height: depth.height)
    return DepthMap(width: width, height: height, values: source.depthResampled(depth.values, to: grid))
  }
}
