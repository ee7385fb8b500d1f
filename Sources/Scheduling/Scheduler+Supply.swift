import DequeModule
import HeapModule
import Records

extension Scheduler {
  /// Gives a worker the trials that it should have now, and sets a timer for when it may need more.
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

  /// Whether a worker may get a batch beside the one that it runs: not near the end of the sweep, and not before or
  /// after a trial that must run alone.
  private func mayHoldMore(_ worker: WorkerID) -> Bool {
    let state = workers[worker]
    guard costModel.isKnown, state.heldCount <= state.latestBatch, !state.isRecalling,
      pool.count > workerCount, let next = pool.first, let last = state.held.last
    else { return false }
    return !workerFailures.mustRunAlone(next) && !workerFailures.mustRunAlone(last.trial)
  }

  /// When a worker should get more: a little before it is predicted to run out.
  private func refillTime(of worker: WorkerID) -> Double {
    let state = workers[worker]
    let predicted =
      state.pace * costModel.seconds(flops: max(state.heldFlops, 0), count: state.heldCount)
    return state.busySince + 0.9 * predicted - settings.batchSeconds
  }

  /// Takes the next trials for a worker from the pool: one, or as many tiny ones as fill a batch's time.
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

  /// How long a batch may last, in seconds: an eighth of what is left for each worker, so that all end at about the
  /// same time.
  private var batchTarget: Double {
    let left = costModel.seconds(flops: max(pool.totalFlops, 0), count: pool.count)
    return min(settings.batchSeconds, left / Double(8 * max(workerCount, 1)))
  }

  private mutating func hand(_ trial: TrialID, to worker: WorkerID) -> Assignment {
    trials[trial].attempt = trials[trial].attempt.advanced(by: 1)
    trials[trial].holder = worker
    let assignment = Assignment(
      trial: trial, attempt: trials[trial].attempt, until: ends.isEmpty ? nil : ends[trial])
    if workers[worker].heldCount == 0 { busyCount += 1 }
    workers[worker].held.append(assignment)
    workers[worker].heldCount += 1
    workers[worker].heldFlops += flops[trial]
    heldFlops += flops[trial]
    return assignment
  }

  // MARK: - Workers with nothing to do

  private mutating func listIdle(_ worker: WorkerID) {
    guard !workers[worker].isListedIdle else { return }
    workers[worker].isListedIdle = true
    idle.append(worker)
  }

  /// Gives trials that have come back to the pool to workers that have none.
  mutating func feedIdle(at now: Double) -> [SchedulerDecision] {
    var decisions: [SchedulerDecision] = []
    while !isInterrupted, !pool.isEmpty, let worker = idle.popLast() {
      workers[worker].isListedIdle = false
      guard workers[worker].phase == .present, workers[worker].heldCount == 0 else { continue }
      decisions += supply(worker, at: now)
    }
    return decisions
  }

  /// Notes a worker that has trials beside the one that it runs. The worker noted first is the likeliest to be late.
  mutating func listHolder(_ worker: WorkerID) {
    guard !workers[worker].isListedHolder else { return }
    workers[worker].isListedHolder = true
    holders.append(worker)
  }

  /// Asks workers for half of the trials that they have not begun: one such worker for each worker that has none.
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
