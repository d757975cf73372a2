// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  public import Foundation

  /// What can go wrong in a training run.
  public enum TrainingError: Error, Sendable {
    /// The network has no outputs.
    case nothingPredicted
    /// A setting that no run can have.
    case impossibleSetting(name: String, value: String)
    /// The loss became NaN or infinite; the batch of that step lies in a folder.
    case lossNotFinite(step: Int, value: Double, batch: URL)
    /// There is a run in this folder already.
    case runExists(URL)
    /// There is no run to resume, or its files are damaged.
    case notARun(URL, reason: String)
    /// Something could not be written.
    case cannotWrite(URL, reason: String)
    /// The processes of a run cannot speak with each other.
    case processesFailed(reason: String)
  }

  extension TrainingError: CustomStringConvertible {
    /// What happened, to what, and what to do.
    public var description: String {
      switch self {
      case .nothingPredicted:
        return "the network predicts nothing that could be compared with the truth"
      case .impossibleSetting(let name, let value):
        return "\(name) cannot be \(value)"
      case .lossNotFinite(let step, let value, let batch):
        return
          "the loss became \(value) at step \(step); what it was computed from lies in \(batch.path), and the last "
          + "checkpoint is sound: go on from it with --resume and a lower --rate, or --clip"
      case .runExists(let url):
        return "\(url.path) holds a run already; continue it with --resume, or choose another --output"
      case .notARun(let url, let reason):
        return "\(url.path) cannot be resumed: \(reason)"
      case .cannotWrite(let url, let reason):
        return "cannot write \(url.path): \(reason); the last checkpoint is sound, go on from it with --resume"
      case .processesFailed(let reason):
        return "the processes of this run cannot speak with each other: \(reason)"
      }
    }
  }
#endif
