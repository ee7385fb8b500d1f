import DequeModule
import Records

/// Trials that are run in stretches: at the end of each they leave their worker and wait for what others come to.
/// Whoever decides that (`Rules`) tells the scheduler when a trial may go on, or that it is not to.
extension Scheduler {
  /// How many trials wait for others.
  package var waitingCount: Int { waiting.count }

  /// Takes a trial that has come to the end of its stretch from its worker.
  mutating func pause(
    _ assignment: Assignment, on worker: WorkerID, seconds: Double, at now: Double
  ) -> [SchedulerDecision] {
    var decisions = noteHeartbeat(of: worker, at: now)
    if isCurrent(assignment, of: worker) {
      let trial = assignment.trial
      release(trial, from: worker)
      learn(trial, seconds: seconds, from: worker)
      var record = record(of: assignment, .pending, on: worker)
      record.seconds = seconds
      decisions.append(.record(record))
      if let stretch = released.removeValue(forKey: trial) {
        begin(stretch, of: trial)
      } else {
        waiting.insert(trial)
      }
    }
    guard workers.contains(worker), workers[worker].phase == .present else {
      return decisions + feedIdle(at: now)
    }
    workers[worker].busySince = now
    return decisions + supply(worker, at: now) + feedIdle(at: now)
  }

  /// Puts a trial's next stretch among the work that is to be done.
  private mutating func begin(_ stretch: TrialStretch, of trial: TrialID) {
    flops[trial] = stretch.flops
    ends[trial] = stretch.until
    pool.insert(trial, stretch)
  }

  /// Lets a trial go on. One that has not come to the end of its stretch goes on from there.
  mutating func goOn(
    _ trial: TrialID, with stretch: TrialStretch, at now: Double
  ) -> [SchedulerDecision] {
    guard trials.contains(trial), !trials[trial].isClosed else { return [] }
    guard waiting.remove(trial) != nil else {
      released[trial] = stretch
      return []
    }
    begin(stretch, of: trial)
    return feedIdle(at: now)
  }

  /// Closes a trial wherever it is. A worker that has it leaves it and gets another.
  mutating func prune(_ trial: TrialID, reason: String, at now: Double) -> [SchedulerDecision] {
    guard trials.contains(trial), !trials[trial].isClosed else { return [] }
    released[trial] = nil
    let holder = trials[trial].holder
    if waiting.remove(trial) == nil, holder == nil { pool.remove(trial) }
    let assignment = Assignment(trial: trial, attempt: trials[trial].attempt)
    let held = holder.flatMap { worker in
      workers[worker].held.first { $0.trial == trial && isCurrent($0, of: worker) }
    }
    if let holder { release(trial, from: holder) }
    var closed = close(
      assignment, TrialOutcome(.pruned, reason: reason), on: holder ?? 0, seconds: nil)
    if holder == nil { closed.worker = nil }
    var decisions = [SchedulerDecision.record(closed)]
    guard let holder, let held, workers[holder].phase == .present else { return decisions }
    workers[holder].busySince = now
    decisions.append(.leave(worker: holder, held))
    return decisions + supply(holder, at: now)
  }

  /// Puts a trial back among those to be done, unless it was closed meanwhile.
  mutating func putBack(_ trial: TrialID) {
    if !trials[trial].isClosed { pool.insert(trial) }
  }
}
