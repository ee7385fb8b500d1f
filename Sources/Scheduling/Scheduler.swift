import DequeModule
import HeapModule

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

  let flops: [Double]
  var trials: [TrialState]
  var pool: SchedulerPool
  var workers: [SchedulerWorker] = []
  var timers: Heap<SchedulerTimer> = []
  var idle: [Int] = []
  var holders: Deque<Int> = []
  var recallCount = 0
  var heldFlops = 0.0
  var losses = SchedulerLosses()
  /// The latest losses, in the order in which they came, until it is clear how many came at once.
  var unjudged: [UnjudgedLoss] = []
  /// Hand-outs that came to nothing: the trial was taken back before it began.
  var unbegun: [Int: Int] = [:]
  var isInterrupted = false

  struct TrialState {
    var attempt: Int32 = 0
    /// The worker that has it; −1 where none has.
    var holder: Int32 = -1
    var isClosed = false
    var hasBegun = false
  }

  /// - Parameters:
  ///   - flops: Each trial's floating-point operations, estimated; at most 2³¹ trials.
  ///   - closed: Trials that are not to be run.
  ///   - attempts: How often each trial was begun in earlier runs; none was where empty.
  ///   - history: The workers that trials cost in earlier runs.
  package init(
    flops: [Double], closed: Set<Int> = [], attempts: [Int] = [],
    history: LossHistory = LossHistory(), settings: SchedulerSettings = SchedulerSettings()
  ) {
    precondition(flops.count <= Int(Int32.max), "\(flops.count) trials")
    precondition(
      flops.allSatisfy { $0 >= 0 && $0.isFinite }, "a cost is not a number of operations")
    self.flops = flops
    self.settings = settings
    trials = Array(repeating: TrialState(), count: flops.count)
    for trial in closed where flops.indices.contains(trial) { trials[trial].isClosed = true }
    for (trial, count) in zip(trials.indices, attempts) {
      trials[trial].attempt = Int32(clamping: count)
    }
    losses = SchedulerLosses(history)
    pool = SchedulerPool(flops: flops, excluding: closed)
    closedCount = flops.count - pool.count
    costModel = SchedulerCostModel(meanFlops: pool.totalFlops / Double(max(pool.count, 1)))
  }

  package var trialCount: Int { flops.count }
  package var isFinished: Bool { closedCount == flops.count }

  /// Whether what `worker` says about this attempt of a trial counts: the attempt is its own and still open.
  package func isCurrent(_ assignment: Assignment, of worker: Int) -> Bool {
    guard trials.indices.contains(assignment.trial) else { return false }
    let state = trials[assignment.trial]
    return !state.isClosed && Int(state.holder) == worker
      && Int(state.attempt) == assignment.attempt
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
    [timers.min?.time, judgementTime].compactMap(\.self).min()
  }

  mutating func learn(_ report: TrialReport, from worker: Int) {
    // However it ended: of a sweep whose trials fail, those to come are expected to be as short.
    guard report.seconds >= 0, report.seconds.isFinite else { return }
    let cost = flops[report.assignment.trial]
    if costModel.isKnown {
      let predicted = max(costModel.seconds(flops: cost), 1e-7)
      let pace = min(max(report.seconds / predicted, 0.1), 10)
      workers[worker].pace += 0.1 * (pace - workers[worker].pace)
    }
    costModel.learn(flops: cost, seconds: report.seconds)
  }
}
