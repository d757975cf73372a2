// SPDX-License-Identifier: Apache-2.0

import Rotunda
import RotundaDatasets
import RotundaEngine
import RotundaExport
import RotundaImaging
import RotundaNetworks
import RotundaRendering
import RotundaScenes

#if LibTorch
  import RotundaTorch
  import RotundaTraining
#endif

#if Server
  import RotundaServer
#endif

/// What the program tells the shell; numbers of sysexits(3) where there is one.
enum ExitStatus: Int32, Error {
  /// Everything was done.
  case done = 0
  /// Some of several inputs failed; the others were finished.
  case someFailed = 1
  /// The command line is wrong.
  case usage = 64
  /// A file's content is wrong.
  case badData = 65
  /// An input is not there or cannot be opened.
  case inputMissing = 66
  /// A fault of the machine or of LibTorch.
  case softwareFault = 70
  /// An output cannot be created.
  case cannotWrite = 73
  /// Reading or writing failed midway.
  case inputOutput = 74
}

/// An error that knows what to tell the shell.
///
/// The switches below have no default, so that a new case does not compile until someone chose its status.
protocol ExitStatusProviding: Error, CustomStringConvertible {
  var exitStatus: ExitStatus { get }
}

extension CommandError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .unknownData, .unknownNetwork, .notASize, .unknownProtocol, .builtWithoutLibTorch,
      .builtWithoutMPI,
      .builtWithoutServer:
      .usage
    case .noInputs, .folderWithoutPictures, .unreadableFolder, .notARun, .noPrediction: .inputMissing
    case .foreignResults, .otherEvaluation, .otherExperiment, .runningEvaluation: .cannotWrite
    case .changedFile, .badModelCard: .badData
    }
  }
}

extension ImagingError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .notFound, .directory, .notRegularFile, .unreadable: .inputMissing
    case .empty, .unknownFormat, .unsupported, .truncated, .corrupt, .tooManyPixels, .tooManyBytes, .notEquirectangular,
      .otherProjection, .inconsistentCrop, .notPicture, .notDepth, .tooLargeForFormat:
      .badData
    case .unwritable: .cannotWrite
    }
  }
}

extension NetworkError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .unsuitableSize, .unsuitableImage: .usage
    case .malformedNameMap, .repeatedName, .unfittingWeights, .beyondHalfPrecision, .unknownArchitecture,
      .unrecognisedWeights:
      .badData
    case .unreadableWeights(_, .system), .unreadableWeights(_, .notAFile): .inputMissing
    case .unreadableWeights: .badData
    case .unwritableWeights: .cannotWrite
    }
  }
}

extension EngineError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .beyondMemory: .usage
    case .cacheNotWritten: .cannotWrite
    }
  }
}

extension EstimatorError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .noFloor, .nothingVisible, .unusableWeights, .perspectiveWeights, .noPerspectiveDepth: .badData
    case .builtInWeightsMissing: .inputMissing
    case .builtWithoutLibTorch: .usage
    }
  }
}

extension ExportError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .notEquirectangular, .otherSize, .nothingValid, .nothingLeft: .badData
    case .tooLarge: .usage
    case .viewerMissing: .inputMissing
    case .imaging(let error): error.exitStatus
    }
  }
}

extension RenderingError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .invalidView: .usage
    case .invalidGeometry: .badData
    case .rayTracer: .softwareFault
    }
  }
}

extension ScenesError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .badAddress: .usage
    case .unreadableRecord: .inputMissing
    case .otherRecord: .cannotWrite
    }
  }
}

extension MeshError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .file(let error): error.exitStatus
    case .unknownFormat, .tooManyBytes, .tooManyTriangles, .tooManyPixels, .truncated, .corrupt, .unsupported,
      .outsideFolder, .noTriangles, .notAPosition, .noPositions, .noViewpoint:
      .badData
    }
  }
}

extension DatasetsError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .malformedURI, .unknownScheme, .withdrawn, .unknownOption, .unknownValue: .usage
    case .missingFolder, .unreadableFolder, .missingList, .unreadableList: .inputMissing
    case .unlabelled, .unpaired, .emptyList, .badList, .noSamples, .unfitting, .emptySource, .nothingReadable: .badData
    case .unreadable(_, let error): error.exitStatus
    }
  }
}

#if LibTorch
  extension TorchError: ExitStatusProviding {
    var exitStatus: ExitStatus {
      switch self {
      case .operatorFailed: .softwareFault
      case .noSuchDevice: .usage
      }
    }
  }

  extension TrainingError: ExitStatusProviding {
    var exitStatus: ExitStatus {
      switch self {
      case .nothingPredicted, .lossNotFinite, .processesFailed: .softwareFault
      case .runExists, .impossibleSetting: .usage
      case .notARun: .badData
      case .cannotWrite: .cannotWrite
      }
    }
  }
#endif

#if Server
  extension ServerError: ExitStatusProviding {
    var exitStatus: ExitStatus {
      switch self {
      case .tokenMissing, .tokenTooShort: .usage
      case .folderInUse, .folderUnusable, .cannotListen: .cannotWrite
      case .pageMissing: .inputMissing
      }
    }
  }
#endif
