// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Memory of this process that lies in RAM, in bytes, above a base; Linux only, zero elsewhere.
struct ResidentMemory {
  /// What was resident before there was a model.
  private let base: Int

  /// Calls what is resident now the base.
  init() {
    base = Self.bytes("VmRSS")
    forgetPeak()
  }

  /// The most that was resident since `forgetPeak`, above the base.
  var peak: Int { Self.bytes("VmHWM") - base }

  /// Begins anew: the peak is what is resident now, without what the allocator keeps for later.
  func forgetPeak() {
    giveBackFreeMemory()
    guard let file = fopen("/proc/self/clear_refs", "w") else { return }
    defer { fclose(file) }
    // Number 5 resets VmHWM: proc(5).
    fputs("5", file)
  }

  /// Calls glibc's malloc_trim, which Swift's module of glibc does not name.
  private func giveBackFreeMemory() {
    typealias Trim = @convention(c) (Int) -> Int32
    guard let symbol = dlsym(nil, "malloc_trim") else { return }
    // Bound: glibc declares `int malloc_trim(size_t)`.
    _ = unsafeBitCast(symbol, to: Trim.self)(0)
  }

  /// A field of /proc/self/status, as `VmHWM:    13540 kB`.
  private static func bytes(_ field: String) -> Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
    let line = status.split(separator: "\n").first { $0.hasPrefix("\(field):") }
    let words = line?.split { $0 == " " || $0 == "\t" } ?? []
    return words.count > 1 ? (Int(words[1]) ?? 0) * 1024 : 0
  }
}
