// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `rotunda reproduce`.
struct Reproduce: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Repeat experiments of the paper, and those that it lacks.", subcommands: [Table1.self, Ablation.self])
}
