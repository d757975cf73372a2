// SPDX-License-Identifier: Apache-2.0

#if Server
  import Foundation
  import Rotunda
  import RotundaExport
  import RotundaImaging
  import RotundaNetworks
  import RotundaSphere

  /// Turns the picture of one job into its results.
  struct JobRunner: Sendable {
    let estimator: DepthEstimator
    /// The program's version, for the sidecar.
    let version: String
    let maximumPixels: Int

    /// Writes the results of a job into `folder`.
    ///
    /// - Throws: `JobFailure` with words for the client, `CancellationError`, or a fault that only the log may name.
    func run(
      _ job: Job, upload: URL, into folder: URL, progress: @escaping @Sendable (JobProgress) -> Void
    ) async throws -> JobResults {
      var seconds = StageSeconds()
      var watch = Stopwatch()
      let photo = try await reading(job, upload)
      seconds.reading = watch.lap()
      progress(JobProgress(stage: .predicting, share: Share.read))
      let prediction = try await prediction(of: photo, job: job) {
        progress(JobProgress(stage: .predicting, share: Share.read + Share.network * $0))
      }
      seconds.predicting = watch.lap()
      progress(JobProgress(stage: .writing, share: Share.read + Share.network))
      let writer = ResultWriter(job: job, photo: photo, prediction: prediction, error: error)
      let sidecar = sidecar(of: job, prediction, photo)
      let files = try await writer.write(into: folder, sidecar: sidecar) {
        progress(JobProgress(stage: .writing, share: Share.read + Share.network + Share.files * $0))
      }
      seconds.writing = watch.lap()
      return JobResults(files: files, seconds: seconds)
    }

    private var error: DistanceError {
      DistanceError(ofWeights: estimator.weightsName, meanRelative: estimator.expectedError)
    }

    /// How much of the work each stage is, roughly.
    private enum Share {
      static let read = 0.1
      static let network = 0.5
      static let files = 0.4
    }

    // MARK: - Reading

    private func reading(_ job: Job, _ upload: URL) async throws -> Photo {
      let options = ReadingOptions(minimumWidth: enoughColumns(for: job), maximumPixels: maximumPixels)
      return try await elsewhere {
        Result {
          do throws(ImagingError) {
            return Photo(
              panorama: try Panorama(contentsOf: upload, options: options),
              jpeg: job.options.hasExports ? try Panorama.uprightJPEG(at: upload) : nil,
              levelling: Sidecar.Levelling(of: try PanoramaHeader.read(upload)),
              sha256: SHA256.hexadecimal(of: try FileContents.bytes(of: upload, limit: .max)))
          } catch {
            throw error.refusal == .fault ? error : error.refusal.failure
          }
        }
      }.get()
    }

    /// A photo need not be decoded at a larger size than the depth map's, unless it becomes part of the results.
    private func enoughColumns(for job: Job) -> Int? {
      let depth = job.options.depthSize(of: job.picture, network: estimator.inputSize)
      return job.options.hasExports ? nil : max(2 * estimator.inputSize.width, depth.width)
    }

    // MARK: - Predicting

    private func prediction(
      of photo: Photo, job: Job, progress: @escaping @Sendable (Double) -> Void
    ) async throws -> Prediction {
      var options = PredictionOptions()
      options.cameraHeight = job.options.cameraHeight
      options.ensemble = job.options.ensemble
      options.pose = photo.pose
      options.size = job.options.size.ofPrediction
      do {
        return try await estimator.prediction(of: photo.panorama, options: options, progress: progress)
      } catch let error as EstimatorError {
        throw error.failure ?? error
      }
    }

    private func sidecar(of job: Job, _ prediction: Prediction, _ photo: Photo) -> Sidecar {
      var sidecar = Sidecar(
        size: .init(width: prediction.depth.width, height: prediction.depth.height),
        source: .init(
          name: job.title, byteCount: job.picture.bytes, sha256: photo.sha256, width: job.picture.width,
          height: job.picture.height),
        networkInput: .init(width: estimator.inputSize.width, height: estimator.inputSize.height),
        network: estimator.architecture.description, weightsSHA256: estimator.weightsSHA256 ?? "",
        scaleSource: job.options.cameraHeight.map { "camera height \($0) m" } ?? "network", levelling: photo.levelling,
        passes: job.options.ensemble, geometry: job.options.hasExports ? Sidecar.Geometry(ExportOptions()) : nil,
        files: [], version: version)
      if case .cameraHeight(_, let factor, let floor) = prediction.scale {
        sidecar.scaleFactor = factor
        sidecar.floorInlierFraction = floor.inlierFraction
      }
      return sidecar
    }
  }

  /// What is read of an upload.
  struct Photo: Sendable {
    let panorama: Panorama
    /// Its own bytes for exports to hold, where they are a JPEG that fits; without what they say of people and places.
    let jpeg: [UInt8]?
    let levelling: Sidecar.Levelling?
    let sha256: String

    /// The camera's.
    var pose: Rotation { levelling?.pose ?? .identity }
  }

  /// Seconds between calls.
  private struct Stopwatch {
    private var last = ContinuousClock.now

    mutating func lap() -> Double {
      let now = ContinuousClock.now
      defer { last = now }
      return ((now - last) / .milliseconds(1)).rounded() / 1000
    }
  }

  extension Refusal {
    /// The same in the record of a job.
    fileprivate var failure: JobFailure { JobFailure(code: code, message: description) }
  }

  extension EstimatorError {
    /// What a client is told; nil for faults of the server.
    fileprivate var failure: JobFailure? {
      switch self {
      case .nothingVisible: JobFailure(code: "nothingVisible", message: description)
      case .noFloor: JobFailure(code: "noFloor", message: description)
      case .unusableWeights, .perspectiveWeights, .noPerspectiveDepth, .builtInWeightsMissing, .builtWithoutLibTorch:
        nil
      }
    }
  }
#endif
