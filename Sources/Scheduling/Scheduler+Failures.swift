import DequeModule
import HeapModule
import Records

extension Scheduler {
  /// Decides what time alone decides: it gives up workers that have been silent for too long, supplies workers that are
  /// about to run out of work, and judges failures.
  ///
  /// Before a call, report all events until `now`, and any absence of the process that reports them (`wasAway`).
  ///
  /// - Parameter now: Seconds of the clock that `handle` uses.
  package mutating func tick(at now: Double) -> [SchedulerDecision] {
    var decisions = judge(at: now)
    while let timer = timers.min, timer.time <= now {
      timers.removeMin()
      guard workers[timer.worker].phase == .present, workers[timer.worker].life == timer.life
      else { continue }
      switch timer.purpose {
      case .silence: decisions += checkSilence(of: timer.worker, at: now)
      case .refill:
        guard timer.time == workers[timer.worker].nextRefill else { continue }
        workers[timer.worker].nextRefill = .infinity
        decisions += supply(timer.worker, at: now)
      }
    }
    return decisions
  }

  /// Sets the time by which a worker must be heard.
  mutating func watch(_ worker: WorkerID, from time: Double) {
    timers.insert(
      SchedulerTimer(
        time: time + patience(with: worker), worker: worker, life: workers[worker].life,
        purpose: .silence))
  }

  private func patience(with worker: WorkerID) -> Double {
    max(settings.patience, settings.silenceFactor * workers[worker].longestSilence)
  }

  private mutating func checkSilence(of worker: WorkerID, at now: Double) -> [SchedulerDecision] {
    let silence = now - workers[worker].lastHeartbeat
    guard silence >= patience(with: worker) else {
      watch(worker, from: workers[worker].lastHeartbeat)
      return []
    }
    workers[worker].silentUntil = now + settings.stopPatience * settings.patience
    return lose(worker, reason: "silent for \(Int(silence.rounded())) s", at: now)
  }

  /// Gives up a worker and takes its trials back.
  mutating func lose(_ worker: WorkerID, reason: String, at now: Double) -> [SchedulerDecision] {
    guard workers.contains(worker), workers[worker].phase == .present else { return [] }
    workers[worker].phase = .lost
    return [.drop(worker: worker, reason: reason)]
      + takeAll(from: worker, reason: isInterrupted ? nil : reason, at: now)
  }

  /// Notes that a worker has left in good order, even if it had been given up.
  mutating func leave(_ worker: WorkerID, at now: Double) -> [SchedulerDecision] {
    guard workers.contains(worker) else { return [] }
    let wasPresent = workers[worker].phase == .present
    if !wasPresent { acquit(worker) }
    workers[worker].phase = .absent
    return wasPresent ? takeAll(from: worker, reason: nil, at: now) : []
  }

  /// Takes the trials from a worker that is no longer there.
  ///
  /// - Parameter reason: Why a trial may be to blame; nil where none is.
  private mutating func takeAll(
    from worker: WorkerID, reason: String?, at now: Double
  ) -> [SchedulerDecision] {
    let held = workers[worker].held.filter { isCurrent($0, of: worker) }
    let suspects = suspects(among: Array(held), latestBatch: workers[worker].latestBatch)
    workerCount -= 1
    if workers[worker].isRecalling {
      workers[worker].isRecalling = false
      recallCount -= 1
    }
    var decisions: [SchedulerDecision] = []
    let began = held.filter { trials[$0.trial].hasBegun }
    for assignment in held { release(assignment.trial, from: worker) }
    workers[worker].held.removeAll()
    let suspected = Set(suspects)
    for assignment in held where !suspected.contains(assignment) {
      unbegun[assignment.trial, default: 0] += 1
    }
    if let reason {
      unjudged.append(
        UnjudgedFailure(worker: worker, suspects: suspects.map(\.trial), reason: reason, time: now))
    }
    for assignment in held {
      if reason == nil || !suspected.contains(assignment) { pool.insert(assignment.trial) }
      if began.contains(assignment) {
        decisions.append(.record(record(of: assignment, .pending, on: worker)))
      }
    }
    return decisions + feedIdle(at: now) + recallForIdle()
  }

  /// The trials that the worker may have been running: the one that it said it had begun, and where that is tiny also
  /// those after it; where it said nothing, any trial of the batch at hand.
  private func suspects(among held: [Assignment], latestBatch: Int) -> [Assignment] {
    let atHand = held.count > latestBatch ? held.count - latestBatch : held.count
    guard let begun = held.lastIndex(where: { trials[$0.trial].hasBegun }) else {
      return Array(held.prefix(atHand))
    }
    if costModel.seconds(flops: flops[held[begun].trial]) >= settings.announcedSeconds {
      return [held[begun]]
    }
    return Array(held[begun..<(begun < atHand ? atHand : held.count)])
  }
}
