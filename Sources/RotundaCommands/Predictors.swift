// SPDX-License-Identifier: Apache-2.0

import Foundation
import Rotunda
import RotundaDatasets
import RotundaEngine
import RotundaEvaluation
import RotundaImaging
import RotundaNetworks
import RotundaSphere

/// A network that is judged.
struct NetworkPredictor: Predictor {
  private let estimator: DepthEstimator
  fileprivate(set) var name: String

  init(_ estimator: DepthEstimator) {
    self.estimator = estimator
    name = estimator.weightsName
  }

  /// Columns and rows of the pictures that the network sees.
  var inputSize: Extent { estimator.inputSize }

  /// Results of the usual accuracy go on from those of programs that had no other.
  var fingerprint: String {
    let network = "\(estimator.architecture) \(estimator.weightsSHA256 ?? "")"
    return estimator.accuracy == .high ? network : "\(network) \(estimator.accuracy.rawValue)"
  }

  func depth(of sample: Sample) async throws -> DepthMap { try await estimator.depth(of: sample.panorama) }
}

extension NetworkPredictor {
  /// The networks of weights' files, or that of the built-in weights where there are none; `pictures` are judged at once.
  ///
  /// - Throws: what `DepthEstimator` throws.
  static func networks(_ weights: [String], on engine: EngineOptions, pictures: Int) throws -> [NetworkPredictor] {
    let sources: [WeightsSource] = weights.isEmpty ? [.builtin] : weights.map { .file(URL(filePath: $0)) }
    let predictors = try sources.map { NetworkPredictor(try engine.estimator(of: $0, pictures: pictures)) }
    return predictors.distinctlyNamed(weights)
  }
}

extension [NetworkPredictor] {
  /// The same, with the path for a name where several weights' files have one name.
  fileprivate func distinctlyNamed(_ paths: [String]) -> [NetworkPredictor] {
    zip(self, paths.isEmpty ? map(\.name) : paths).map { predictor, path in
      guard count(where: { $0.name == predictor.name }) > 1 else { return predictor }
      var renamed = predictor
      renamed.name = path
      return renamed
    }
  }
}

/// The depth that samples come with, as a predictor: what a perfect network would predict.
struct TrueDepth: Predictor {
  let name = "truth"
  let fingerprint = "truth"

  /// - Throws: `DatasetsError.unlabelled` where the sample has none.
  func depth(of sample: Sample) throws -> DepthMap { try sample.label() }
}

/// Depth maps of another program that are judged, in a folder.
///
/// For sample `area3/7_color.png` these are `area3/7_color` or `7_color` with the ending of a depth format, or the folder of
/// that name with `depth` in it, as `rotunda predict` writes it.
struct DepthFolder: Predictor {
  private let folder: URL
  let name: String
  /// Path, and names, sizes and dates of what lies there.
  let fingerprint: String

  private static let endings = ["exr", "npy", "pfm", "dpt", "png"]

  /// - Throws: `CommandError.unreadableFolder`.
  init(_ folder: URL) throws {
    self.folder = folder
    let path = folder.path(percentEncoded: false)
    name = folder.lastPathComponent
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue,
      let paths = FileManager.default.enumerator(atPath: path)
    else { throw CommandError.unreadableFolder(path: path) }
    let files = paths.compactMap { $0 as? String }.filter { path in Self.endings.contains { path.hasSuffix(".\($0)") } }
    let listing = files.sorted().map { file in
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(file)")
      let date = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      return "\(file) \((attributes?[.size] as? Int) ?? 0) \(date)"
    }
    fingerprint = SHA256.hexadecimal(of: Array(listing.joined(separator: "\n").utf8))
  }

  /// - Throws: `CommandError.noPrediction`, or `ImagingError` where the file is no depth map.
  func depth(of sample: Sample) throws -> DepthMap {
    let stem = URL(filePath: sample.name).deletingPathExtension()
    let names = [stem.relativePath, stem.lastPathComponent]
    let candidates = names.flatMap { name in
      ["\(name)", "\(name)/depth"].flatMap { path in Self.endings.map { folder.appending(path: "\(path).\($0)") } }
    }
    guard let file = candidates.first(where: { FileManager.default.fileExists(atPath: $0.path(percentEncoded: false)) })
    else { throw CommandError.noPrediction(folder: folder.relativePath, sample: sample.name) }
    let depth = try DepthMap(contentsOf: file)
    let size = EquirectangularGrid(width: sample.panorama.width, height: sample.panorama.height)
    let source = EquirectangularGrid(width: depth.width, height: depth.height)
    guard source != size else { return depth }
    return DepthMap(
      width: size.width, height: size.height, values: source.depthResampled(depth.values, to: size))
  }
}
