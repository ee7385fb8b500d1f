package import Dynamics
package import LinearAlgebra
import Plans

/// The Lyapunov spectrum of a net along its inputs: which steps, how many exponents.
package struct ModelSpectrum {
  package let model: RecurrentModel
  let inputs: ModelInputs
  package let warmup: Int
  /// Steps averaged over; at least one.
  package let steps: Int
  /// All where nil.
  package var exponents: Int?
  package var interval = 1

  /// - Parameter steps: All that are left after the warm-up where nil.
  /// - Throws: `tooFewSteps`, `tooManySteps`.
  package init(
    _ model: RecurrentModel, _ inputs: ModelInputs, warmup: Int, steps: Int?, exponents: Int?,
    interval: Int
  ) throws(ModelFileError) {
    guard inputs.steps > warmup else {
      throw .tooFewSteps(path: inputs.path, found: inputs.steps, warmup: warmup)
    }
    if let steps, steps > inputs.steps - warmup {
      throw .tooManySteps(path: inputs.path, found: inputs.steps, warmup: warmup, steps: steps)
    }
    self.model = model
    self.inputs = inputs
    self.warmup = warmup
    self.steps = steps ?? inputs.steps - warmup
    self.exponents = exponents
    self.interval = interval
  }

  /// What looks like inputs in another order, [time, trajectories, features].
  package var shortage: String? {
    let units = model.units.max() ?? 0
    guard steps < units, inputs.trajectories > inputs.steps else { return nil }
    return
      "only \(steps) steps are averaged over, of \(inputs.trajectories) trajectories each; inputs are "
      + "[trajectories, time, features], PyTorch's own order is [time, batch, features] unless batch_first"
  }

  /// - Parameter type: The numbers to compute with.
  package func estimates<Element: Scalar>(as type: Element.Type) -> [LyapunovEstimate] {
    let size = model.stateSize
    // Three frames a trajectory; so many trajectories at once that they take half a gigabyte.
    // All directions together miss none, whichever they start from; the identity is what people write.
    let isWhole = exponents.map { $0 >= size } ?? true
    let bytes = 3 * size * min(exponents ?? size, size) * MemoryLayout<Element>.stride
    let group = max(1, min(inputs.trajectories, 536_870_912 / bytes))
    let dynamics = CellDynamics<Element>(
      stateSizes: model.stateSizes, layers: model.layerStates, inputSize: model.inputSize,
      step: model.step)
    return stride(from: 0, to: inputs.trajectories, by: group).map { first in
      let range = first..<min(first + group, inputs.trajectories)
      let estimator = LyapunovEstimator(
        of: dynamics,
        LyapunovSettings(
          exponents: exponents, trajectories: range.count, interval: .steps(interval),
          keepsPrecision: true, seed: isWhole ? nil : UInt64(first)))
      let driven = inputs.timeMajor(range, steps: warmup + steps) as Storage<Element>
      return estimator.estimate(inputs: driven, warmup: warmup, steps: steps)
    }
  }
}
