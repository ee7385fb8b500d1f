import Records

/// The loss of a worker of which it is not clear yet whether it came alone.
struct UnjudgedLoss {
  let worker: Int
  /// The trials that it may have been at; nobody is given them before the judgement.
  let suspects: [Int]
  let reason: String
  var time: Double
}

/// Whether a trial is to blame for a loss is judged once no other has followed closely: a host that goes, or MPI that ends
/// the job, takes many workers at once, and soon also the one who watches. So the losses with which a launch ends badly
/// blame no trial.
extension Scheduler {
  /// The workers that trials have cost so far, those of earlier runs included.
  package var lossHistory: LossHistory { losses.history }

  /// Whether there are losses of which it is not clear yet whether trials are to blame.
  package var isJudging: Bool { judgementTime != nil }

  /// Once no loss has closely followed the latest; after ten times as long in any case.
  var judgementTime: Double? {
    guard !isInterrupted, let first = unjudged.first, let last = unjudged.last else { return nil }
    let closeness =
      settings.judgementSeconds + min(0.01 * Double(workerCount + unjudged.count), 10)
    return min(last.time + closeness, first.time + 10 * closeness)
  }

  /// Judges the latest losses if it is time to.
  mutating func judge(at now: Double) -> [SchedulerDecision] {
    guard let judgementTime, judgementTime <= now else { return [] }
    let judged = unjudged
    unjudged = []
    let isMass = judged.count >= max(settings.massLoss, (workerCount + judged.count) / 50)
    var decisions: [SchedulerDecision] = []
    for loss in judged {
      let failure = isMass ? share(loss) : blame(loss)
      if let failure { decisions.append(.record(failure)) }
      for trial in loss.suspects where trial != failure?.trial { pool.insert(trial) }
    }
    decisions.append(.remember(losses.history))
    return decisions + feedIdle(at: now) + recallForIdle()
  }

  /// Takes all blame back for the loss of a worker that speaks again.
  mutating func acquit(_ worker: Int) {
    losses.acquit(worker)
    for loss in unjudged where loss.worker == worker {
      for trial in loss.suspects { pool.insert(trial) }
    }
    unjudged.removeAll { $0.worker == worker }
  }

  /// - Returns: The end of a trial that has now cost too many workers.
  private mutating func blame(_ loss: UnjudgedLoss) -> TrialStanding? {
    guard let trial = loss.suspects.first else { return nil }
    guard loss.suspects.count == 1 else {
      losses.suspect(loss.suspects, of: loss.worker)
      return nil
    }
    let workersLost = losses.charge(trial, with: loss.worker)
    guard workersLost.count >= settings.deathsAllowed else { return nil }
    let names = workersLost.map {
      $0 == SchedulerLosses.earlierWorker ? "one of an earlier run" : String($0)
    }.joined(separator: " and ")
    return failed(
      trial, on: loss.worker,
      reason: "workers \(names) were lost while they ran it; the last one: \(loss.reason)")
  }

  /// - Returns: The end of a trial that was at hand too often when many workers were lost.
  private mutating func share(_ loss: UnjudgedLoss) -> TrialStanding? {
    guard loss.suspects.count == 1, let trial = loss.suspects.first else { return nil }
    let count = losses.share(trial)
    guard count >= settings.massLossesAllowed else { return nil }
    return failed(
      trial, on: loss.worker,
      reason: "\(count) workers were lost while they ran it, each together with others; "
        + "the last one: \(loss.reason)")
  }

  private mutating func failed(_ trial: Int, on worker: Int, reason: String) -> TrialStanding {
    trials[trial].isClosed = true
    closedCount += 1
    failedCount += 1
    losses.clear(trial)
    let assignment = Assignment(trial: trial, attempt: Int(trials[trial].attempt))
    return standing(of: assignment, .failed, on: worker, reason: reason)
  }
}
