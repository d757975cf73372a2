// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

#if Server
  import Rotunda
  import RotundaServer
#endif

/// `rotunda serve`.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "A page and an HTTP API that turn panoramas into depth and 3D.",
    discussion: """
      Needs a build with the trait Server. Prints the address to open; logs to the error stream, a JSON object a line. \
      Only this machine can connect, unless --address says otherwise and there is a token. Jobs and their results are \
      kept in --data; those that wait when the server ends go on when it starts again.
      """)

  @Option(help: "Port to listen on; 0 takes a free one.")
  var port = 8360

  @Option(help: "Address to listen on; any but this machine's own needs a token.")
  var address = "127.0.0.1"

  @Option(
    help: """
      What clients must send, at least 16 characters; better in the environment as ROTUNDA_TOKEN, where other users of \
      the machine do not see it.
      """)
  var token: String?

  @Option(help: "Folder for jobs and their results.", completion: .directory)
  var data = "rotunda-data"

  @Option(help: "Weights to use instead of the built-in ones.", completion: .file())
  var weights: String?

  @OptionGroup var engine: EngineOptions

  @Option(help: "Largest upload, in MB.")
  var maxUpload = 128

  @Option(help: "Most pixels of a panorama.")
  var maxPixels = 16_384 * 8_192

  @Option(help: "Most jobs that wait.")
  var maxQueue = 64

  @Option(help: "Most room on the disk for uploads and results, in GB.")
  var maxDisk = 20.0

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535, not \(port)") }
    guard (1...4096).contains(maxUpload) else { throw ValidationError("--max-upload is 1 to 4096, not \(maxUpload)") }
    guard maxPixels > 0 else { throw ValidationError("--max-pixels must be above zero, not \(maxPixels)") }
    guard maxQueue > 0 else { throw ValidationError("--max-queue must be above zero, not \(maxQueue)") }
    guard maxDisk > 0, maxDisk < 1e6 else { throw ValidationError("--max-disk must be above zero, not \(maxDisk)") }
  }

  func run() async throws {
    #if Server
      let estimator = try engine.estimator(of: weights.map { .file(URL(filePath: $0)) } ?? .builtin, pictures: 1)
      let server = try PanoramaServer(settings: settings, estimator: estimator)
      try await server.run { [console = Console.current] address in console.say("rotunda: open \(address)") }
    #else
      throw CommandError.builtWithoutServer
    #endif
  }
}

#if Server
  extension Serve {
    private var settings: ServerSettings {
      var settings = ServerSettings(folder: URL(filePath: data), version: programVersion)
      settings.address = address
      settings.port = port
      settings.token = token ?? ProcessInfo.processInfo.environment["ROTUNDA_TOKEN"]
      settings.limits.uploadBytes = maxUpload * 1_000_000
      settings.limits.pixels = maxPixels
      settings.limits.queuedJobs = maxQueue
      settings.limits.diskBytes = Int(maxDisk * 1e9)
      return settings
    }
  }
#endif
