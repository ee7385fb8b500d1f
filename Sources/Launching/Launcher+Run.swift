import Foundation
import Platform

extension Launcher {
  /// Starts this program again under the launcher and waits for its end.
  ///
  /// This process does not `exec` the launcher: with `--enable-recovery` Open MPI's `mpirun` ends with 0 whatever its
  /// processes end with, and it answers SIGTERM by killing them. Instead it stays, passes signals on as SIGUSR1, which
  /// launchers forward, and learns the coordinator's exit code from a file that `LauncherLink` writes.
  ///
  /// A launch that has lost its coordinator, or too many of its workers, is followed by another one, which goes on from
  /// where it was. So is a launch that MPI's launcher has ended because it lost a host, which no option of Open MPI 4
  /// prevents; hosts that `options` name and that do not answer any more are then left out.
  ///
  /// - Returns: The exit code for this process; 75 only where there are trials to go on with, or may be.
  /// - Throws: `LaunchError` where launches fail and there are no trials to go on with, or where the MPI launcher
  ///   starts no program with the user's options.
  package func run(_ request: LaunchRequest) throws -> Int32 {
    ShutdownSignal.listen()
    var request = request
    var policy = RelaunchPolicy()
    var hasBegun = false
    while true {
      let launch = try launch(request)
      if launch.wasAskedToEnd { return launch.codeAfterRequest }
      if launch.isMute {
        request.notice("the coordinator ended, but could not write how; go on with --resume")
        return EX_TEMPFAIL
      }
      if case .ended(let code) = launch.status { return code }
      hasBegun = hasBegun || launch.hasJoined
      let next = try next(request, after: launch, isFirst: !hasBegun && !launch.mayHaveLost)
      // A first launch that does not begin would not begin the next time either, unless with fewer hosts or after a
      // loss.
      let isHopeless = !hasBegun && next.options == request.options && !launch.mayHaveLost
      guard !isHopeless,
        policy.allowsAnother(
          after: launch.status, seconds: launch.seconds, hasLostRank: launch.hasLostRank)
      else {
        return try giveUp(request, after: launch, mayGoOn: hasBegun || request.isContinuation)
      }
      if case .began = launch.status { request.notice("the coordinator was lost; launching anew") }
      if !launch.hasJoined { request.notice("MPI did not start; launching anew") }
      request = next
    }
  }

  private func next(
    _ request: LaunchRequest, after launch: Launch, isFirst: Bool
  ) throws(LaunchError) -> LaunchRequest {
    // Only for a first launch: a host that worked once may be missing from the name service for other reasons.
    if isFirst, let unknown = HostList(options: request.options, kind: kind)?.unknownHosts,
      !unknown.isEmpty
    {
      throw .unknownHosts(unknown)
    }
    return withoutSilentHosts(launch.hasJoined ? request.continued() : request)
  }

  /// The exit code after a launch that is not followed by another.
  ///
  /// - Throws: The reason of the failure, where there are no trials to go on with.
  private func giveUp(
    _ request: LaunchRequest, after launch: Launch, mayGoOn: Bool
  ) throws(LaunchError) -> Int32 {
    let folder = TemporaryFolder(environment: ProcessInfo.processInfo.environment)
    if let fault = folder.fault {
      request.notice(
        "the temporary folder \(folder.path), which MPI needs, \(fault); set TMPDIR to another")
    }
    let fault = fault(of: request, after: launch)
    guard mayGoOn, request.hasTrials() else { throw fault }
    if case .badOptions = fault { throw fault }
    request.notice("\(fault); there are trials to go on with: --resume")
    return EX_TEMPFAIL
  }

