import DequeModule
import HeapModule
import Records

extension Scheduler {
  /// Gives a worker what it should have now, and remembers when to look again.
  mutating func supply(_ worker: WorkerID, at now: Double) -> [SchedulerDecision] {
    guard !isInterrupted, !isFinished else { return [] }
    var decisions: [SchedulerDecision] = []
    if workers[worker].heldCount == 0, !pool.isEmpty {
      workers[worker].busySince = now
      decisions.append(.assign(worker: worker, batch(for: worker)))
      if workers[worker].heldCount > 1 { listHolder(worker) }
    }
    if workers[worker].heldCount == 0 {
      listIdle(worker)
      return decisions + recallForIdle()
    }
    guard mayHoldMore(worker) else { return decisions }
    let lookAgain = refillTime(of: worker)
    if lookAgain <= now {
      decisions.append(.assign(worker: worker, batch(for: worker)))
      listHolder(worker)
    } else if lookAgain < workers[worker].nextRefill {
      workers[worker].nextRefill = lookAgain
      timers.insert(
        SchedulerTimer(
          time: lookAgain, worker: worker, life: workers[worker].life, purpose: .refill))
    }
    return decisions
  }

  /// A worker holds at most what it is at and the next; near the end, and around trials that must run alone, only the
  /// former.
  private func mayHoldMore(_ worker: WorkerID) -> Bool {
    let state = workers[worker]
    guard costModel.isKnown, state.heldCount <= state.latestBatch, !state.isRecalling,
      pool.count > workerCount, let next = pool.first, let last = state.held.last
    else { return false }
    return !workerFailures.mustRunAlone(next) && !workerFailures.mustRunAlone(last.trial)
  }

  /// When a worker should be given more: a little before it is predicted to run out.
  private func refillTime(of worker: WorkerID) -> Double {
    let state = workers[worker]
    let predicted =
      state.pace * costModel.seconds(flops: max(state.heldFlops, 0), count: state.heldCount)
    return state.busySince + 0.9 * predicted - settings.batchSeconds
  }

  /// The next trials for a worker: one, or as many tiny ones as fill a batch's time.
  private mutating func batch(for worker: WorkerID) -> [Assignment] {
    var assignments: [Assignment] = []
    let limit = min(settings.largestBatch, 1 + costModel.measurements)
    let target = batchTarget
    var seconds = 0.0
    while let trial = pool.first {
      let isAlone = workerFailures.mustRunAlone(trial)
      seconds += workers[worker].pace * costModel.seconds(flops: flops[trial])
      if !assignments.isEmpty && (isAlone || seconds > target) { break }
      _ = pool.removeFirst()
      assignments.append(hand(trial, to: worker))
      if isAlone || assignments.count >= limit { break }
    }
    workers[worker].latestBatch = assignments.count
    return assignments
  }

  /// Seconds that a batch may last: an eighth of what is left for each worker, so that all end together.
  private var batchTarget: Double {
    let left = costModel.seconds(flops: max(pool.totalFlops, 0), count: pool.count)
    return min(settings.batchSeconds, left / Double(8 * max(workerCount, 1)))
  }

  private mutating func hand(_ trial: TrialID, to worker: WorkerID) -> Assignment {
    trials[trial].attempt = trials[trial].attempt.advanced(by: 1)
    trials[trial].holder = worker
    let assignment = Assignment(trial: trial, attempt: trials[trial].attempt)
    if workers[worker].heldCount == 0 { busyCount += 1 }
    workers[worker].held.append(assignment)
    workers[worker].heldCount += 1
    workers[worker].heldFlops += flops[trial]
    heldFlops += flops[trial]
    return assignment
  }

  // MARK: - Those with nothing to do

  private mutating func listIdle(_ worker: WorkerID) {
    guard !workers[worker].isListedIdle else { return }
    workers[worker].isListedIdle = true
    idle.append(worker)
  }

  /// Gives what has come back to the pool to workers that have nothing.
  mutating func feedIdle(at now: Double) -> [SchedulerDecision] {
    var decisions: [SchedulerDecision] = []
    while !isInterrupted, !pool.isEmpty, let worker = idle.popLast() {
      workers[worker].isListedIdle = false
      guard workers[worker].phase == .present, workers[worker].heldCount == 0 else { continue }
      decisions += supply(worker, at: now)
    }
    return decisions
  }

  /// Notes a worker that holds more than it is at. The earliest noted is the likeliest to be late.
  mutating func listHolder(_ worker: WorkerID) {
    guard !workers[worker].isListedHolder else { return }
    workers[worker].isListedHolder = true
    holders.append(worker)
  }

  /// Asks workers that hold trials they have not begun for half of them, one worker for each that has nothing.
  mutating func recallForIdle() -> [SchedulerDecision] {
    var decisions: [SchedulerDecision] = []
    while !isInterrupted, pool.isEmpty, recallCount < idle.count,
      let worker = holders.popFirst()
    {
      workers[worker].isListedHolder = false
      guard workers[worker].phase == .present, workers[worker].heldCount > 1,
        !workers[worker].isRecalling
      else { continue }
      workers[worker].isRecalling = true
      recallCount += 1
      let current = workers[worker].held.filter { isCurrent($0, of: worker) }
      decisions.append(.recall(worker: worker, Array(current.suffix(current.count / 2))))
    }
    return decisions
  }
}
