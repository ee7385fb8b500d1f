import DequeModule
import HeapModule
package import Records

/// Decides which worker runs which trial when. It does no input or output and has no clock: feed it events with their
/// times, do what it decides.
///
/// Costliest trials first, so that the last ones to end are short. Workers pull: one that runs out of work in the near
/// future, as measured times predict, gets the next trial while it is still busy, and tiny trials travel in batches that
/// shrink towards the end of the sweep. Near the end nothing is handed out ahead, and trials that a worker has not begun
/// are recalled for one that has nothing to do. What a lost worker had is handed out again under a new attempt number.
///
/// Each trial is closed exactly once, whatever the order of events, as long as some worker lives.
///
/// - Complexity: O(log n) an event and trial concerned, for n trials and workers together.
package struct Scheduler {
  package let settings: SchedulerSettings
  package private(set) var costModel: SchedulerCostModel
  /// Trials closed, those that were closed from the start included.
  package internal(set) var closedCount: Int
  package internal(set) var failedCount = 0
  package internal(set) var divergedCount = 0
  /// Workers that are there.
  package internal(set) var workerCount = 0
  /// Workers that have at least one trial.
  package internal(set) var busyCount = 0

  let flops: Indexed<Identified.Trial, Double>
  var trials: Indexed<Identified.Trial, TrialState>
  var pool: SchedulerPool
  var workers = Indexed<Identified.Worker, SchedulerWorker>()
  var timers: Heap<SchedulerTimer> = []
  var idle: [WorkerID] = []
  var holders: Deque<WorkerID> = []
  var recallCount = 0
  var heldFlops = 0.0
  var workerFailures = WorkerFailures()
  /// The latest failures, in the order in which they came, until it is clear how many came at once.
  var unjudged: [UnjudgedFailure] = []
  /// Hand-outs that came to nothing: the trial was taken back before it began.
  var unbegun: [TrialID: Int] = [:]
  var isInterrupted = false

  struct TrialState {
    private var attemptNumber: Int32 = 0
    private var holderRank: Int32 = -1
    var isClosed = false
    var hasBegun = false

    /// The latest hand-out; 0 before the first.
    var attempt: Attempt {
      get { Attempt(Int(attemptNumber)) }
      set { attemptNumber = Int32(clamping: newValue.number) }
    }

    /// The worker that has it.
    var holder: WorkerID? {
      get { holderRank < 0 ? nil : WorkerID(Int(holderRank)) }
      set { holderRank = newValue.map { Int32($0.number) } ?? -1 }
    }
  }

  /// - Parameters:
  ///   - flops: Each trial's floating-point operations, estimated; at most 2³¹ trials.
  ///   - closed: Trials that are not to be run.
  ///   - attempts: How often each trial was begun in earlier runs; none was where empty.
  ///   - history: The workers that trials cost in earlier runs.
  package init(
    flops: [Double], closed: Set<TrialID> = [], attempts: [Int] = [],
    history: FailureHistory = FailureHistory(), settings: SchedulerSettings = SchedulerSettings()
  ) {
    precondition(flops.count <= Int(Int32.max), "\(flops.count) trials")
    precondition(
      flops.allSatisfy { $0 >= 0 && $0.isFinite }, "a cost is not a number of operations")
    self.flops = Indexed(flops)
    self.settings = settings
    trials = Indexed(Array(repeating: TrialState(), count: flops.count))
    for trial in closed where trials.contains(trial) { trials[trial].isClosed = true }
    for (trial, count) in zip(trials.indices, attempts) {
      trials[trial].attempt = Attempt(count)
    }
    workerFailures = WorkerFailures(history)
    pool = SchedulerPool(flops: self.flops, excluding: closed)
    closedCount = flops.count - pool.count
    costModel = SchedulerCostModel(meanFlops: pool.totalFlops / Double(max(pool.count, 1)))
  }

  package var trialCount: Int { flops.count }
  package var isFinished: Bool { closedCount == flops.count }

  /// Whether what `worker` says about this attempt of a trial counts: the attempt is its own and still open.
  package func isCurrent(_ assignment: Assignment, of worker: WorkerID) -> Bool {
    guard trials.contains(assignment.trial) else { return false }
    let state = trials[assignment.trial]
    // By their numbers: asked several times a trial, and `==` of another room is a call without types.
    return !state.isClosed && state.holder?.number == worker.number
      && state.attempt.number == assignment.attempt.number
  }

  /// Seconds until everything is done, if the workers that are there stay; nil while nothing is known.
  package var secondsLeft: Double? {
    guard costModel.isKnown, workerCount > 0 else { return isFinished ? 0 : nil }
    let open = flops.count - closedCount
    return costModel.seconds(flops: pool.totalFlops + max(heldFlops, 0), count: open)
      / Double(workerCount)
  }

  /// When something may have to be decided without an event: call `tick` then, or later.
  package var nextTick: Double? {
    [timers.min?.time, judgmentTime].compactMap(\.self).min()
  }

  mutating func learn(_ attempt: FinishedAttempt, from worker: WorkerID) {
    // However it ended: of a sweep whose trials fail, those to come are expected to be as short.
    guard attempt.seconds >= 0, attempt.seconds.isFinite else { return }
    let cost = flops[attempt.assignment.trial]
    if costModel.isKnown {
      let predicted = max(costModel.seconds(flops: cost), 1e-7)
      let pace = min(max(attempt.seconds / predicted, 0.1), 10)
      workers[worker].pace += 0.1 * (pace - workers[worker].pace)
    }
    costModel.learn(flops: cost, seconds: attempt.seconds)
  }
}
