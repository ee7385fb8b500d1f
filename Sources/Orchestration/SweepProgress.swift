package import Logging
package import Records
import Scheduling

/// How far a sweep has come.
package struct SweepProgress: Equatable, Sendable {
  package let trials: Int
  /// Complete, diverged, failed or pruned; those of an earlier run included.
  package let closed: Int
  package let failed: Int
  package let diverged: Int
  /// Workers that are training.
  package let running: Int
  package let workers: Int
  package let lostWorkers: Int
  /// Since this run began.
  package let secondsElapsed: Double
  /// Trials closed a second in this run.
  package let trialsPerSecond: Double
  /// nil while nothing is known.
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
  case arrived(worker: WorkerID, WorkerDescription)
  case lost(worker: WorkerID, reason: String)
  /// It was given up but was only slow; it is used again.
  case cameBack(worker: WorkerID)
}

/// Callbacks for how a sweep goes, and where to log what happens inside.
package struct SweepObserver {
  /// Called at most ten times a second, and at the end.
  package var progress: (SweepProgress) -> Void
  package var notice: (WorkerNotice) -> Void
  package var logger = Logger.silent

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
  /// A signal asked for it; the rest can be run later.
  case interrupted
  /// No worker is left; the rest can be run later.
  case outOfWorkers
}
