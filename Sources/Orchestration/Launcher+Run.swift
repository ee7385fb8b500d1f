import Foundation

extension Launcher {
  /// Starts this program anew under the launcher, with the same arguments, and stays until it has ended.
  ///
  /// Not by `exec`: with `--enable-recovery` Open MPI's `mpirun` ends with 0 whatever its processes end with, and it
  /// answers SIGTERM by killing them. So this process stays, passes signals on as SIGUSR1, which launchers forward, and
  /// learns the coordinator's exit code from a file that `LaunchedProcess` writes.
  ///
  /// A launch that has lost too many of its workers is followed by another, which goes on from where it was.
  ///
  /// - Parameters:
  ///   - options: More of the launcher's own.
  ///   - arguments: Those of this program, without its name.
  ///   - continuation: What a launch after the first is told in addition.
  /// - Returns: The exit code to end with.
  /// - Throws: `OrchestrationError.launchFailed`.
  public func run(
    workers: Int, options: [String] = [], arguments: [String], continuation: [String] = []
  ) throws -> Int32 {
    Interruption.listen()
    var arguments = arguments
    var closedSoFar = -1
    var vainLaunches = 0
    while true {
      switch try launch(workers: workers, options: options, arguments: arguments) {
      case .began(let code, _), .ended(let code): return code
      case .again(let closed, let code):
        vainLaunches = closed > closedSoFar ? 0 : vainLaunches + 1
        closedSoFar = max(closed, closedSoFar)
        guard vainLaunches < Self.mostVainLaunches, !Interruption.isRequested else { return code }
        arguments += continuation.filter { !arguments.contains($0) }
      }
    }
  }

  /// Launches that close no trial, one after the other. Two losses fail a trial, so that something else is wrong.
  private static let mostVainLaunches = 4

  /// Runs the program once under the launcher.
  private func launch(
    workers: Int, options: [String], arguments: [String]
  ) throws -> LaunchNote {
    let note = FileManager.default.temporaryDirectory
      .appendingPathComponent("dynsweep-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: note) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = self.arguments(
      workers: workers, options: options, command: [Launcher.thisExecutable] + arguments,
      isRoot: getuid() == 0)
    process.environment = environment(note: note.path)
    // The launcher has a process group of its own: reading from the terminal would stop it.
    if isatty(STDIN_FILENO) == 1 { process.standardInput = FileHandle.nullDevice }
    do { try process.run() } catch {
      throw OrchestrationError.launchFailed(launcher: path, status: -1)
    }
    Launcher.accompany(process, note: note)
    guard let news = Launcher.read(note) else {
      throw OrchestrationError.launchFailed(launcher: path, status: process.terminationStatus)
    }
    if case .began(_, let coordinator) = news { Launcher.outlast(coordinator) }
    return news
  }

  private static func read(_ note: URL) -> LaunchNote? {
    (try? String(contentsOf: note, encoding: .utf8)).flatMap { LaunchNote($0) }
  }

  /// Waits for the end of `process`, passing on requests to end; where it does not follow in good time, by force.
  private static func accompany(_ process: Process, note: URL) {
    var requests = 0
    var firstRequest = Double.infinity
    var end = Double.infinity
    var lost = Double.infinity
    var looking = Rhythm(every: 0.5)
    while process.isRunning {
      Thread.sleep(forTimeInterval: 0.02)
      let now = monotonicSeconds()
      // A worker that hangs does not end with its coordinator.
      if looking.isDue(at: now), let news = read(note) {
        if news.isFinal { end = min(end, now) }
        // One that was killed while MPI started leaves workers that wait for it for ever.
        if case .began(_, let coordinator) = news, !processExists(coordinator) {
          lost = min(lost, now)
        }
      }
      if now - firstRequest > 15 || now - end > 5 || now - lost > 5 || requests > 2 {
        return self.end(process)
      }
      guard Interruption.isRequested else { continue }
      Interruption.clear()
      requests += 1
      firstRequest = min(firstRequest, now)
      kill(process.processIdentifier, SIGUSR1)
    }
  }

  /// Open MPI kills its processes some seconds after SIGTERM.
  private static func end(_ process: Process) {
    process.terminate()
    process.waitUntilExit()
  }

  /// Waits until a coordinator whose launcher was killed is gone too, so that another run can have its file.
  private static func outlast(_ coordinator: Int32) {
    let begin = monotonicSeconds()
    while processExists(coordinator), monotonicSeconds() - begin < 10 {
      Thread.sleep(forTimeInterval: 0.02)
    }
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
