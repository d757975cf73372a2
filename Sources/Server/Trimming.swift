// SPDX-License-Identifier: Apache-2.0

#if Server
  extension StringProtocol {
    /// Without spaces and tabs at either end.
    var trimmed: String { trimming(" \t") }

    /// Without these characters at either end.
    func trimming(_ characters: String) -> String {
      let first = firstIndex { !characters.contains($0) } ?? endIndex
      let last = lastIndex { !characters.contains($0) }
      return last.map { String(self[first...$0]) } ?? ""
    }
  }
#endif
