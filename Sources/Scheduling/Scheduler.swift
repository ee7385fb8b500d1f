import DequeModule
import HeapModule
package import Records

/// Decides which worker runs which trial at which time. It does no input or output and has no clock: its caller feeds
/// it events with their times, and carries out what it decides.
///
/// The costliest trials come first, so that the last ones to end are short. Workers pull: a worker that will soon run
/// out of work, as measured times predict, gets the next trial while it is still busy, and tiny trials travel in
/// batches that shrink towards the end of the sweep. Near the end no trial is handed out ahead, and trials that a
/// worker has not begun are recalled for one that has nothing to do. The trials of a lost worker are handed out again
/// under new attempt numbers.
///
/// Each trial is closed exactly once, whatever the order of events, as long as some worker is there.
///
/// - Complexity: O(log n) an event and trial concerned, for n trials and workers together.
package struct Scheduler {
  /// How it weighs latency, balance and patience.
  package let settings: SchedulerSettings
  /// What predicts the time of a trial from its operations, fitted to the trials that have ended.
  package private(set) var costModel: SchedulerCostModel
  /// How many trials are closed, those of earlier runs included.
  package internal(set) var closedCount: Int
  /// How many trials have failed in this run.
  package internal(set) var failedCount = 0
  /// How many trials have diverged in this run.
  package internal(set) var divergedCount = 0
  /// How many workers have arrived and were neither lost nor left.
  package internal(set) var workerCount = 0
  /// How many workers have at least one trial.
  package internal(set) var busyCount = 0

  /// The operations of each trial, or of its stretch that is to be run next.
  var flops: Indexed<Identified.Trial, Double>
  /// Where each trial's stretch ends; empty where all trials are run in one.
  var ends: [TrialID: Int] = [:]
  /// Trials that wait for others at the end of a stretch.
  var waiting: Set<TrialID> = []
  /// The next stretches of trials that may go on and have not come to the end of the last one.
  var released: [TrialID: TrialStretch] = [:]
  var trials: Indexed<Identified.Trial, TrialState>
  var pool: SchedulerPool
  var workers = Indexed<Identified.Worker, SchedulerWorker>()
  var timers: Heap<SchedulerTimer> = []
  var idle: [WorkerID] = []
  var holders: Deque<WorkerID> = []
  var recallCount = 0
  var heldFlops = 0.0
  var workerFailures = WorkerFailures()
  /// The latest failures in the order in which they came, until they are judged.
  var unjudged: [UnjudgedFailure] = []
  /// How often each trial was handed out and taken back before it began; those are no attempts.
  var unbegun: [TrialID: Int] = [:]
  var isInterrupted = false

  struct TrialState {
    private var attemptNumber: Int32 = 0
    private var holderRank: Int32 = -1
    var isClosed = false
    var hasBegun = false

    /// The number of the latest hand-out; 0 before the first.
    var attempt: Attempt {
      get { Attempt(Int(attemptNumber)) }
      set { attemptNumber = Int32(clamping: newValue.number) }
    }

    /// The worker that has the trial; nil where none has it.
    var holder: WorkerID? {
      get { holderRank < 0 ? nil : WorkerID(Int(holderRank)) }
      set { holderRank = newValue.map { Int32($0.number) } ?? -1 }
    }
  }

  /// - Parameters:
  ///   - flops: The estimated floating-point operations of each trial; at most 2³¹ − 1 trials.
  ///   - closed: The trials that are not to be run.
  ///   - attempts: How often each trial was begun in earlier runs; empty where there was no earlier run.
  ///   - history: The workers that trials cost in earlier runs.
  ///   - stretches: The next stretches of trials that are not run in one.
  ///   - waiting: Trials that are open, but wait for others.
  package init(
    flops: [Double], closed: Set<TrialID> = [], attempts: [Int] = [],
    history: FailureHistory = FailureHistory(), stretches: [TrialID: TrialStretch] = [:],
    waiting: Set<TrialID> = [], settings: SchedulerSettings = SchedulerSettings()
  ) {
    precondition(flops.count <= Int(Int32.max), "\(flops.count) trials")
    precondition(
      flops.allSatisfy { $0 >= 0 && $0.isFinite }, "a cost is not a number of operations")
    self.flops = Indexed(flops)
    for (trial, stretch) in stretches {
      self.flops[trial] = stretch.flops
      ends[trial] = stretch.until
    }
    self.settings = settings
    trials = Indexed(Array(repeating: TrialState(), count: flops.count))
    for trial in closed where trials.contains(trial) { trials[trial].isClosed = true }
    for (trial, count) in zip(trials.indices, attempts) {
      trials[trial].attempt = Attempt(count)
    }
    workerFailures = WorkerFailures(history)
    self.waiting = waiting
    pool = SchedulerPool(
      flops: self.flops, places: stretches.mapValues(\.place), excluding: closed.union(waiting))
    closedCount = trials.elements.count(where: \.isClosed)
    costModel = SchedulerCostModel(meanFlops: pool.totalFlops / Double(max(pool.count, 1)))
  }

  /// How many trials the sweep has.
  package var trialCount: Int { flops.count }
  /// Whether every trial is closed.
  package var isFinished: Bool { closedCount == flops.count }

  /// Whether a message of `worker` about this attempt of a trial counts: the worker has it, it is the latest, and the
  /// trial is open.
  package func isCurrent(_ assignment: Assignment, of worker: WorkerID) -> Bool {
    guard trials.contains(assignment.trial) else { return false }
    let state = trials[assignment.trial]
    // Numbers are compared, since this is asked several times a trial and `==` of another room's type is not
    // specialized.
    return !state.isClosed && state.holder?.number == worker.number
      && state.attempt.number == assignment.attempt.number
  }

  /// Seconds until every trial is closed, if the workers that are there stay; nil while no time is known or no worker
  /// is there.
  package var secondsLeft: Double? {
    guard costModel.isKnown, workerCount > 0 else { return isFinished ? 0 : nil }
    let open = flops.count - closedCount
    return costModel.seconds(flops: pool.totalFlops + max(heldFlops, 0), count: open)
      / Double(workerCount)
  }

  /// When `tick` may have something to decide, in seconds of the caller's clock; nil where it has not.
  package var nextTick: Double? {
    [timers.min?.time, judgmentTime].compactMap(\.self).min()
  }

  mutating func learn(_ trial: TrialID, seconds: Double, from worker: WorkerID) {
    // Trials that failed count too: in a sweep whose trials fail, the next ones are expected to be as short.
    guard seconds >= 0, seconds.isFinite else { return }
    let cost = flops[trial]
    if costModel.isKnown {
      let predicted = max(costModel.seconds(flops: cost), 1e-7)
      let pace = min(max(seconds / predicted, 0.1), 10)
      workers[worker].pace += 0.1 * (pace - workers[worker].pace)
    }
    costModel.learn(flops: cost, seconds: seconds)
  }
}
