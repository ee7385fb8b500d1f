import Records

/// The failure of a worker that has not been judged yet: others may still follow it closely.
struct UnjudgedFailure {
  let worker: WorkerID
  /// The trials that the worker may have been running; no worker gets them before the judgement.
  let suspects: [TrialID]
  let reason: String
  var time: Double
  /// The time to which its judgement was postponed; nil where it was not.
  var notBefore: Double?

  func postponed(until time: Double) -> UnjudgedFailure {
    var failure = self
    failure.notBefore = time
    return failure
  }
}

/// Whether a trial is to blame for a failure is judged once no other failure has followed closely: a host that goes
/// down, or MPI when it ends the job, takes many workers at once, and soon the coordinator too. So the failures with
/// which a launch ends badly blame no trial.
///
/// A worker that is silent may be dead, or only stopped. A trial that would be failed for a silence is not failed before
/// the silence has lasted about four times the patience, lest the worker speaks again.
extension Scheduler {
  /// The workers that trials have cost so far, in this run and earlier ones.
  package var failureHistory: FailureHistory { workerFailures.history }

  /// Whether there are failures that have not been judged yet.
  package var isJudging: Bool { judgmentTime != nil }

  /// When failures are judged next; nil where there are none.
  var judgmentTime: Double? {
    guard !unjudged.isEmpty, !isInterrupted else { return nil }
    return [freshJudgmentTime, unjudged.compactMap(\.notBefore).min()].compactMap(\.self).min()
  }

  /// When the latest failures are judged: once no other has closely followed, or after ten times as long in any case.
  private var freshJudgmentTime: Double? {
    let fresh = unjudged.filter { $0.notBefore == nil }
    guard let first = fresh.first, let last = fresh.last else { return nil }
    let closeness =
      settings.judgmentSeconds + min(0.01 * Double(workerCount + fresh.count), 10)
    return min(last.time + closeness, first.time + 10 * closeness)
  }

  /// Judges the failures whose time has come. Those that came together with many others are shared; each of the others
  /// is blamed on its trial, or postponed where that would fail a trial for a worker that may only have been stopped.
  mutating func judge(at now: Double) -> [SchedulerDecision] {
    guard let judgmentTime, judgmentTime <= now else { return [] }
    let due = takeDue(at: now)
    let fresh = due.count { $0.notBefore == nil }
    let isMass = fresh >= max(settings.massFailure, (workerCount + fresh) / 50)
    var decisions: [SchedulerDecision] = []
    for failure in due {
      let isShared = isMass && failure.notBefore == nil
      if !isShared, let time = postponement(of: failure), time > now {
        unjudged.append(failure.postponed(until: time))
        continue
      }
      let closed = isShared ? share(failure) : blame(failure)
      if let closed { decisions.append(.record(closed)) }
      for trial in failure.suspects where trial != closed?.trial { putBack(trial) }
    }
    decisions.append(.remember(workerFailures.history))
    return decisions + feedIdle(at: now) + recallForIdle()
  }

  /// Takes out the failures whose time has come.
  private mutating func takeDue(at now: Double) -> [UnjudgedFailure] {
    let freshTime = freshJudgmentTime ?? .infinity
    let isDue = { (failure: UnjudgedFailure) in (failure.notBefore ?? freshTime) <= now }
    let due = unjudged.filter(isDue)
    unjudged.removeAll(where: isDue)
    return due
  }

  /// Until when a failure is not judged that would fail a trial: until all workers that the trial would have cost have
  /// been silent for long enough; nil where none of them is silent, or no trial would fail.
  private func postponement(of failure: UnjudgedFailure) -> Double? {
    guard failure.suspects.count == 1, let trial = failure.suspects.first else { return nil }
    let charged = workerFailures.wouldCharge(trial, with: failure.worker)
    guard charged.count >= settings.deathsAllowed else { return nil }
    return charged.compactMap { workers.contains($0) ? workers[$0].silentUntil : nil }.max()
  }

  /// Withdraws all blame for the failure of a worker that speaks again.
  mutating func acquit(_ worker: WorkerID) {
    workerFailures.acquit(worker)
    for failure in unjudged where failure.worker == worker {
      for trial in failure.suspects { putBack(trial) }
    }
    unjudged.removeAll { $0.worker == worker }
  }

  /// - Returns: The end of the trial, if it has now cost too many workers.
  private mutating func blame(_ failure: UnjudgedFailure) -> TrialRecord? {
    guard let trial = failure.suspects.first, !trials[trial].isClosed else { return nil }
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
    guard failure.suspects.count == 1, let trial = failure.suspects.first,
      !trials[trial].isClosed
    else { return nil }
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
