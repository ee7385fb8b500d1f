import Records

/// The failure of a worker of which it is not clear yet whether it came alone.
struct UnjudgedFailure {
  let worker: WorkerID
  /// The trials that it may have been at; no worker gets them before the judgement.
  let suspects: [TrialID]
  let reason: String
  var time: Double
}

/// Whether a trial is to blame for a failure is judged once no other has followed closely: a host that goes, or MPI that ends
/// the job, takes many workers at once, and soon also the one who watches. So the failures with which a launch ends badly
/// blame no trial.
extension Scheduler {
  /// The workers that trials have cost so far, those of earlier runs included.
  package var failureHistory: FailureHistory { workerFailures.history }

  /// Whether there are failures of which it is not clear yet whether trials are to blame.
  package var isJudging: Bool { judgmentTime != nil }

  /// Once no failure has closely followed the latest; after ten times as long in any case.
  var judgmentTime: Double? {
    guard !isInterrupted, let first = unjudged.first, let last = unjudged.last else { return nil }
    let closeness =
      settings.judgmentSeconds + min(0.01 * Double(workerCount + unjudged.count), 10)
    return min(last.time + closeness, first.time + 10 * closeness)
  }

  /// Judges the latest failures if it is time to.
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

  /// Takes all blame back for the failure of a worker that speaks again.
  mutating func acquit(_ worker: WorkerID) {
    workerFailures.acquit(worker)
    for failure in unjudged where failure.worker == worker {
      for trial in failure.suspects { pool.insert(trial) }
    }
    unjudged.removeAll { $0.worker == worker }
  }

  /// - Returns: The end of a trial that has now cost too many workers.
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

  /// - Returns: The end of a trial that was at hand too often when many workers were lost.
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
