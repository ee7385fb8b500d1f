package import Records

/// A trial given to a worker. The attempt makes each hand-out of a trial another one, so that what a lost worker says
/// late about an earlier attempt is recognised.
package struct Assignment: Hashable, Sendable {
  package let trial: Int
  /// Counted from 1.
  package let attempt: Int

  package init(trial: Int, attempt: Int) {
    self.trial = trial
    self.attempt = attempt
  }
}

/// What a worker says of a trial that it has ended.
package struct TrialReport: Equatable, Sendable {
  package let assignment: Assignment
  /// One of the closed ones.
  package let status: TrialStatus
  /// Wall-clock time of this attempt.
  package let seconds: Double
  /// Training steps taken in this attempt.
  package let steps: Int
  /// Why it ended as it did, in words; empty where it is complete.
  package let reason: String

  package init(
    _ assignment: Assignment, _ status: TrialStatus, seconds: Double, steps: Int = 0,
    reason: String = ""
  ) {
    self.assignment = assignment
    self.status = status
    self.seconds = seconds
    self.steps = steps
    self.reason = reason
  }
}

/// Where a trial stands now, as the results file keeps it.
package struct TrialStanding: Equatable, Sendable {
  package let trial: Int
  package let status: TrialStatus
  /// How many times a worker began it, or may have.
  package let attempts: Int
  /// The worker that has it or had it last.
  package let worker: Int
  /// Wall-clock time of the attempt that closed it; 0 before.
  package let seconds: Double
  package let reason: String

  package init(
    trial: Int, status: TrialStatus, attempts: Int, worker: Int, seconds: Double = 0,
    reason: String = ""
  ) {
    self.trial = trial
    self.status = status
    self.attempts = attempts
    self.worker = worker
    self.seconds = seconds
    self.reason = reason
  }
}

/// What happened, as the scheduler is told.
package enum SchedulerEvent: Equatable, Sendable {
  /// A worker is there and holds nothing.
  case arrived(worker: Int)
  /// A worker gave a sign of life.
  case heard(worker: Int)
  /// A worker has begun a trial; told only of trials that last a little.
  case began(worker: Int, Assignment)
  /// A worker has ended some trials.
  case finished(worker: Int, [TrialReport])
  /// A worker answers a recall with what it had not begun; perhaps nothing.
  case returned(worker: Int, [Assignment])
  /// A worker is known to be gone.
  case lost(worker: Int, reason: String)
  /// A worker has left in good order, which is no trial's fault.
  case left(worker: Int)
  /// Whoever tells these events was away itself for this long, so that nobody's silence was heard.
  case wasAway(seconds: Double)
  /// Hand out nothing more: the sweep is being interrupted. From now on no trial is blamed for a loss.
  case interrupted
}

/// What is to be done about it.
package enum SchedulerDecision: Equatable, Sendable {
  /// Send these trials to a worker, to be run in this order after those that it has.
  case assign(worker: Int, [Assignment])
  /// Ask a worker for those of these trials that it has not begun; it answers `returned`.
  case recall(worker: Int, [Assignment])
  /// Record where a trial stands.
  case record(TrialStanding)
  /// Send nothing more to this worker, and say so: it has been silent for too long or is known to be gone.
  case drop(worker: Int, reason: String)
  /// Tell a worker that was given up and speaks again to forget its trials and to arrive anew.
  case readmit(worker: Int)
  /// Keep these losses for a later run.
  case remember(LossHistory)
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
  package var massLoss = 3
  /// …unless that trial was at hand in so many such losses.
  package var massLossesAllowed = 4
  /// Losses that follow one another this closely come at once; ten milliseconds more for every worker, ten seconds at most.
  package var judgementSeconds = 1.0

  package init() {}
}
