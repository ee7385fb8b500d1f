package import Logging
package import Records
import Scheduling

/// How far a sweep has come.
package struct SweepProgress: Equatable, Sendable {
  /// How many trials the sweep has.
  package let trials: Int
  /// Trials that are complete, diverged, failed or pruned, those of earlier runs included.
  package let closed: Int
  /// Trials of this run that have failed.
  package let failed: Int
  /// Trials of this run that have diverged.
  package let diverged: Int
  /// Workers that are training.
  package let running: Int
  /// Workers that have asked for work and are still there.
  package let workers: Int
  /// Workers whose process is gone, or that were given up for their silence.
  package let lostWorkers: Int
  /// Seconds since this run began.
  package let secondsElapsed: Double
  /// Trials closed per second in this run.
  package let trialsPerSecond: Double
  /// The predicted seconds until the sweep is finished; nil while nothing is known.
  package let secondsLeft: Double?

  init(_ scheduler: Scheduler, closedBefore: Int, lostWorkers: Int, secondsElapsed: Double) {
    trials = scheduler.trialCount
    closed = scheduler.closedCount
    failed = scheduler.failedCount
    diverged = scheduler.divergedCount
    running = scheduler.busyCount
    workers = scheduler.workerCount
    self.lostWorkers = lostWorkers
    self.secondsElapsed = secondsElapsed
    trialsPerSecond = Double(closed - closedBefore) / max(secondsElapsed, 1e-9)
    secondsLeft = scheduler.secondsLeft
  }
}

/// Something about a worker that people may want to know.
package enum WorkerNotice: Equatable, Sendable {
  /// A worker has introduced itself.
  case arrived(worker: WorkerID, WorkerDescription)
  /// A worker was given up, and why.
  case lost(worker: WorkerID, reason: String)
  /// A worker that was given up had only been slow; it is used again.
  case cameBack(worker: WorkerID)
}

/// Callbacks that report how a sweep goes, and the logger for what happens inside.
package struct SweepObserver {
  /// Called at most ten times a second, and once at the end.
  package var progress: (SweepProgress) -> Void
  /// Called when a worker arrives, is lost or comes back.
  package var notice: (WorkerNotice) -> Void
  /// Where events, decisions and messages are logged.
  package var logger = Logger.silent

  /// An observer whose callbacks do nothing unless they are given, and that logs nothing.
  package init(
    progress: @escaping (SweepProgress) -> Void = { _ in },
    notice: @escaping (WorkerNotice) -> Void = { _ in }
  ) {
    self.progress = progress
    self.notice = notice
  }
}

/// Why a sweep's run is over.
package enum SweepEnding: Equatable, Sendable {
  /// Every trial is closed.
  case finished
  /// A signal asked for the end; the open trials can be run later.
  case interrupted
  /// No worker is left, or a launch with all workers would be faster; the open trials can be run later.
  case outOfWorkers
}
