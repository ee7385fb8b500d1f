package import Records

/// A trial given to a worker. The attempt makes each hand-out of a trial another one, so that what a lost worker says
/// late about an earlier attempt is recognised.
package struct Assignment: Hashable, Sendable {
  package let trial: TrialID
  package let attempt: Attempt

  package init(trial: TrialID, attempt: Attempt) {
    self.trial = trial
    self.attempt = attempt
  }
}

/// An attempt that a worker has brought to its end.
package struct FinishedAttempt: Equatable, Sendable {
  package let assignment: Assignment
  package let outcome: TrialOutcome
  /// Wall-clock time that it took.
  package let seconds: Double

  package init(_ assignment: Assignment, _ outcome: TrialOutcome, seconds: Double) {
    self.assignment = assignment
    self.outcome = outcome
    self.seconds = seconds
  }
}

/// What happened, as reported to the scheduler.
package enum SchedulerEvent: Equatable, Sendable {
  /// A worker is there and holds nothing.
  case arrived(worker: WorkerID)
  /// A worker was heard.
  case heartbeat(worker: WorkerID)
  /// A worker has begun a trial; reported only for trials that last a little.
  case began(worker: WorkerID, Assignment)
  /// A worker has ended some trials.
  case finished(worker: WorkerID, [FinishedAttempt])
  /// A worker answers a recall with what it had not begun; perhaps nothing.
  case returned(worker: WorkerID, [Assignment])
  /// A worker is known to be gone.
  case lost(worker: WorkerID, reason: String)
  /// A worker has left in good order, which is no trial's fault.
  case left(worker: WorkerID)
  /// The sender of these events was away itself for this long, so that it cannot tell who was silent.
  case wasAway(seconds: Double)
  /// Hand out nothing more: the sweep is being interrupted. From now on no trial is blamed for a failure.
  case interrupted
}

/// What is to be done about it.
package enum SchedulerDecision: Equatable, Sendable {
  /// Send these trials to a worker, to be run in this order after those that it has.
  case assign(worker: WorkerID, [Assignment])
  /// Ask a worker for those of these trials that it has not begun; it answers `returned`.
  case recall(worker: WorkerID, [Assignment])
  /// Record where a trial stands.
  case record(TrialRecord)
  /// Send nothing more to this worker, and say so: it has been silent for too long or is known to be gone.
  case drop(worker: WorkerID, reason: String)
  /// Tell a worker that was given up and speaks again to forget its trials and to introduce itself again.
  case readmit(worker: WorkerID)
  /// Keep these failures for a later run.
  case remember(FailureHistory)
}

/// How the scheduler weighs latency, balance and patience. All times are in seconds.
package struct SchedulerSettings: Equatable, Sendable {
  /// How long a batch of tiny trials should last, and how early before a worker's predicted end it gets more.
  package var batchSeconds = 0.075
  package var largestBatch = 4096
  /// A worker that says nothing for this long is given up…
  package var patience = 60.0
  /// …or for this many times its longest silence of late, where that is longer.
  package var silenceFactor = 8.0
  /// A worker announces each trial that it begins if the one before took as long as this, at least.
  package var announcedSeconds = 0.01
  /// A trial that ends this many workers is failed.
  package var deathsAllowed = 2
  /// So many workers lost at once, or one in fifty where that is more, are no trial's doing…
  package var massFailure = 3
  /// …unless that trial was at hand in so many such workerFailures.
  package var massFailuresAllowed = 4
  /// Losses that follow one another this closely come at once; ten milliseconds more for every worker, ten seconds at most.
  package var judgmentSeconds = 1.0

  package init() {}
}
