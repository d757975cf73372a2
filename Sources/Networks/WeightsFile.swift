// SPDX-License-Identifier: Apache-2.0

public import Foundation

extension Weights {
  /// How many bits each number gets in a file.
  public enum Precision: String, Sendable, Hashable, CaseIterable {
    /// 32 bits: nothing is lost.
    case single
    /// 16 bits, rounded to nearest.
    case half
  }

  /// Reads safetensors or a PyTorch checkpoint; which of them, its first bytes say.
  ///
  /// A pickle is interpreted, never executed. Counters (integers) are left out, and a `module.` before every name is
  /// taken off. Whether the arrays fit a network is `check(against:)`'s to say.
  /// - Throws: `NetworkError.unreadableWeights`.
  public init(contentsOf url: URL) throws(NetworkError) {
    do {
      try self.init(bytes: bytes(ofFile: url))
    } catch {
      throw .unreadableWeights(file: url, fault: error)
    }
  }

  /// Reads the bytes of a file of either format.
  package init(bytes: [UInt8]) throws(WeightsFault) {
    if PyTorchCheckpoint.matches(bytes) {
      self = try PyTorchCheckpoint.weights(from: bytes)
    } else if Safetensors.matches(bytes) {
      self = try Safetensors.weights(from: bytes)
    } else {
      throw .unknownFormat
    }
    guard !arrays.isEmpty else { throw .noArrays }
  }

  /// Writes safetensors, whole or not at all.
  ///
  /// - Throws: `NetworkError.unwritableWeights`; `.beyondHalfPrecision` where a number would become infinite.
  public func write(to url: URL, precision: Precision = .single) throws(NetworkError) {
    let contents = try Safetensors.bytes(of: self, precision: precision)
    do {
      try replaceFile(at: url, with: contents)
    } catch {
      throw .unwritableWeights(file: url, fault: error)
    }
  }
}
