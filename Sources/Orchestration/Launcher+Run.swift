import Foundation

extension Launcher {
  /// Starts this program anew under the launcher, with the same arguments, and stays until it has ended.
  ///
  /// Not by `exec`: with `--enable-recovery` Open MPI's `mpirun` ends with 0 whatever its processes end with, and it
  /// answers SIGTERM by killing them. So this process stays, passes signals on as SIGUSR1, which launchers forward, and
  /// learns the coordinator's exit code from a file that `LaunchedProcess` writes.
  ///
  /// - Parameter arguments: Those of this program, without its name.
  /// - Returns: The exit code to end with.
  /// - Throws: `OrchestrationError.launchFailed`.
  public func run(workers: Int, arguments: [String]) throws -> Int32 {
    let note = FileManager.default.temporaryDirectory
      .appendingPathComponent("dynsweep-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: note) }
    Interruption.listen()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = self.arguments(
      workers: workers, command: [Launcher.thisExecutable] + arguments, isRoot: getuid() == 0)
    process.environment = environment(note: note.path)
    // The launcher has a process group of its own: reading from the terminal would stop it.
    if isatty(STDIN_FILENO) == 1 { process.standardInput = FileHandle.nullDevice }
    do { try process.run() } catch {
      throw OrchestrationError.launchFailed(launcher: path, status: -1)
    }
    Launcher.accompany(process)
    let text = try? String(contentsOf: note, encoding: .utf8)
    guard let code = text.flatMap({ Int32($0) }) else {
      throw OrchestrationError.launchFailed(launcher: path, status: process.terminationStatus)
    }
    return code
  }

  /// Waits for the end of `process`, passing on requests to end; where it does not follow in good time, by force.
  private static func accompany(_ process: Process) {
    var requests = 0
    var firstRequest = Double.infinity
    while process.isRunning {
      Thread.sleep(forTimeInterval: 0.02)
      if monotonicSeconds() - firstRequest > 15 || requests > 2 { return end(process) }
      guard Interruption.isRequested else { continue }
      Interruption.clear()
      requests += 1
      firstRequest = min(firstRequest, monotonicSeconds())
      kill(process.processIdentifier, SIGUSR1)
    }
  }

  /// Open MPI kills its processes two seconds after SIGTERM.
  private static func end(_ process: Process) {
    process.terminate()
    process.waitUntilExit()
  }

  private func environment(note: String) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    // One thread a worker; the user's own setting is obeyed.
    if environment["OPENBLAS_NUM_THREADS"] == nil { environment["OPENBLAS_NUM_THREADS"] = "1" }
    environment[LaunchedProcess.noteVariable] = note
    environment[LaunchedProcess.launcherVariable] = String(getpid())
    return environment
  }

  private static var thisExecutable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
  }
}
