import Graph
import LinearAlgebra
import Observables

/// The Lyapunov spectrum of a net along its inputs: which steps, how many exponents.
struct ModelSpectrum {
  let model: RecurrentModel
  let inputs: ModelInputs
  let warmup: Int
  /// Steps averaged over; at least one.
  let steps: Int
  /// All where nil.
  var exponents: Int?
  var interval = 1

  /// - Parameter steps: All that are left after the warm-up where nil.
  /// - Throws: `tooFewSteps`, `tooManySteps`.
  init(
    _ model: RecurrentModel, _ inputs: ModelInputs, warmup: Int, steps: Int?, exponents: Int?,
    interval: Int
  ) throws(ModelFileError) {
    guard inputs.steps > warmup else {
      throw .tooFewSteps(path: inputs.path, found: inputs.steps, warmup: warmup)
    }
    if let steps, warmup + steps > inputs.steps {
      throw .tooManySteps(path: inputs.path, found: inputs.steps, warmup: warmup, steps: steps)
    }
    self.model = model
    self.inputs = inputs
    self.warmup = warmup
    self.steps = steps ?? inputs.steps - warmup
    self.exponents = exponents
    self.interval = interval
  }

  /// The exponents of each trajectory, largest first, in nats a step.
  func values<Element: Scalar>(as type: Element.Type) -> [[Double]] {
    let size = model.stateSize
    // Two frames a trajectory; so many trajectories at once that they take half a gigabyte.
    let bytes = 2 * size * min(exponents ?? size, size) * MemoryLayout<Element>.stride
    let group = max(1, min(inputs.trajectories, 536_870_912 / bytes))
    return stride(from: 0, to: inputs.trajectories, by: group).flatMap { first in
      let range = first..<min(first + group, inputs.trajectories)
      let estimator = LyapunovEstimator<Element>(
        stateSizes: model.stateSizes, inputSize: model.inputSize, exponents: exponents,
        trajectories: range.count, interval: interval, step: model.step)
      let driven = inputs.timeMajor(range, steps: warmup + steps) as Storage<Element>
      return estimator.exponents(inputs: driven, warmup: warmup, steps: steps)
    }.map { $0.sorted(by: >) }
  }
}
