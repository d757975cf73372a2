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
      preview.png in colours with a scale bar, and depth.json, which says what the numbers mean. Pictures that are done \
      already are skipped.
      """)

  @Argument(help: "Panoramas: JPEG, PNG, WebP, HDR or EXR files, folders of them, or patterns.", completion: .file())
  var inputs: [String]

  @Option(name: .shortAndLong, help: "Folder that holds a folder for each panorama.", completion: .directory)
  var output = "."

  @Option(help: "Formats of the depth, as png,exr: png (16 bits, millimetres), exr, npy, pfm (metres).")
  var format = DepthFormats(list: [.png])

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

  @Option(help: "What runs the network: cpu, or with LibTorch torch-cpu, cuda, cuda:1, mps.")
  var device = "cpu"

  @Option(help: "Threads of the engine; all cores by default.")
  var threads: Int?

  @Option(help: "Panoramas worked on at once.")
  var jobs = 1

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
    guard jobs > 0 else { throw ValidationError("--jobs must be above zero, not \(jobs)") }
    guard (1...64).contains(ensemble) else { throw ValidationError("--ensemble is 1 to 64, not \(ensemble)") }
    if let threads, threads < 1 { throw ValidationError("--threads must be above zero, not \(threads)") }
    if let height = cameraHeight, !(height > 0 && height < 100) {
      throw ValidationError("--camera-height is in metres, above 0 and below 100, not \(height)")
    }
  }

  func run() async throws {
    let (found, failures) = Inputs.find(inputs)
    let estimator = try DepthEstimator(
      weights: weights.map { .file(URL(filePath: $0)) } ?? .builtin, device: ComputeDevice(named: device),
      threads: threads)
    let report = PredictionReport(total: found.count + failures.count, asJSON: json)
    report.started(estimator)
    for failure in failures { report.failed(failure.subject, failure) }
    let job = PredictionJob(
      estimator: estimator, request: request, folder: URL(filePath: output), overwrites: overwrite,
      progress: report.progressed)
    let work = Task { [jobs] in await Self.run(job, on: found, jobs: jobs, report: report) }
    let interruption = Interruption { work.cancel() }
    await work.value
    try sheet?.write(found, in: URL(filePath: output), acceptsAnyAspect: force)
    try report.conclude(interrupted: interruption.isRequested)
  }

  /// Works on `jobs` pictures at once; when cancelled, begins no other and waits for those begun.
  private static func run(_ job: PredictionJob, on inputs: [Input], jobs: Int, report: PredictionReport) async {
    await withTaskGroup(of: (Input, Result<PredictionJob.Outcome, any Error>).self) { group in
      var waiting = inputs[...]
      func begin() {
        guard !Task.isCancelled, let input = waiting.popFirst() else { return }
        group.addTask { (input, await job.result(for: input)) }
      }
      for _ in 0..<min(jobs, inputs.count) { begin() }
      for await (input, result) in group {
        report.finished(input, result)
        begin()
      }
    }
  }

  private var request: PredictionRequest {
    PredictionRequest(
      formats: format.list, size: size.size,
      cameraHeight: cameraHeight, ensemble: ensemble, levelling: level, acceptsAnyAspect: force)
  }
}
