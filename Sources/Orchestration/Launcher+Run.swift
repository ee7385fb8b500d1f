import Foundation
import Platform
import Results

extension Launcher {
  /// Starts this program anew under the launcher and stays until it has ended.
  ///
  /// Not by `exec`: with `--enable-recovery` Open MPI's `mpirun` ends with 0 whatever its processes end with, and it
  /// answers SIGTERM by killing them. So this process stays, passes signals on as SIGUSR1, which launchers forward, and
  /// learns the coordinator's exit code from a file that `LaunchedProcess` writes.
  ///
  /// A launch that has lost its coordinator, or too many of its workers, is followed by another, which goes on from where
  /// it was. So is one that MPI's launcher has ended since it lost a host, which no option of Open MPI 4 prevents; hosts
  /// that `options` name and that no longer answer are then left out.
  ///
  /// - Returns: The exit code to end with.
  /// - Throws: `OrchestrationError.launchFailed`.
  package func run(_ order: LaunchOrder) throws -> Int32 {
    Interruption.listen()
    var order = order
    var patience = LaunchPatience()
    var code: Int32?
    while true {
      let launch = try launch(order)
      if launch.wasAskedToEnd { return launch.codeAfterRequest }
      if launch.isMute {
        order.notice("the coordinator ended, but could not write how; go on with --resume")
        return EX_TEMPFAIL
      }
      if case .ended(let code) = launch.note { return code }
      code = launch.note?.code ?? code
      let next = next(order, after: launch)
      // A first launch that does not even begin would not begin again either, but for fewer hosts or a kill.
      let isHopeless = code == nil && next.options == order.options && !launch.hasLostRank
      guard !isHopeless,
        patience.allowsAnother(after: launch.note, seconds: launch.seconds)
      else {
        if let code { return code }
        let folder = TemporaryFolder(environment: ProcessInfo.processInfo.environment)
        if let fault = folder.fault {
          order.notice(
            "the temporary folder \(folder.path), which MPI needs, \(fault); set TMPDIR to another")
        }
        throw OrchestrationError.launchFailed(launcher: path, status: launch.status)
      }
      order = next
    }
  }

  private func next(_ order: LaunchOrder, after launch: Launch) -> LaunchOrder {
    if case .began = launch.note { order.notice("the coordinator was lost; launching anew") }
    return withoutSilentHosts(launch.note == nil ? order : order.continued())
  }

  /// How a launch went.
  private struct Launch {
    /// The coordinator's last word; nil where it had none.
    var note: LaunchNote?
    /// The MPI launcher's exit status.
    var status: Int32
    /// Whether the coordinator could not write its last word.
    var isMute: Bool
    /// Whether a signal asked for the end, this process or the coordinator.
    var wasAskedToEnd: Bool
    var seconds: Double

    /// What to end with where it was asked to end: whatever broke then, the sweep can be gone on with.
    var codeAfterRequest: Int32 {
      guard case .ended(let code) = note, code != EX_SOFTWARE else { return EX_TEMPFAIL }
      return code
    }

    /// Whether the launcher ended because one of its processes was killed: MPICH's says so by the signal's number, others
    /// as a shell does.
    var hasLostRank: Bool { [SIGKILL, 128 + SIGKILL].contains(status) }
  }

  /// Runs the program once under the launcher.
  private func launch(_ order: LaunchOrder) throws -> Launch {
    let note = try NoteFile(in: order.noteFolder)
    defer { note.remove() }
    let environment = environment(note: note.url.path)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = self.arguments(
      workers: order.workers, options: order.options,
      command: [Launcher.thisExecutable] + order.arguments, isRoot: getuid() == 0,
      environment: environment)
    process.environment = environment
    // Nothing reads it; but MPI's launcher would eat what a script means for others.
    process.standardInput = FileHandle.nullDevice
    let begin = monotonicSeconds()
    do { try process.run() } catch {
      throw OrchestrationError.launchFailed(launcher: path, status: -1)
    }
    var wasAskedToEnd = Launcher.accompany(process, note: note, workers: order.workers)
    let news = note.news
    if case .ending = news { wasAskedToEnd = true }
    // One that came as it ended is for the next launch, which is not made.
    if Interruption.isRequested { wasAskedToEnd = true }
    if let coordinator = news?.process { Launcher.outlast(coordinator) }
    return Launch(
      note: news, status: process.terminationStatus, isMute: note.isWithdrawn,
      wasAskedToEnd: wasAskedToEnd,
      seconds: monotonicSeconds() - begin)
  }

  /// Waits for the end of `process`, passing on requests to end; where it does not follow in good time, by force.
  ///
  /// - Returns: Whether there were any.
  private static func accompany(_ process: Process, note: NoteFile, workers: Int) -> Bool {
    // Many ranks on few cores take their time to leave.
    let goodbye = 5 + 0.1 * Double(workers)
    var requests = EndRequests()
    var end = Double.infinity
    var lost = Double.infinity
    var looking = Rhythm(every: 0.5)
    var hasHeard = false
    while process.isRunning {
      Thread.sleep(forTimeInterval: 0.02)
      let now = monotonicSeconds()
      // A worker that hangs does not end with its coordinator.
      if looking.isDue(at: now), let news = note.news {
        if case .ending = news { hasHeard = true }
        if news.isFinal { end = min(end, now) }
        // One that was killed while MPI started leaves workers that wait for it for ever.
        if let coordinator = news.process, coordinator.isGone { lost = min(lost, now) }
      }
      if now - requests.first > 15 || now - end > goodbye || now - lost > 5 || requests.count > 2 {
        self.end(process)
        break
      }
      requests.take(at: now)
      if !hasHeard, end == .infinity { requests.pass(to: process, at: now) }
    }
    return requests.count > 0
  }

  /// Ends an MPI launcher. Open MPI's kills its processes some seconds after SIGTERM, but waits for a lost host for ever.
  static func end(_ process: Process) {
    process.terminate()
    let begin = monotonicSeconds()
    while process.isRunning, monotonicSeconds() - begin < 10 { Thread.sleep(forTimeInterval: 0.02) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }

  /// Waits until a coordinator whose launcher was killed is gone too, so that another run can have its file.
  private static func outlast(_ coordinator: HostProcess) {
    let begin = monotonicSeconds()
    while !coordinator.isGone, monotonicSeconds() - begin < 10 {
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  private func environment(note: String) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    // One thread a worker; the user's own setting is obeyed.
    if environment["OPENBLAS_NUM_THREADS"] == nil { environment["OPENBLAS_NUM_THREADS"] = "1" }
    environment[LaunchedProcess.noteVariable] = note
    environment[LaunchedProcess.launcherVariable] = HostProcess.this.text
    return environment
  }

  private static var thisExecutable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
  }
}
