import Sweep

/// How far a sweep has come.
public struct SweepProgress: Equatable, Sendable {
  public let trials: Int
  /// Complete, diverged, failed or pruned; those of an earlier run included.
  public let closed: Int
  public let failed: Int
  public let diverged: Int
  /// Workers that are training.
  public let running: Int
  public let workers: Int
  public let lostWorkers: Int
  /// Since this run began.
  public let secondsElapsed: Double
  /// Trials closed a second in this run.
  public let trialsPerSecond: Double
  /// nil while nothing is known.
  public let secondsLeft: Double?

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
public enum WorkerNotice: Equatable, Sendable {
  case arrived(worker: Int, WorkerDescription)
  case lost(worker: Int, reason: String)
  /// It was given up but was only slow; it is used again.
  case cameBack(worker: Int)
}

/// Who is told how a sweep goes.
public struct SweepObserver {
  /// Called at most ten times a second, and at the end.
  public var progress: (SweepProgress) -> Void
  public var notice: (WorkerNotice) -> Void

  public init(
    progress: @escaping (SweepProgress) -> Void = { _ in },
    notice: @escaping (WorkerNotice) -> Void = { _ in }
  ) {
    self.progress = progress
    self.notice = notice
  }
}

/// Why a sweep's run is over.
public enum SweepEnding: Equatable, Sendable {
  /// Every trial is closed.
  case finished
  /// A signal asked for it; the rest can be run later.
  case interrupted
  /// No worker is left; the rest can be run later.
  case outOfWorkers
}
