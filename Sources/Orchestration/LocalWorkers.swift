import Foundation

/// The workers on the coordinator's own machine, whose deaths it can see at once instead of waiting for a silence.
struct LocalWorkers {
  private var processes: [Int: Int32] = [:]
  /// Those whose process is gone.
  private(set) var dead: Set<Int> = []

  /// Watches a worker if its process can be seen from here: same host, and not behind a container's wall.
  mutating func add(
    _ worker: Int, _ description: WorkerDescription, to coordinator: WorkerDescription
  ) {
    guard description.host == coordinator.host, processExists(description.process) else { return }
    processes[worker] = description.process
  }

  /// Ends a worker that does not leave when the sweep is over: its launcher would wait for it for ever.
  func end(_ worker: Int) {
    // Not a whole group of processes (0), not the first of all, and not a worker that is a thread of this one.
    guard let process = processes[worker], process > 1, process != getpid() else { return }
    kill(process, SIGKILL)
  }

  /// - Returns: Those that have died since the last look.
  mutating func findDead() -> [Int] {
    let found = processes.filter { !processExists($0.value) }.map(\.key).sorted()
    for worker in found { processes[worker] = nil }
    dead.formUnion(found)
    return found
  }
}
