import Platform
import Records

/// What a coordinator knows of its workers: who they are, and which are lost, have left, or have no process any more.
struct WorkerRegistry {
  /// How many workers were started.
  let count: Int
  /// The workers that have introduced themselves, including those that were lost since.
  private(set) var descriptions: [WorkerID: WorkerDescription] = [:]
  /// Workers that have left in good order.
  private(set) var departed: Set<WorkerID> = []
  private var lostSince: [WorkerID: Double] = [:]
  private var processes: LocalProcessMonitor
  private var processTimer = PeriodicTimer(every: 0.25)

  init(count: Int, watching processes: LocalProcessMonitor) {
    self.count = count
    self.processes = processes
  }

  var everyone: Range<WorkerID> { 1..<WorkerID(count + 1) }
  /// Workers whose process is gone, or that were given up for their silence.
  var lost: Set<WorkerID> { Set(lostSince.keys) }
  var lostCount: Int { lostSince.count }
  /// Workers that will not come back: they have left, or their process is gone.
  var gone: Set<WorkerID> { departed.union(processes.dead) }

  /// Workers that are gone or have been silent for too long.
  func goneOrLost(for patience: Double, at now: Double) -> Set<WorkerID> {
    gone.union(lostSince.filter { now - $0.value > patience }.keys)
  }

  func isLost(_ worker: WorkerID) -> Bool { lostSince[worker] != nil }

  mutating func add(_ worker: WorkerID, _ description: WorkerDescription) {
    descriptions[worker] = description
    processes.add(worker, description)
  }

  mutating func setLost(_ worker: WorkerID, at now: Double) { lostSince[worker] = now }
  mutating func setDeparted(_ worker: WorkerID) { departed.insert(worker) }

  /// Notes that a worker is there again.
  ///
  /// - Returns: Whether it had been lost.
  mutating func setPresent(_ worker: WorkerID) -> Bool {
    lostSince.removeValue(forKey: worker) != nil
  }

  /// Kills the worker's process, where this machine can see it.
  func end(_ worker: WorkerID) { processes.end(worker) }

  /// The workers whose process has ended since the last look without a goodbye. It looks a few times a second, however
  /// often it is called.
  mutating func findDead(at now: Double) -> [WorkerID] {
    guard processTimer.isDue(at: now) else { return [] }
    return processes.findDead().filter { !departed.contains($0) }
  }
}
