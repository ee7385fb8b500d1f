import Platform
import Records

/// What a coordinator knows of its workers: who they are, who is lost, has left, or has no process any more.
struct WorkerRegistry {
  /// How many have been started.
  let count: Int
  /// Workers that have introduced themselves; lost ones stay.
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
  /// Workers that are known to be gone, or are taken to be.
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

  /// - Returns: Whether it had been lost.
  mutating func setPresent(_ worker: WorkerID) -> Bool {
    lostSince.removeValue(forKey: worker) != nil
  }

  /// Ends the worker's process, where it can be seen.
  func end(_ worker: WorkerID) { processes.end(worker) }

  /// Those whose process has ended since the last look and that have not left. May be called often; looks a few times a
  /// second.
  mutating func findDead(at now: Double) -> [WorkerID] {
    guard processTimer.isDue(at: now) else { return [] }
    return processes.findDead().filter { !departed.contains($0) }
  }
}
