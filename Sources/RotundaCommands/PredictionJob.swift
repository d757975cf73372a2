// SPDX-License-Identifier: Apache-2.0

import Foundation
import Rotunda
import RotundaExport
import RotundaImaging
import RotundaNetworks

/// What is wanted of every panorama.
struct PredictionRequest: Sendable {
  let formats: OutputFormats
  let geometry: ExportOptions
  let size: PredictionOptions.Size
  let cameraHeight: Double?
  let ensemble: Int
  let levelling: Levelling
  let acceptsAnyAspect: Bool

  /// The files of one panorama's folder, without the sidecar.
  var files: [Sidecar.File] {
    func maps(_ content: String) -> [Sidecar.File] {
      formats.depth.map {
        Sidecar.File(name: "\(content).\($0.fileExtension)", content: content, format: $0.rawValue)
      }
    }
    let exports = formats.exports.flatMap { format in
      format.fileNames.map {
        Sidecar.File(name: $0, content: format.content, format: String($0.split(separator: ".")[1]))
      }
    }
    return maps("depth") + (ensemble > 1 ? maps("spread") : []) + exports
      + [Sidecar.File(name: "preview.png", content: "preview", format: "png")]
  }
}

/// One panorama from file to files.
struct PredictionJob: Sendable {
  let estimator: DepthEstimator
  let request: PredictionRequest
  let folder: URL
  let overwrites: Bool
  /// Told the share of a picture's passes that are done.
  let progress: @Sendable (Input, Double) -> Void

  /// How a panorama ended.
  enum Outcome: Sendable {
    /// Predicted and written to a folder.
    case written(URL, PictureWork, scale: Prediction.Scale)
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
    if header.photoSphere?.crop != nil, header.crop == nil {
      Console.current.complain(
        "rotunda: \(input.url.relativePath): its GPano crop does not fit the picture and is ignored")
    }
    let sidecar = try sidecar(for: input, header: header)
    if !overwrites, try isDone(sidecar, in: target) { return .skipped(target) }
    let panorama = try Panorama(contentsOf: input.url, options: readingOptions)
    var options = PredictionOptions()
    options.size = request.size
    options.cameraHeight = request.cameraHeight
    options.ensemble = request.ensemble
    if let levelling = sidecar.levelling { options.pose = levelling.pose }
    let prediction = try await estimator.prediction(of: panorama, options: options) { progress(input, $0) }
    try write(prediction, of: panorama, from: input, sidecar, to: target)
    let work = PictureWork(
      seconds: Date().timeIntervalSince(start) - prediction.time.waiting, networkSeconds: prediction.time.network,
      pixels: max(panorama.width * panorama.height, prediction.depth.width * prediction.depth.height))
    return .written(target, work, scale: prediction.scale)
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
    // Exports show the photo itself.
    guard request.formats.exports.isEmpty else { return ReadingOptions(acceptsAnyAspect: request.acceptsAnyAspect) }
    return ReadingOptions(minimumWidth: enough, acceptsAnyAspect: request.acceptsAnyAspect)
  }

  // MARK: - What was done before

  private func sidecar(for input: Input, header: PanoramaHeader) throws -> Sidecar {
    let size: Extent
    switch request.size {
    case .network: size = estimator.inputSize
    case .input: size = Extent(height: header.fullHeight, width: header.fullWidth)
    case .exact(let extent): size = extent
    }
    return Sidecar(
      size: .init(width: size.width, height: size.height),
      source: try source(input, header),
      networkInput: .init(width: estimator.inputSize.width, height: estimator.inputSize.height),
      network: estimator.architecture.description, weightsSHA256: estimator.weightsSHA256 ?? "",
      scaleSource: scaleSource, levelling: request.levelling.angles(for: header), passes: request.ensemble,
      geometry: request.formats.exports.isEmpty ? nil : Sidecar.Geometry(request.geometry), files: request.files,
      version: programVersion)
  }

