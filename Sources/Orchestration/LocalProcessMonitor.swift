import Records
import Foundation
import Platform
import Results

/// The workers that the coordinator can see, whose deaths it notices at once instead of waiting for a silence.
struct LocalProcessMonitor {
  private var processes: [WorkerID: ProcessIdentity] = [:]
  /// Those whose process is gone.
  private(set) var dead: Set<WorkerID> = []

  /// Watches a worker if its process can be seen from here: same host, and not behind a container's wall.
  mutating func add(_ worker: WorkerID, _ description: WorkerDescription) {
    guard description.process.isNear, !description.process.isGone else { return }
    processes[worker] = description.process
  }

  /// Ends a worker that does not leave when the sweep is over: its launcher would wait for it for ever.
  func end(_ worker: WorkerID) { processes[worker]?.send(SIGKILL) }

  /// - Returns: Those that have died since the last look.
  mutating func findDead() -> [WorkerID] {
    let found = processes.filter { $0.value.isGone }.map(\.key).sorted()
    for worker in found { processes[worker] = nil }
    dead.formUnion(found)
    return found
  }
}
