// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser

/// The command `rotunda`.
public struct RotundaCommand: AsyncParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "rotunda",
    abstract: "Metric depth and 3D from one 360-degree photograph of a room.",
    version: programVersion,
    subcommands: [Train.self])

  public init() {}
}

/// The program's version, written into every sidecar.
public let programVersion = "0.1.0"
