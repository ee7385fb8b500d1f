import Records

/// The failure of a worker that has not been judged yet: others may still follow it closely.
struct UnjudgedFailure {
  let worker: WorkerID
  /// The trials that the worker may have been running; no worker gets them before the judgement.
  let suspects: [TrialID]
  let reason: String
  var time: Double
}

/// Whether a trial is to blame for a failure is judged once no other failure has followed closely: a host that goes
/// down, or MPI when it ends the job, takes many workers at once, and soon the coordinator too. So the failures with
/// which a launch ends badly blame no trial.
extension Scheduler {
  /// The workers that trials have cost so far, in this run and earlier ones.
  package var failureHistory: FailureHistory { workerFailures.history }

  /// Whether there are failures that have not been judged yet.
  package var isJudging: Bool { judgmentTime != nil }

  /// When the latest failures are judged: once no other has closely followed, or after ten times as long in any case;
  /// nil where there are none.
  var judgmentTime: Double? {
    guard !isInterrupted, let first = unjudged.first, let last = unjudged.last else { return nil }
    let closeness =
      settings.judgmentSeconds + min(0.01 * Double(workerCount + unjudged.count), 10)
    return min(last.time + closeness, first.time + 10 * closeness)
  }

  /// Judges the latest failures if their time has come.
  mutating func judge(at now: Double) -> [SchedulerDecision] {
    guard let judgmentTime, judgmentTime <= now else { return [] }
    let judged = unjudged
    unjudged = []
    let isMass = judged.count >= max(settings.massFailure, (workerCount + judged.count) / 50)
    var decisions: [SchedulerDecision] = []
    for failure in judged {
      let closed = isMass ? share(failure) : blame(failure)
      if let closed { decisions.append(.record(closed)) }
      for trial in failure.suspects where trial != closed?.trial { pool.insert(trial) }
    }
    decisions.append(.remember(workerFailures.history))
    return decisions + feedIdle(at: now) + recallForIdle()
  }

  /// Withdraws all blame for the failure of a worker that speaks again.
  mutating func acquit(_ worker: WorkerID) {
    workerFailures.acquit(worker)
    for failure in unjudged where failure.worker == worker {
      for trial in failure.suspects { pool.insert(trial) }
    }
    unjudged.removeAll { $0.worker == worker }
  }

  /// - Returns: The end of the trial, if it has now cost too many workers.
  private mutating func blame(_ failure: UnjudgedFailure) -> TrialRecord? {
    guard let trial = failure.suspects.first else { return nil }
    guard failure.suspects.count == 1 else {
      workerFailures.suspect(failure.suspects, of: failure.worker)
      return nil
    }
    let workersLost = workerFailures.charge(trial, with: failure.worker)
    guard workersLost.count >= settings.deathsAllowed else { return nil }
    let names = workersLost.map {
      $0 == WorkerFailures.earlierWorker ? "one of an earlier run" : "\($0)"
    }.joined(separator: " and ")
    return failed(
      trial, on: failure.worker,
      reason: "workers \(names) were lost while they ran it; the last one: \(failure.reason)")
  }

  /// - Returns: The end of the trial, if it was at hand too often when many workers were lost.
  private mutating func share(_ failure: UnjudgedFailure) -> TrialRecord? {
    guard failure.suspects.count == 1, let trial = failure.suspects.first else { return nil }
    let count = workerFailures.share(trial)
    guard count >= settings.massFailuresAllowed else { return nil }
    return failed(
      trial, on: failure.worker,
      reason: "\(count) workers were lost while they ran it, each together with others; "
        + "the last one: \(failure.reason)")
  }

  private mutating func failed(
    _ trial: TrialID, on worker: WorkerID, reason: String
  ) -> TrialRecord {
    let assignment = Assignment(trial: trial, attempt: trials[trial].attempt)
    return close(assignment, .failed(reason: reason), on: worker, seconds: 0)
  }
}