  private func source(_ input: Input, _ header: PanoramaHeader) throws -> Sidecar.Source {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: input.url, options: .alwaysMapped)
    } catch {
      throw ImagingError.unreadable(path: input.url.path, code: EIO)
    }
    return Sidecar.Source(
      name: input.url.lastPathComponent, byteCount: bytes.count,
      sha256: SHA256.hexadecimal(of: Array(bytes)), width: header.fullWidth, height: header.fullHeight)
  }

  /// How the scale is made; the factor that was measured for it stands in a field of its own.
  private var scaleSource: String {
    request.cameraHeight.map { "camera height \($0) m" } ?? "network"
  }

  /// Whether an earlier run made these very files: the sidecar, which is written last, says so, and all are there.
  ///
  /// - Throws: `CommandError.foreignResults` where the folder holds the depth of another picture.
  private func isDone(_ wanted: Sidecar, in target: URL) throws -> Bool {
    guard var found = Self.sidecar(in: target) else { return false }
    guard found.source.sha256 == wanted.source.sha256 else {
      throw CommandError.foreignResults(path: target.relativePath, source: found.source.name)
    }
    found.version = wanted.version
    found.source = wanted.source
    found.scaleFactor = nil
    found.floorInlierFraction = nil
    return found == wanted
      && wanted.files.allSatisfy { FileManager.default.fileExists(atPath: target.appending(path: $0.name).path) }
  }

  private static let sidecarName = "depth.json"

  private static func sidecar(in target: URL) -> Sidecar? {
    let data = try? Data(contentsOf: target.appending(path: sidecarName))
    return data.flatMap { try? JSONDecoder().decode(Sidecar.self, from: $0) }
  }

  // MARK: - Writing

  /// Takes away what an earlier run left, its sidecar first, and writes all files and the sidecar last: a folder with a
  /// sidecar is a whole one.
  private func write(
    _ prediction: Prediction, of panorama: Panorama, from input: Input, _ sidecar: Sidecar, to target: URL
  ) throws {
    try OutputFolder.make(target)
    let stale = Self.sidecar(in: target)?.files ?? []
    for name in [Self.sidecarName] + stale.map(\.name) {
      // Only names that this program writes: a sidecar from elsewhere must not delete a stranger's files.
      guard name == Self.sidecarName || Self.ownNames.contains(name) else { continue }
      try? FileManager.default.removeItem(at: target.appending(path: name))
    }
    for format in request.formats.depth {
      try prediction.depth.write(to: target.appending(path: "depth.\(format.fileExtension)"), as: format)
      try prediction.spread?.write(to: target.appending(path: "spread.\(format.fileExtension)"), as: format)
    }
    if !request.formats.exports.isEmpty {
      let room = try room(prediction, of: panorama, from: input, sidecar)
      for format in request.formats.exports { try room.write(format, into: target, options: request.geometry) }
    }
    try DepthPreview(of: prediction.depth).image().write(to: target.appending(path: "preview.png"), as: .png)
    var finished = sidecar
    if case .cameraHeight(_, let factor, let floor) = prediction.scale {
      finished.scaleFactor = factor
      finished.floorInlierFraction = floor.inlierFraction
    }
    try finished.write(to: target.appending(path: Self.sidecarName))
  }

  private func room(
    _ prediction: Prediction, of panorama: Panorama, from input: Input, _ sidecar: Sidecar
  ) throws -> CapturedRoom {
    return try CapturedRoom(
      title: input.name, photo: panorama, photoJPEG: Panorama.uprightJPEG(at: input.url), depth: prediction.depth,
      spread: prediction.spread,
      error: DistanceError(ofWeights: estimator.weightsName, meanRelative: estimator.expectedError),
      pose: sidecar.levelling?.pose ?? .identity,
      origin: sidecar.network, scale: sidecar.scaleSource, acceptsAnyAspect: request.acceptsAnyAspect)
  }

  private static let ownNames = Set(
    ["preview.png"] + DepthFormat.allCases.flatMap { ["depth.\($0.fileExtension)", "spread.\($0.fileExtension)"] }
      + ExportFormat.allCases.flatMap(\.fileNames))
}
