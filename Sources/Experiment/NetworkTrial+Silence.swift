import Networks
import Tasks
import Observing

/// Operations a second on a slow and busy machine, in code other than matrix products.
let slowRate = 1e8

extension NetworkTrial {
  /// The longest time between two heartbeats of a worker with this trial, seconds on a slow machine: that of a training
  /// step or of the longest part of an observation.
  package var longestSilence: Double {
    let forward = ([task] + phaseTasks).map(forwardFlops).max() ?? 0
    let observations = observables.map { cost(of: $0.observable).quietFlops }
    return max(3 * forward, observations.max() ?? 0, keptFlops) / slowRate
  }
}
