import Foundation
import LinearAlgebra
import Logging
import MessagePassing
import Launching
import Orchestration
import Platform
import Records
import Reruns
import Results
import Scheduling
import Snapshots
import SweepFiles
import Wording

/// One run of a sweep in the process that writes: the results file, the open trials, and what is shown to people.
struct RunSession {
  let job: SweepJob
  let sink: ResultsSink
  let observer: SweepObserver
  let profile: SweepProfile
  let payload: SweepPayload
  private let path: String
  private let command: String
  private let isQuiet: Bool

  /// Creates the results file, or opens the file to go on with.
  ///
  /// - Throws: `ResultsError`, or `SweepError` where the recorded sweep cannot be set up.
  init(_ options: RunOptions, _ profile: SweepProfile) throws {
    path = options.outputPath(of: profile.plan)
    (command, isQuiet) = (options.command, options.isQuiet)
    // Before anything is created.
    let trials = try options.rerun?.chosenTrials()
    let check = try Self.check(options.rerun, profile)
    let rerunNotes = try options.rerun?.notes(profile) ?? []
    let mayResume = options.isResumed && FileManager.default.fileExists(atPath: path)
    if options.isResumed, !mayResume, !isQuiet {
      Console.say("\(profile.plan.name): there is no \(path) yet; starting anew")
    }
    let place = WritingPlace(path)
    var policy = place.policy
    // Results that arrive all the time are flushed no more often than by default.
    policy.interval = max(policy.interval, .seconds(min(options.flushSeconds, 1e9)))
    let file = try Self.file(path, profile, policy: policy, mayResume: mayResume)
    let writer = file.writer
    let profile = file.profile
    let fileNotes = file.notes
    let snapshots = Self.snapshotFolder(beside: path, of: profile.plan, isResumed: mayResume)
    payload = SweepPayload(
      sweep: profile.plan.text, row: profile.row,
      snapshots: options.snapshotSeconds > 0 ? snapshots : nil,
      snapshotSeconds: options.snapshotSeconds, isResumed: mayResume,
      trialSeconds: options.trialSeconds, nets: options.rerun?.nets)
    var job = Self.job(payload, profile, writer, of: trials, snapshots, options)
    job.rule = file.rule
    self.job = job
    sink = ResultsSink(writer, snapshots: snapshots, check: check) {
      profile.parameterCount(of: $0)
    }
    self.profile = profile
    let display = options.isQuiet ? nil : ProgressDisplay(profile.plan.name)
    var observer = Self.observer(display, sink)
    observer.logger = .ofRank(0, level: options.logLevel)
    self.observer = observer
    if !options.isQuiet {
      for note in profile.plan.notes + rerunNotes + fileNotes + Self.kernelNotes + place.notes {
        Console.say("note: \(note)")
      }
      let count = trials.map { "\($0.count) of " } ?? ""
      Console.say("\(profile.plan.name): \(count)\(profile.plan.trialCount) trials into \(path)")
    }
  }

  /// The observer that shows how the sweep goes, and records workers on other machines than this process.
  private static func observer(_ display: ProgressDisplay?, _ sink: ResultsSink) -> SweepObserver {
    var roll = WorkerRoll(.current())
    return SweepObserver(
      progress: { display?.show($0) },
      notice: { notice in
        display?.note(notice)
        guard case .arrived(let worker, let description) = notice else { return }
        let news = roll.add(worker, on: description.machine)
        if let warning = news.warning { display?.say(warning) }
        if news.isRecorded { sink.setWorkerRuns(roll.runs.compactMap(\.json)) }
      })
  }

  private static func check(_ rerun: Rerun?, _ profile: SweepProfile) throws -> RerunCheck? {
    guard let rerun else { return nil }
    return try rerun.check(profile)
  }

  private static func file(
    _ path: String, _ profile: SweepProfile, policy: FlushPolicy, mayResume: Bool
  ) throws -> SweepFile {
    guard mayResume else { return try SweepFile(creating: path, profile, policy: policy) }
    return try guardedAgainstCrashes(on: path) {
      try SweepFile(resuming: path, profile, policy: policy)
    }
  }

