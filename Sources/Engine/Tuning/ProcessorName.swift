// SPDX-License-Identifier: Apache-2.0

import Foundation

#if canImport(Darwin)
  import Darwin
#endif

/// What this machine's processor calls itself.
enum ProcessorName {
  /// `AMD Ryzen 7 5800X 8-Core Processor`, and the number of cores; the architecture where nothing tells more.
  static let current = "\(model), \(ProcessInfo.processInfo.activeProcessorCount) cores"

  private static var model: String {
    #if canImport(Darwin)
      var length = 0
      sysctlbyname("machdep.cpu.brand_string", nil, &length, nil, 0)
      var name = [UInt8](repeating: 0, count: length)
      sysctlbyname("machdep.cpu.brand_string", &name, &length, nil, 0)
      return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    #else
      let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
      let name = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
      return name?.trimmingCharacters(in: .whitespaces) ?? architecture
    #endif
  }

  private static var architecture: String {
    #if arch(arm64)
      "arm64"
    #elseif arch(x86_64)
      "x86-64"
    #else
      "unknown processor"
    #endif
  }
}
