// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import Foundation
  import RotundaTraining

  /// The folders of a run with two stages.
  enum StageFolders {
    static func first(in folder: URL) -> RunFolder { RunFolder(folder.appending(path: "stage-1")) }
    static func second(in folder: URL) -> RunFolder { RunFolder(folder.appending(path: "stage-2")) }

    /// The runs that a folder is or holds.
    static func all(in folder: URL) -> [RunFolder] {
      let stages = [first(in: folder), second(in: folder)]
      return stages.allSatisfy(\.holdsRun) ? stages : [RunFolder(folder)]
    }
  }
#endif
