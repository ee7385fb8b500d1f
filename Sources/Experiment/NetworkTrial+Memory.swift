import Training
import Tasks
import Observing

/// Bytes of a worker that has no trial yet: the program, MPI and BLAS (measured).
package let idleMemory = 48e6

extension NetworkTrial {
  /// Bytes that a worker needs for it, roughly.
  package var memory: Double {
    let observed = observables.reduce(0.0) {
      $0 + cost(of: $1.observable).numbers
    }
    let numbers =
      training.numberCount(of: network, on: task) + network.evaluationCount(on: task) + observed
    return idleMemory + (training.precision == .float64 ? 8 : 4) * numbers
      + Double(task.sharedBytes)
  }
}