  /// The trials that are still open according to the file, of those in `trials` where it is not nil.
  private static func job(
    _ payload: SweepPayload, _ profile: SweepProfile, _ writer: borrowing ResultsWriter,
    of trials: Set<Int>?, _ snapshots: SnapshotFolder?, _ options: RunOptions
  ) -> SweepJob {
    let closed = writer.statuses.indices.filter {
      writer.statuses[$0].isClosed || trials?.contains($0) == false
    }.map { TrialID($0) }
    var job = SweepJob(payload: payload.bytes, flops: profile.flops, closed: Set(closed))
    job.attempts = writer.attempts
    job.flushSeconds = options.flushSeconds
    job.setPatience(max(options.patience, profile.longestSilence))
    job.trialSeconds = payload.trialSeconds
    job.history = snapshots?.failureHistory ?? FailureHistory()
    return job
  }

  /// The folder for snapshots, made ready; nil, with a message, where it cannot be made.
  private static func snapshotFolder(
    beside path: String, of plan: SweepPlan, isResumed: Bool
  ) -> SnapshotFolder? {
    let folder = SnapshotFolder(beside: path)
    do {
      try folder.prepare(sweepSHA256: sha256(plan.text), keeping: isResumed)
      return folder
    } catch {
      Console.say("dynsweep: no snapshots are taken: \(folder.path): \(error)")
      return nil
    }
  }

  /// Notes for people where the environment keeps BLAS from using what the CPU has.
  private static var kernelNotes: [String] {
    let kernel = BLASKernel.current
    if let ignored = kernel.ignoredRequest {
      return [
        "this OpenBLAS does not know OPENBLAS_CORETYPE=\(ignored) and has chosen \(kernel.name) by itself"
      ]
    }
    guard kernel.isHeldBack, let requested = kernel.requestedCore else { return [] }
    return [
      "OPENBLAS_CORETYPE=\(requested) holds BLAS back: this CPU could run \(kernel.bestName); "
        + "unset it on all hosts before a new sweep (dynsweep doctor tells what that gains)"
    ]
  }

  /// Closes the file and reports how the sweep went.
  ///
  /// - Parameter isRelaunched: Whether a launcher will launch the sweep again if workers are missing.
  /// - Returns: The exit code.
  /// - Throws: `ResultsError` where the file cannot be written.
  func end(_ ending: SweepEnding, isRelaunched: Bool = false) throws -> Int32 {
    let haveAllFailed = sink.haveAllFailed
    try sink.close()
    switch ending {
    case .finished where haveAllFailed:
      Console.say(
        "dynsweep: every trial has failed; dynsweep show \(path.shellWord) --trial 0 tells why the first one did"
      )
      return ExitStatus.checkFailed
    case .finished:
      if !isQuiet { Console.say(hints) }
      return 0
    case .interrupted:
      Console.say(
        "dynsweep: interrupted; go on with: dynsweep \(command) … -o \(path.shellWord) --resume")
      return ExitStatus.resumable
    case .outOfWorkers where isRelaunched:
      if !isQuiet { Console.say("dynsweep: too few workers are left; launching anew") }
      return ExitStatus.resumable
    case .outOfWorkers:
      Console.say(
        "dynsweep: too few workers are left; go on with: dynsweep \(command) … -o \(path.shellWord) --resume"
      )
      return ExitStatus.resumable
    }
  }

  /// Does `body`. If it throws, this reports the error and ends the process without closing the file, since HDF5 can
  /// crash on closing a file that it could not write, and nothing acknowledged depends on that.
  func endingAtOnceOnError<Value>(
    _ launched: LauncherLink = LauncherLink(environment: [:]), _ body: () throws -> Value
  ) -> Value {
    do { return try body() } catch {
      Console.say("dynsweep: \(error)")
      // Where MPI itself fails, as it can after a loss, the launcher should take it for a loss of this process.
      let code =
        error is MessagePassingError
        ? ExitStatus.resumable : launched.end(code: ExitStatus.of(error))
      // The sink, and with it the file, must stay alive until the process ends.
      withExtendedLifetime(sink) { MPIProcess.endAtOnce(code: code) }
    }
  }

  private var hints: String {
    let word = path.shellWord
    return """
      The results are in \(path). Look at them:
        dynsweep show \(word)
        h5dump -A \(word)
        python3 -c "import sys, xarray; print(xarray.open_dataset(sys.argv[1]))" \(word)
      """
  }
}
