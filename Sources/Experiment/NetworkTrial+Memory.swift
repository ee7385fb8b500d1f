import Training
import Tasks
import Observing

/// The memory of a worker before its first trial, bytes: the program, MPI and BLAS (measured).
package let idleMemory = 48e6

extension NetworkTrial {
  /// A rough estimate of the bytes that a worker with this trial needs.
  package var memory: Double {
    let observed = observables.reduce(0.0) {
      $0 + cost(of: $1.observable).numbers
    }
    let trained = ([task] + phaseTasks).map { training.numberCount(of: network, on: $0) }
    let numbers =
      (trained.max() ?? 0) + network.evaluationCount(on: task) + observed + keptCount
    return idleMemory + (training.precision == .float64 ? 8 : 4) * numbers
      + Double(task.sharedBytes)
  }
}
