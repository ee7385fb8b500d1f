package import Records

/// A trial that is given to a worker. Each hand-out of a trial has another attempt number, so that a late message of a
/// lost worker about an earlier attempt is recognised.
package struct Assignment: Hashable, Sendable {
  /// The trial's number in the sweep.
  package let trial: TrialID
  /// The number of the hand-out, from 1.
  package let attempt: Attempt
  /// The checkpoint at which the worker is to leave the trial, to wait for others; nil where it is to end it.
  package let until: Int?

  /// The given hand-out of a trial.
  package init(trial: TrialID, attempt: Attempt, until: Int? = nil) {
    self.trial = trial
    self.attempt = attempt
    self.until = until
  }
}

/// An attempt that a worker has brought to its end.
package struct FinishedAttempt: Equatable, Sendable {
  /// The trial and its attempt.
  package let assignment: Assignment
  /// How the trial ended.
  package let outcome: TrialOutcome
  /// How long the attempt took, in seconds of wall-clock time.
  package let seconds: Double

  /// An attempt that ended with `outcome` after `seconds`.
  package init(_ assignment: Assignment, _ outcome: TrialOutcome, seconds: Double) {
    self.assignment = assignment
    self.outcome = outcome
    self.seconds = seconds
  }
}

/// A part of a trial that is handed out at once.
package struct TrialStretch: Equatable, Sendable {
  /// How many stretches of the trial come before it. Earlier ones are handed out first, since others wait for them.
  package let place: Int
  /// The checkpoint at which it ends; nil where it is the trial's last.
  package let until: Int?
  /// Its estimated floating-point operations.
  package let flops: Double

  package init(place: Int, until: Int?, flops: Double) {
    (self.place, self.until, self.flops) = (place, until, flops)
  }
}

/// An event, as reported to the scheduler.
package enum SchedulerEvent: Equatable, Sendable {
  /// A worker is there and has no trials.
  case arrived(worker: WorkerID)
  /// A message came from a worker.
  case heartbeat(worker: WorkerID)
  /// A worker has begun a trial; reported only for trials that last a little.
  case began(worker: WorkerID, Assignment)
  /// A worker has ended some trials.
  case finished(worker: WorkerID, [FinishedAttempt])
  /// A worker has brought a trial to the checkpoint at which it is to wait, after so many seconds.
  case paused(worker: WorkerID, Assignment, seconds: Double)
  /// A trial that waits, or will, may go on.
  case released(TrialID, TrialStretch)
  /// A trial is not to go on, for the given reason.
  case pruned(TrialID, reason: String)
  /// A worker answers a recall with the trials that it had not begun; there may be none.
  case returned(worker: WorkerID, [Assignment])
  /// A worker is known to be gone.
  case lost(worker: WorkerID, reason: String)
  /// A worker has left in good order, for which no trial is blamed.
  case left(worker: WorkerID)
  /// The process that reports events was itself stopped for this long, so that it cannot tell which workers were
  /// silent.
  case wasAway(seconds: Double)
  /// The sweep is being interrupted: no trial is handed out any more, and none is blamed for a failure.
  case interrupted
}

/// A decision of the scheduler, which its caller carries out.
package enum SchedulerDecision: Equatable, Sendable {
  /// Send these trials to a worker, to be run in this order after those that it has.
  case assign(worker: WorkerID, [Assignment])
  /// Ask a worker for those of these trials that it has not begun; it answers `returned`.
  case recall(worker: WorkerID, [Assignment])
  /// Tell a worker to leave a trial, about which nothing more counts.
  case leave(worker: WorkerID, Assignment)
  /// Record the status of a trial.
  case record(TrialRecord)
  /// Send nothing more to this worker and report it as lost: it has been silent for too long or is known to be gone.
  case drop(worker: WorkerID, reason: String)
  /// Tell a worker that was given up and speaks again to forget its trials and to say that it is ready again.
  case readmit(worker: WorkerID)
  /// Save these failures for a later run.
  case remember(FailureHistory)
}

/// How the scheduler weighs latency, balance and patience. All times are in seconds.
package struct SchedulerSettings: Equatable, Sendable {
  /// How long a batch of tiny trials should last, and how early before a worker's predicted end it gets more.
  package var batchSeconds = 0.075
  /// The largest number of trials in a batch.
  package var largestBatch = 4096
  /// A worker that is silent for this long is given up…
  package var patience = 60.0
  /// …or for this many times its longest recent silence, where that is longer.
  package var silenceFactor = 8.0
  /// A trial is failed for a worker that is silent only if it stays silent for this many times the patience more.
  package var stopPatience = 3.0
  /// After a trial of at least this length, a worker is taken to announce the next trial that it begins.
  package var announcedSeconds = 0.01
  /// A trial that has cost this many workers is failed.
  package var deathsAllowed = 2
  /// If this many workers, or one in fifty where that is more, are lost at once, no trial is charged with it…
  package var massFailure = 3
  /// …but a trial that was at hand in this many such failures is failed.
  package var massFailuresAllowed = 4
  /// Failures that follow one another within this time count as one; 10 ms are added for each worker, at most 10 s.
  package var judgmentSeconds = 1.0

  /// The default settings.
  package init() {}
}
