import Foundation
import MessagePassing
import Platform
import Results

/// The workers that the coordinator can see, whose deaths it notices at once instead of waiting for a silence.
package struct LocalWorkers {
  private var processes: [Int: HostProcess] = [:]
  /// Those that are gone and have not been told of yet.
  private var news: [Int] = []
  /// Those whose process is gone.
  private(set) var dead: Set<Int> = []

  /// Watches those that introduce themselves.
  package init() {}

  /// Watches the workers that the launcher has started on this host from the moment when all have joined, since one may be
  /// killed before it introduces itself. Where all are on this host, whoever is missing then is gone.
  ///
  /// - Parameters:
  ///   - size: How many processes the job has, the coordinator included.
  ///   - environment: The coordinator's.
  package init(startedByLauncher size: Int, environment: [String: String]) {
    guard let ranks = LocalRanks.processes else { return }
    for worker in 1..<max(1, size) {
      if let process = ranks[worker].flatMap({ HostProcess(running: $0) }) {
        watch(worker, process)
      } else if LaunchContext.isOnOneHost(environment: environment) {
        news.append(worker)
      }
    }
  }

  /// Watches a worker as it introduces itself.
  mutating func add(_ worker: Int, _ description: WorkerDescription) {
    // Between it and the launcher may stand another process, which was watched so far.
    processes[worker] = nil
    watch(worker, description.process)
  }

  /// Watches a process if it can be seen from here: same host, and not behind a container's wall.
  private mutating func watch(_ worker: Int, _ process: HostProcess) {
    guard process.isNear, !process.isGone else { return }
    processes[worker] = process
  }

  /// Ends a worker that does not leave when the sweep is over: its launcher would wait for it for ever.
  func end(_ worker: Int) { processes[worker]?.send(SIGKILL) }

  /// - Returns: Those that have died since the last look.
  mutating func findDead() -> [Int] {
    let found = news + processes.filter { $0.value.isGone }.map(\.key).sorted()
    news = []
    for worker in found { processes[worker] = nil }
    dead.formUnion(found)
    return found
  }
}
