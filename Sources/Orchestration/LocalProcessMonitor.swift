import Foundation
import MessagePassing
import Platform
import Records
import Results

/// Detects at once that a worker's process on this machine is gone, instead of waiting for its silence.
package struct LocalProcessMonitor {
  private var processes: [WorkerID: ProcessIdentity] = [:]
  /// Workers that are gone and have not been reported yet.
  private var untold: [WorkerID] = []
  /// Workers whose process is gone.
  private(set) var dead: Set<WorkerID> = []

  /// Watches the workers that introduce themselves, and no others.
  package init() {}

  /// Watches the workers that the launcher has started on this host from the moment when all have joined, since one may
  /// be killed before it introduces itself. Where all are on this host, a worker without a process is reported as dead.
  ///
  /// - Parameters:
  ///   - size: How many processes the job has, the coordinator included.
  ///   - environment: The coordinator's environment.
  package init(startedByLauncher size: Int, environment: [String: String]) {
    guard let ranks = LocalRanks.processes else { return }
    for worker in 1..<WorkerID(max(1, size)) {
      if let process = ranks[worker.number].flatMap({ ProcessIdentity(running: $0) }) {
        watch(worker, process)
      } else if LaunchContext.isOnOneHost(environment: environment) {
        untold.append(worker)
      }
    }
  }

  /// Watches a worker that has just introduced itself.
  mutating func add(_ worker: WorkerID, _ description: WorkerDescription) {
    // The process watched so far may be another one that stands between the launcher and the worker.
    processes[worker] = nil
    watch(worker, description.process)
  }

  /// Watches a process if this one can see it: on the same host and not in another container. It may have died since
  /// it said which it is.
  private mutating func watch(_ worker: WorkerID, _ process: ProcessIdentity) {
    guard process.isNear else { return }
    processes[worker] = process
  }

  /// Kills a worker that does not leave when the sweep is over: its launcher would never stop waiting for it.
  func end(_ worker: WorkerID) { processes[worker]?.send(SIGKILL) }

  /// - Returns: The workers that have died since the last call.
  mutating func findDead() -> [WorkerID] {
    let found = untold + processes.filter { $0.value.isGone }.map(\.key).sorted()
    untold = []
    for worker in found { processes[worker] = nil }
    dead.formUnion(found)
    return found
  }
}
