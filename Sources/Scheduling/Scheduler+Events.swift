import DequeModule
import Records

extension Scheduler {
  /// Takes note of what happened at time `now` and decides what to do.
  ///
  /// - Parameter now: Seconds on any clock that does not run backwards.
  package mutating func handle(_ event: SchedulerEvent, at now: Double) -> [SchedulerDecision] {
    switch event {
    case .arrived(let worker): return arrive(worker, at: now)
    case .heard(let worker): return hear(worker, at: now)
    case .began(let worker, let assignment): return begin(assignment, on: worker, at: now)
    case .finished(let worker, let reports): return finish(reports, on: worker, at: now)
    case .returned(let worker, let assignments):
      return takeBack(assignments, from: worker, at: now)
    case .lost(let worker, let reason): return lose(worker, reason: reason, at: now)
    case .left(let worker): return leave(worker, at: now)
    case .wasAway(let seconds):
      for worker in workers.indices { workers[worker].lastHeard += seconds }
      for loss in unjudged.indices { unjudged[loss].time += seconds }
      return []
    case .interrupted:
      isInterrupted = true
      return []
    }
  }

  private mutating func arrive(_ worker: Int, at now: Double) -> [SchedulerDecision] {
    precondition(worker >= 0 && worker <= Int(Int32.max), "worker \(worker)")
    while workers.count <= worker { workers.append(SchedulerWorker()) }
    guard workers[worker].phase != .present else { return hear(worker, at: now) }
    if workers[worker].phase != .absent { acquit(worker) }
    workers[worker].arrive(at: now)
    workerCount += 1
    watch(worker, from: now)
    return supply(worker, at: now)
  }

  private mutating func hear(_ worker: Int, at now: Double) -> [SchedulerDecision] {
    guard workers.indices.contains(worker) else { return [] }
    switch workers[worker].phase {
    case .present: workers[worker].hear(at: now)
    case .lost:
      workers[worker].phase = .readmitted
      return [.readmit(worker: worker)]
    case .absent, .readmitted: break
    }
    return []
  }

  private mutating func begin(
    _ assignment: Assignment, on worker: Int, at now: Double
  ) -> [SchedulerDecision] {
    var decisions = hear(worker, at: now)
    guard isCurrent(assignment, of: worker) else { return decisions }
    trials[assignment.trial].hasBegun = true
    workers[worker].busySince = now
    decisions.append(.record(standing(of: assignment, .running, on: worker)))
    return decisions
  }

  private mutating func finish(
    _ reports: [TrialReport], on worker: Int, at now: Double
  ) -> [SchedulerDecision] {
    var decisions = hear(worker, at: now)
    decisions.reserveCapacity(reports.count + 2)
    for report in reports where isCurrent(report.assignment, of: worker) {
      precondition(report.status.isClosed, "a trial that ended is reported \(report.status)")
      release(report.assignment.trial, from: worker)
      learn(report, from: worker)
      decisions.append(.record(close(report, on: worker)))
    }
    guard workers.indices.contains(worker), workers[worker].phase == .present else {
      return decisions
    }
    workers[worker].busySince = now
    return decisions + supply(worker, at: now)
  }

  private mutating func close(_ report: TrialReport, on worker: Int) -> TrialStanding {
    let trial = report.assignment.trial
    trials[trial].isClosed = true
    closedCount += 1
    if report.status == .failed { failedCount += 1 }
    if report.status == .diverged { divergedCount += 1 }
    losses.clear(trial)
    return standing(
      of: report.assignment, report.status, on: worker, seconds: report.seconds,
      reason: report.reason)
  }

  private mutating func takeBack(
    _ assignments: [Assignment], from worker: Int, at now: Double
  ) -> [SchedulerDecision] {
    var decisions = hear(worker, at: now)
    guard workers.indices.contains(worker) else { return decisions }
    if workers[worker].isRecalling {
      workers[worker].isRecalling = false
      recallCount -= 1
    }
    var taken = 0
    for assignment in assignments where isCurrent(assignment, of: worker) {
      release(assignment.trial, from: worker)
      unbegun[assignment.trial, default: 0] += 1
      pool.insert(assignment.trial)
      taken += 1
    }
    // They came off the end of the latest batch, or were all of it.
    let rest = workers[worker].latestBatch - taken
    workers[worker].latestBatch = rest > 0 ? rest : workers[worker].heldCount
    if taken > 0, workers[worker].heldCount > 1 { listHolder(worker) }
    decisions += feedIdle(at: now)
    if workers[worker].phase == .present { decisions += supply(worker, at: now) }
    return decisions + recallForIdle()
  }

  /// Takes a trial out of a worker's hands.
  mutating func release(_ trial: Int, from worker: Int) {
    trials[trial].holder = -1
    trials[trial].hasBegun = false
    heldFlops -= flops[trial]
    workers[worker].heldFlops -= flops[trial]
    workers[worker].heldCount -= 1
    if workers[worker].heldCount == 0 {
      busyCount -= 1
      workers[worker].heldFlops = 0
      if busyCount == 0 { heldFlops = 0 }
    }
    while let first = workers[worker].held.first, !isCurrent(first, of: worker) {
      workers[worker].held.removeFirst()
    }
  }

  /// What is recorded of a trial.
  func standing(
    of assignment: Assignment, _ status: TrialStatus, on worker: Int, seconds: Double = 0,
    reason: String = ""
  ) -> TrialStanding {
    let vain = unbegun.isEmpty ? 0 : unbegun[assignment.trial, default: 0]
    return TrialStanding(
      trial: assignment.trial, status: status, attempts: assignment.attempt - vain,
      worker: worker, seconds: seconds, reason: reason)
  }
}
