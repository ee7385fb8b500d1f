import DequeModule
import Records

extension Scheduler {
  /// Notes what happened at time `now` and decides what to do.
  ///
  /// - Parameter now: Seconds on any clock that does not run backwards.
  package mutating func handle(_ event: SchedulerEvent, at now: Double) -> [SchedulerDecision] {
    switch event {
    case .arrived(let worker): return arrive(worker, at: now)
    case .heartbeat(let worker): return noteHeartbeat(of: worker, at: now)
    case .began(let worker, let assignment): return begin(assignment, on: worker, at: now)
    case .finished(let worker, let attempts): return finish(attempts, on: worker, at: now)
    case .paused(let worker, let assignment, let seconds):
      return pause(assignment, on: worker, seconds: seconds, at: now)
    case .released(let trial, let stretch): return goOn(trial, with: stretch, at: now)
    case .pruned(let trial, let reason): return prune(trial, reason: reason, at: now)
    case .returned(let worker, let assignments):
      return takeBack(assignments, from: worker, at: now)
    case .lost(let worker, let reason): return lose(worker, reason: reason, at: now)
    case .left(let worker): return leave(worker, at: now)
    case .wasAway(let seconds):
      for worker in workers.indices {
        workers[worker].lastHeartbeat += seconds
        workers[worker].silentUntil? += seconds
      }
      for failure in unjudged.indices {
        unjudged[failure].time += seconds
        unjudged[failure].notBefore? += seconds
      }
      return []
    case .interrupted:
      isInterrupted = true
      return []
    }
  }

  private mutating func arrive(_ worker: WorkerID, at now: Double) -> [SchedulerDecision] {
    precondition(worker.number >= 0 && worker.number <= Int(Int32.max), "worker \(worker)")
    while workers.count <= worker.number { workers.append(SchedulerWorker()) }
    guard workers[worker].phase != .present else { return noteHeartbeat(of: worker, at: now) }
    if workers[worker].phase != .absent { acquit(worker) }
    workers[worker].arrive(at: now)
    workerCount += 1
    watch(worker, from: now)
    return supply(worker, at: now)
  }

  mutating func noteHeartbeat(of worker: WorkerID, at now: Double) -> [SchedulerDecision] {
    guard workers.contains(worker) else { return [] }
    switch workers[worker].phase {
    case .present: workers[worker].noteHeartbeat(at: now)
    case .lost:
      workers[worker].phase = .readmitted
      return [.readmit(worker: worker)]
    case .absent, .readmitted: break
    }
    return []
  }

  private mutating func begin(
    _ assignment: Assignment, on worker: WorkerID, at now: Double
  ) -> [SchedulerDecision] {
    var decisions = noteHeartbeat(of: worker, at: now)
    guard isCurrent(assignment, of: worker) else { return decisions }
    trials[assignment.trial].hasBegun = true
    workers[worker].busySince = now
    decisions.append(.record(record(of: assignment, .running, on: worker)))
    return decisions
  }

  private mutating func finish(
    _ attempts: [FinishedAttempt], on worker: WorkerID, at now: Double
  ) -> [SchedulerDecision] {
    var decisions = noteHeartbeat(of: worker, at: now)
    decisions.reserveCapacity(attempts.count + 2)
    for attempt in attempts where isCurrent(attempt.assignment, of: worker) {
      release(attempt.assignment.trial, from: worker)
      learn(attempt.assignment.trial, seconds: attempt.seconds, from: worker)
      let (outcome, assignment) = (attempt.outcome, attempt.assignment)
      decisions.append(
        .record(close(assignment, outcome, on: worker, seconds: attempt.seconds)))
    }
    guard workers.contains(worker), workers[worker].phase == .present else {
      return decisions
    }
    workers[worker].busySince = now
    return decisions + supply(worker, at: now)
  }

  /// Closes a trial.
  ///
  /// - Returns: The record of its end.
  mutating func close(
    _ assignment: Assignment, _ outcome: TrialOutcome, on worker: WorkerID, seconds: Double?
  ) -> TrialRecord {
    trials[assignment.trial].isClosed = true
    closedCount += 1
    if outcome.status == .failed { failedCount += 1 }
    if outcome.status == .diverged { divergedCount += 1 }
    workerFailures.clear(assignment.trial)
    var record = record(of: assignment, outcome.status, on: worker)
    record.seconds = seconds
    if !outcome.reason.isEmpty { record.reason = outcome.reason }
    return record
  }

  private mutating func takeBack(
    _ assignments: [Assignment], from worker: WorkerID, at now: Double
  ) -> [SchedulerDecision] {
    var decisions = noteHeartbeat(of: worker, at: now)
    guard workers.contains(worker) else { return decisions }
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
    // The trials came off the end of the latest batch, or were all of it.
    let rest = workers[worker].latestBatch - taken
    workers[worker].latestBatch = rest > 0 ? rest : workers[worker].heldCount
    if taken > 0, workers[worker].heldCount > 1 { listHolder(worker) }
    decisions += feedIdle(at: now)
    if workers[worker].phase == .present { decisions += supply(worker, at: now) }
    return decisions + recallForIdle()
  }

  /// Takes a trial from a worker that has it.
  mutating func release(_ trial: TrialID, from worker: WorkerID) {
    trials[trial].holder = nil
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

  /// The record of a trial that begins, ends or is taken back.
  func record(
    of assignment: Assignment, _ status: TrialStatus, on worker: WorkerID
  ) -> TrialRecord {
    let vain = unbegun.isEmpty ? 0 : unbegun[assignment.trial, default: 0]
    return TrialRecord(
      assignment.trial, status, attempts: assignment.attempt.number - vain, worker: worker)
  }
}
