import DequeModule
import Records

/// What the scheduler knows of one worker.
struct SchedulerWorker {
  enum Phase { case absent, present, lost, readmitted }

  var phase = Phase.absent
  /// The trials that it was given and has not reported, in the order of hand-out. Ended ones are removed once they are
  /// first.
  var held: Deque<Assignment> = []
  var heldCount = 0
  var heldFlops = 0.0
  /// How many trials the latest batch had. While the worker has no more than that, all earlier trials have ended.
  var latestBatch = 0
  /// When it began the first trial that it has, as far as is known.
  var busySince = 0.0
  /// The times of its trials as a multiple of what is predicted for all workers.
  var pace = 1.0
  var lastHeartbeat = 0.0
  /// When the silence for which it was given up counts as its end: until then it may only have been stopped. Nil where
  /// it was given up for no silence.
  var silentUntil: Double?
  /// The longest recent silence, in seconds; its memory fades within twenty times its length.
  var longestSilence = 0.0
  /// The number of its arrivals, so that a timer set for an earlier one is recognised.
  var life = 0
  var nextRefill = Double.infinity
  var isListedIdle = false
  var isListedHolder = false
  var isRecalling = false

  /// Notes that the worker has arrived and has no trials.
  mutating func arrive(at now: Double) {
    let (lives, wasIdle, wasHolder) = (life, isListedIdle, isListedHolder)
    self = SchedulerWorker()
    phase = .present
    life = lives + 1
    isListedIdle = wasIdle
    isListedHolder = wasHolder
    busySince = now
    lastHeartbeat = now
  }

  mutating func noteHeartbeat(at now: Double) {
    let silence = max(now - lastHeartbeat, 0)
    longestSilence = max(silence, longestSilence - silence / 20)
    lastHeartbeat = max(lastHeartbeat, now)
  }
}

/// A time at which a worker's silence, or its need for more work, is looked at.
struct SchedulerTimer: Comparable {
  enum Purpose { case silence, refill }

  let time: Double
  let worker: WorkerID
  let life: Int
  let purpose: Purpose

  static func < (a: SchedulerTimer, b: SchedulerTimer) -> Bool { a.time < b.time }
}