  /// Runs the program once under the launcher.
  private func launch(_ request: LaunchRequest) throws -> Launch {
    let note = try NoteFile(in: request.noteFolder)
    defer { note.remove() }
    let environment = environment(note: note.url.path)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = self.arguments(
      workers: request.workers, options: request.options,
      command: [Launcher.thisExecutable] + request.arguments, isRoot: getuid() == 0,
      environment: environment)
    process.environment = environment
    // The program reads no input, but MPI's launcher would consume what a script means for other programs.
    process.standardInput = FileHandle.nullDevice
    let begin = monotonicSeconds()
    do { try process.run() } catch {
      throw LaunchError.launchFailed(launcher: path, status: -1)
    }
    let course = accompany(process, note: note, request)
    var wasAskedToEnd = course.wasAskedToEnd
    let status = course.isLate ? .stalled(.time) : note.status
    if case .ending = status { wasAskedToEnd = true }
    // A signal that came as the launch ended would go to the next launch, which is not made.
    if ShutdownSignal.isRequested { wasAskedToEnd = true }
    if let coordinator = status?.process { Launcher.outlast(coordinator) }
    return Launch(
      status: status, exitStatus: process.terminationStatus,
      isMute: status == nil && note.isWithdrawn,
      wasAskedToEnd: wasAskedToEnd,
      seconds: monotonicSeconds() - begin)
  }

  /// Waits for the end of `process` and passes requests to end on to it. The process is ended by force where it does
  /// not follow a request in good time, or where MPI does not start. That MPI does not start is known early if the
  /// launcher cannot start a smaller program either.
  ///
  /// - Returns: Whether there were requests to end, and whether MPI did not start.
  private func accompany(
    _ process: Process, note: NoteFile, _ request: LaunchRequest
  ) -> (wasAskedToEnd: Bool, isLate: Bool) {
    var start = StartMonitor(seconds: request.startSeconds)
    var requests = EndRequests()
    var deadline = Double.infinity
    var timer = PeriodicTimer(every: 0.5)
    var hasHeard = false
    var probe: BriefProcess?
    defer { probe?.end() }
    while process.isRunning {
      Thread.sleep(forTimeInterval: 0.02)
      let now = monotonicSeconds()
      if timer.isDue(at: now) {
        let status = note.status
        start.note(status)
        if case .ending = status { hasHeard = true }
        if let status, let seconds = Self.goodbyeSeconds(after: status, workers: request.workers) {
          deadline = min(deadline, now + seconds)
        }
      }
      if probe == nil, start.isDoubtful(at: now) {
        probe = question(request.probeCommand, workers: request.workers, options: request.options)
      }
      let isRefused = start.isAwaited && probe?.hasFailed == true
      let isLate = isRefused || start.isLate(at: now)
      if isLate || now > deadline || now - requests.first > 15 || requests.count > 2 {
        // Open MPI's launcher kills its processes some seconds after SIGTERM, but never stops waiting for a lost host.
        // The launchers of MPICH and Intel pass SIGTERM on to ranks, which do not hear it while MPI starts.
        process.end(within: note.status?.hasJoined == true ? 10 : 5)
        return (requests.count > 0, isLate)
      }
      requests.take(at: now)
      if !hasHeard, deadline == .infinity { requests.pass(to: process, at: now) }
    }
    return (requests.count > 0, false)
  }

  /// How long the launcher may take to end by itself, in seconds; nil while the coordinator is at work.
  private static func goodbyeSeconds(after status: LaunchStatus, workers: Int) -> Double? {
    switch status {
    case .stalled: 2
    // A worker that hangs does not end with its coordinator, and many ranks on few cores take a while to leave.
    case .ended, .again: 5 + 0.1 * Double(workers)
    // A coordinator that was killed while MPI started leaves workers that would wait for it without end.
    case .starting(let process), .began(let process), .ending(let process):
      process.isGone ? 5 : nil
    }
  }

  /// Waits until a coordinator whose launcher was killed is gone too, so that another run can write its file.
  private static func outlast(_ coordinator: ProcessIdentity) {
    let begin = monotonicSeconds()
    while !coordinator.isGone, monotonicSeconds() - begin < 10 {
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  /// The path of this program's executable file.
  static var thisExecutable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
  }
}
