// SPDX-License-Identifier: Apache-2.0

import RotundaDatasets
import RotundaEvaluation
import RotundaNetworks

/// What can be wrong with what a user asked for, beyond the spelling of options.
enum CommandError: Error, Hashable {
  /// `--data` names no source.
  case unknownData(uri: String)
  /// There is no such network.
  case unknownNetwork(String)
  /// A card of another system's network cannot be used.
  case badModelCard(path: String, reason: String)
  /// A size is not WIDTHxHEIGHT.
  case notASize(String)
  /// A pattern matches nothing.
  case noInputs(pattern: String)
  /// A folder cannot be listed.
  case unreadableFolder(path: String)
  /// The folder for a picture's results holds those of another picture.
  case foreignResults(path: String, source: String)
  /// There is no such protocol.
  case unknownProtocol(String)
  /// A folder holds the results of another evaluation.
  case otherEvaluation(path: String)
  /// A folder holds the networks of another ablation.
  case otherExperiment(path: String)
  /// Another run writes to the same results.
  case runningEvaluation(path: String)
  /// A folder of depth maps has none for a sample.
  case noPrediction(folder: String, sample: String)
  /// A file that a scene was made from is another one now.
  case changedFile(path: String)
  /// A folder is not that of a training run.
  case notARun(path: String, reason: String)
  /// A folder holds no picture.
  case folderWithoutPictures(path: String)
  /// The build lacks LibTorch.
  case builtWithoutLibTorch(wanted: String)
  /// mpirun started several processes of a build that lacks MPI.
  case builtWithoutMPI
  /// The build lacks the web application.
  case builtWithoutServer
}

extension CommandError {
  /// What the user wrote that is wrong.
  var subject: String {
    switch self {
    case .unknownData(let text), .unknownNetwork(let text),
      .notASize(let text), .noInputs(let text),
      .folderWithoutPictures(let text), .unreadableFolder(let text), .builtWithoutLibTorch(let text),
      .foreignResults(let text, _), .changedFile(let text), .notARun(let text, _), .badModelCard(let text, _),
      .unknownProtocol(let text),
      .otherEvaluation(let text), .otherExperiment(let text), .runningEvaluation(let text), .noPrediction(let text, _):
      text
    case .builtWithoutMPI: "mpirun"
    case .builtWithoutServer: "rotunda serve"
    }
  }
}

extension CommandError: CustomStringConvertible {
  var description: String {
    switch self {
    case .unknownData(let uri):
      "\(uri) names no data; there is rooms:seed=N,count=N (rendered rooms), and files in a folder with "
        + Layout.all.map { "\($0.scheme):FOLDER (\($0.title))" }.joined(separator: ", ")
    case .unknownNetwork(let name):
      "there is no network \(name); there are \(Architecture.Family.allCases.map(\.rawValue).joined(separator: ", ")), "
        + "with -w2, -w4 or -w8 for a narrower one and, of \(Self.spherical), -sphere for spherical padding, as in "
        + "rectnet-w4-sphere"
    case .badModelCard(let path, let reason):
      "\(path): \(reason)"
    case .notASize(let text):
      "\(text) is not a size; write WIDTHxHEIGHT, as in 512x256, each from 1 to 65536"
    case .noInputs(let pattern):
      "\(pattern): no file matches"
    case .folderWithoutPictures(let path):
      "\(path): the folder holds no picture (JPEG, PNG, WebP, HDR, EXR)"
    case .unreadableFolder(let path):
      "\(path): the folder cannot be listed; check its permissions"
    case .foreignResults(let path, let source):
      "\(path) holds the depth of another picture named \(source); choose another --output, or replace it with --overwrite"
    case .unknownProtocol(let name):
      "there is no protocol \(name); there are " + EvaluationProtocol.all.map(\.name).joined(separator: ", ")
    case .otherEvaluation(let path):
      "\(path) holds results of other data, weights, sizes or protocols; choose another --output, or replace them with "
        + "--overwrite"
    case .otherExperiment(let path):
      "\(path) was trained with other settings; choose another --output, or remove it"
    case .runningEvaluation(let path):
      "another run writes to \(path) now; wait for it, choose another --output, or share the work with --shard"
    case .noPrediction(let folder, let sample):
      "\(folder) has no depth map for \(sample); name it as the sample, with the ending exr, npy, pfm, dpt or png"
    case .changedFile(let path):
      "\(path) is not the file that the scene was made from; bring that file back"
    case .notARun(let path, let reason):
      "\(path): no training run to plot: \(reason); name a folder that `rotunda train --output` made"
    case .builtWithoutLibTorch(let wanted):
      "\(wanted) needs LibTorch, which this program was built without; build it with `make libtorch` and "
        + "`swift build -c release --traits LibTorch`"
    case .builtWithoutMPI:
      "mpirun started several processes of a program that was built without MPI; build it with `make mpi` and "
        + "`swift build -c release --traits MPI`, or start it alone"
    case .builtWithoutServer:
      "rotunda serve needs the web application, which this program was built without; build it with "
        + "`swift build -c release --traits Server`"
    }
  }
}

extension CommandError {
  /// The families that may pad over the sphere.
  fileprivate static var spherical: String {
    Architecture.Family.allCases.filter { $0.paddings.contains(.sphere) }.map(\.rawValue).joined(separator: ", ")
  }
}
