import DequeModule
import Records

/// What the scheduler knows of one worker.
struct SchedulerWorker {
  enum Phase { case absent, present, lost, readmitted }

  var phase = Phase.absent
  /// What it was given and has not reported, in the order of hand-out; ended ones are dropped when they reach the front.
  var held: Deque<Assignment> = []
  var heldCount = 0
  var heldFlops = 0.0
  /// How many trials the latest batch had. While it holds no more than that, all earlier ones are done.
  var latestBatch = 0
  /// Since when it has been at the first trial that it holds, as far as is known.
  var busySince = 0.0
  /// Its trials' times as a multiple of what is predicted for all workers.
  var pace = 1.0
  var lastHeartbeat = 0.0
  /// The longest silence of late, forgotten in twenty times its length.
  var longestSilence = 0.0
  /// Rises with each arrival, so that what was meant for an earlier life is recognised.
  var life = 0
  var nextRefill = Double.infinity
  var isListedIdle = false
  var isListedHolder = false
  var isRecalling = false

  /// Begins a life in which nothing is held.
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

/// Something to look at later: a worker's silence, or its need for more.
struct SchedulerTimer: Comparable {
  enum Purpose { case silence, refill }

  let time: Double
  let worker: WorkerID
  let life: Int
  let purpose: Purpose

  static func < (a: SchedulerTimer, b: SchedulerTimer) -> Bool { a.time < b.time }
}
