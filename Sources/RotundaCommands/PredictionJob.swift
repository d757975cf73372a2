// SPDX-License-Identifier: Apache-2.0

import Foundation
import Rotunda
import RotundaImaging
import RotundaNetworks
import RotundaSphere

/// What is wanted of every panorama.
struct PredictionRequest: Sendable {
  let formats: [DepthFormat]
  let size: PredictionOptions.Size
  let cameraHeight: Double?
  let ensemble: Int
  let levelling: Levelling
  let acceptsAnyAspect: Bool

  /// The files of one panorama's folder, without the sidecar.
  var files: [Sidecar.File] {
    let depth = formats.map { Sidecar.File(name: "depth.\($0.fileExtension)", content: "depth", format: $0.rawValue) }
    let spread = formats.map {
      Sidecar.File(name: "spread.\($0.fileExtension)", content: "spread", format: $0.rawValue)
    }
    return depth + (ensemble > 1 ? spread : [])
      + [Sidecar.File(name: "preview.png", content: "preview", format: "png")]
  }
}

/// One panorama from file to files.
struct PredictionJob: Sendable {
  let estimator: DepthEstimator
  let request: PredictionRequest
  let folder: URL
  let overwrites: Bool

  /// How a panorama ended.
  enum Outcome: Sendable {
    /// Predicted and written to a folder.
    case written(URL, seconds: Double, scale: Prediction.Scale)
    /// Done by an earlier run.
    case skipped(URL)
  }

  func result(for input: Input) async -> Result<Outcome, any Error> {
    do {
      return .success(try await outcome(of: input))
    } catch {
      return .failure(error)
    }
  }

  private func outcome(of input: Input) async throws -> Outcome {
    let start = Date()
    let target = folder.appending(path: input.name)
    let header = try PanoramaHeader.read(input.url)
    let sidecar = sidecar(for: input, header: header)
    if !overwrites, isDone(sidecar, in: target) { return .skipped(target) }
    let panorama = try Panorama(contentsOf: input.url, options: readingOptions)
    var options = PredictionOptions()
    options.size = request.size
    options.cameraHeight = request.cameraHeight
    options.ensemble = request.ensemble
    if let levelling = sidecar.levelling { options.pose = levelling.pose }
    let prediction = try await estimator.prediction(of: panorama, options: options)
    try write(prediction, sidecar, to: target)
    return .written(target, seconds: Date().timeIntervalSince(start), scale: prediction.scale)
  }

  // MARK: - Reading

  /// A photo need not be decoded at a larger size than the depth map's, nor than twice the network's.
  private var readingOptions: ReadingOptions {
    let enough: Int?
    switch request.size {
    case .input: enough = nil
    case .network: enough = 2 * estimator.inputSize.width
    case .exact(let extent): enough = max(2 * estimator.inputSize.width, extent.width)
    }
    return ReadingOptions(minimumWidth: enough, acceptsAnyAspect: request.acceptsAnyAspect)
  }

  // MARK: - What was done before

  private func sidecar(for input: Input, header: PanoramaHeader) -> Sidecar {
    let size: Extent
    switch request.size {
    case .network: size = estimator.inputSize
    case .input: size = Extent(height: header.fullHeight, width: header.fullWidth)
    case .exact(let extent): size = extent
    }
    return Sidecar(
      size: .init(width: size.width, height: size.height),
      source: .init(name: input.url.lastPathComponent, width: header.fullWidth, height: header.fullHeight),
      networkInput: .init(width: estimator.inputSize.width, height: estimator.inputSize.height),
      network: estimator.architecture.description, weightsSHA256: estimator.weightsSHA256 ?? "",
      scaleSource: scaleSource, levelling: request.levelling.angles(for: header), passes: request.ensemble,
      files: request.files, version: programVersion)
  }

  /// How the scale is made; what was measured on the way is told by `written`.
  private var scaleSource: String {
    request.cameraHeight.map { "camera height \($0) m" } ?? "network"
  }

  /// Whether an earlier run made these very files: the sidecar, which is written last, says so, and all are there.
  private func isDone(_ wanted: Sidecar, in target: URL) -> Bool {
    guard let data = try? Data(contentsOf: target.appending(path: Self.sidecarName)),
      var found = try? JSONDecoder().decode(Sidecar.self, from: data)
    else { return false }
    found.version = wanted.version
    return found == wanted
      && wanted.files.allSatisfy { FileManager.default.fileExists(atPath: target.appending(path: $0.name).path) }
  }

  private static let sidecarName = "depth.json"

  // MARK: - Writing

  /// Writes all files and the sidecar last: a folder with a sidecar is a whole one.
  private func write(_ prediction: Prediction, _ sidecar: Sidecar, to target: URL) throws {
    try OutputFolder.make(target)
    for format in request.formats {
      try prediction.depth.write(to: target.appending(path: "depth.\(format.fileExtension)"), as: format)
      try prediction.spread?.write(to: target.appending(path: "spread.\(format.fileExtension)"), as: format)
    }
    try preview(prediction.depth).write(to: target.appending(path: "preview.png"), as: .png)
    try sidecar.write(to: target.appending(path: Self.sidecarName))
  }

  /// A picture to look at need not be larger than a screen.
  private static let widestPreview = 2048

  private func preview(_ depth: DepthMap) -> RGBImage {
    guard depth.width > Self.widestPreview else { return DepthPreview(of: depth).image() }
    let grid = EquirectangularGrid(width: depth.width, height: depth.height)
    let small = EquirectangularGrid(
      width: Self.widestPreview, height: max(1, depth.height * Self.widestPreview / depth.width))
    let thinned = grid.nearestResampled(depth.values, to: small)
    return DepthPreview(of: DepthMap(width: small.width, height: small.height, values: thinned)).image()
  }
}
