import Networks
import Tasks
import Observing

extension NetworkTrial {
  /// Operations a second on a slow and busy machine, in code that is no matrix product.
  private static let slowRate = 1e8

  /// For how long a worker at such a trial may say nothing, in seconds: the longest of what gives no heartbeat in
  /// between, a training step or part of an observation, on a slow machine.
  package var longestSilence: Double {
    let forward = network.forwardFlops(
      length: task.length, batch: task.batchSize, scored: task.scoredSteps.count)
    let observations = observables.map { cost(of: $0.observable).quietFlops }
    return max(3 * forward, observations.max() ?? 0) / Self.slowRate
  }
}
