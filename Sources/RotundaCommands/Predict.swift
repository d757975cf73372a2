// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Rotunda
import RotundaImaging
import RotundaNetworks

/// `rotunda predict`.
struct Predict: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turn panoramas into metric depth.",
    discussion: """
      For kitchen.jpg, writes the folder kitchen (under --output): depth.png and the other formats asked for, \
      preview.png in colours with a scale bar, and depth.json, which says what the numbers mean. With --format html, a \
      viewer to walk and measure in. Pictures that are done already are skipped.
      """)

  @Argument(help: "Panoramas: JPEG, PNG, WebP, HDR or EXR files, folders of them, or patterns.", completion: .file())
  var inputs: [String]

  @Option(name: .shortAndLong, help: "Folder that holds a folder for each panorama.", completion: .directory)
  var output = "."

  @Option(
    help: """
      What to write, as png,glb: depth as png (16 bits, millimetres), exr, npy, pfm (metres); ply, a point cloud; glb, a \
      textured mesh; html, a viewer in one file; cube, six faces of z-depth; layers, 8-bit depth for panorama viewers.
      """)
  var format = OutputFormats(depth: [.png])

  @Option(help: "Size of the depth map: network, input, or WIDTHxHEIGHT (2:1, at most 16384x8192).")
  var size = OutputSize.input

  @Option(help: "Height of the camera above the floor in metres; the depth is scaled to it.")
  var cameraHeight: Double?

  @Option(help: "Passes over the turned panorama, of which the median is taken; the spread is written too.")
  var ensemble = 1

  @Option(
    parsing: .unconditional, help: "Level the picture first: auto (by its GPano pose), none, or PITCH,ROLL in degrees.")
  var level = Levelling.automatic

  @Option(help: "Weights to use instead of the built-in ones.", completion: .file())
  var weights: String?

  @OptionGroup var geometry: GeometryOptions

  @OptionGroup var engine: EngineOptions

  @Option(help: "Panoramas worked on at once; auto reads and writes beside the network's work.")
  var jobs = Jobs.automatic

  @Option(
    help: "Write a picture of all panoramas above the previews of their depth to this JPEG or PNG file.",
    completion: .file())
  var sheet: PredictionSheet?

  @Flag(help: "Predict again what is done already.")
  var overwrite = false

  @Flag(help: "Accept pictures that are not twice as wide as high.")
  var force = false

  @Flag(help: "Print events as JSON, one a line, for programs.")
  var json = false

  func validate() throws {
    guard (1...64).contains(ensemble) else { throw ValidationError("--ensemble is 1 to 64, not \(ensemble)") }
    if let height = cameraHeight, !(height > 0 && height < 100) {
      throw ValidationError("--camera-height is in metres, above 0 and below 100, not \(height)")
    }
  }

  func run() async throws {
    let (found, failures) = Inputs.find(inputs)
    let estimator = try engine.estimator(
      of: weights.map { .file(URL(filePath: $0)) } ?? .builtin, pictures: jobs.limit(found.count))
    let report = PredictionReport(total: found.count + failures.count, asJSON: json)
    report.started(estimator)
    for failure in failures { report.failed(failure.subject, failure) }
    let job = PredictionJob(
      estimator: estimator, request: request, folder: URL(filePath: output), overwrites: overwrite,
      progress: report.progressed)
    let atOnce = PicturesAtOnce(jobs, predictions: estimator.predictionsAtOnce)
    let work = Task { await Self.run(job, on: found, atOnce: atOnce, report: report) }
    let interruption = Interruption { work.cancel() }
    await work.value
    try sheet?.write(found, in: URL(filePath: output), acceptsAnyAspect: force)
    try report.conclude(interrupted: interruption.isRequested)
  }

  /// Works on several pictures at once and reports on them in their order; when cancelled, begins no other and waits for
  /// those begun.
  private static func run(
    _ job: PredictionJob, on inputs: [Input], atOnce: PicturesAtOnce, report: PredictionReport
  ) async {
    var atOnce = atOnce
    await withTaskGroup(of: (Int, Result<PredictionJob.Outcome, any Error>).self) { group in
      var (begun, done, reported) = (0, 0, 0)
      var results: [Int: Result<PredictionJob.Outcome, any Error>] = [:]
      func begin() {
        while !Task.isCancelled, begun < inputs.count, begun - done < atOnce.count {
          let index = begun
          group.addTask { (index, await job.result(for: inputs[index])) }
          begun += 1
        }
      }
      begin()
      for await (index, result) in group {
        done += 1
        if case .success(.written(_, let work, _)) = result { atOnce.learn(work) }
        results[index] = result
        begin()
        while let next = results.removeValue(forKey: reported) {
          report.finished(inputs[reported], next)
          reported += 1
        }
      }
    }
  }

  private var request: PredictionRequest {
    PredictionRequest(
      formats: format, geometry: geometry.exportOptions, size: size.size,
      cameraHeight: cameraHeight, ensemble: ensemble, levelling: level, acceptsAnyAspect: force)
  }
}
