// SPDX-License-Identifier: Apache-2.0

#if LibTorch
  import RotundaTraining

  /// Runs `body` as one of the processes that mpirun started, or alone.
  ///
  /// Where one fails the others would wait for it for ever, so it ends them.
  func withProcesses(of command: String, _ body: (Processes) throws -> Void) throws {
    let processes = try joinedProcesses()
    do {
      try body(processes)
    } catch {
      #if MPI
        if processes.count > 1 {
          Console.current.complain("\(command), process \(processes.rank): \(error)")
          processes.abort(status: ExitStatus.softwareFault.rawValue)
        }
      #endif
      throw error
    }
    #if MPI
      if processes.count > 1 { processes.leave() }
    #endif
  }

  private func joinedProcesses() throws -> Processes {
    guard Processes.areSeveral else { return .alone }
    #if MPI
      return try Processes.joined()
    #else
      throw CommandError.builtWithoutMPI
    #endif
  }
#endif
