package import Dynamics
package import LinearAlgebra
import Plans

/// An estimate of a net's Lyapunov spectrum along its inputs: which steps, how many exponents.
package struct ModelSpectrum {
  /// The net.
  package let model: RecurrentModel
  let inputs: ModelInputs
  /// How many steps run before averaging.
  package let warmup: Int
  /// How many steps are averaged over; at least one.
  package let steps: Int
  /// How many exponents are estimated, the largest first; all where nil.
  package var exponents: Int?
  /// How many steps lie between orthonormalisations; nil where that is as a sweep's trials have it by themselves.
  package var interval: Int?
  /// The seed of the sweep's trial whose random directions the frames start from, and whose precision they have; nil
  /// where there is no such trial.
  package var seed: UInt64?

  /// - Parameters:
  ///   - steps: How many steps are averaged over; all after the warm-up where nil.
  ///   - interval: Steps between orthonormalisations; where nil 1, or with a seed a sweep's own.
  /// - Throws: `ModelFileError.tooFewSteps` where the inputs are not longer than the warm-up, `.tooManySteps` where
  ///   they are shorter than warm-up and steps.
  package init(
    _ model: RecurrentModel, _ inputs: ModelInputs, warmup: Int, steps: Int?, exponents: Int?,
    interval: Int?, seed: UInt64? = nil
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
    self.seed = seed
  }

  /// A warning where the inputs look as if they were in another order, [time, trajectories, features]; nil where they
  /// do not.
  package var shortage: String? {
    let units = model.units.max() ?? 0
    guard steps < units, inputs.trajectories > inputs.steps else { return nil }
    return
      "only \(steps) steps are averaged over, of \(inputs.trajectories) trajectories each; inputs are "
      + "[trajectories, time, features], PyTorch's own order is [time, batch, features] unless batch_first"
  }

  /// The estimates along all trajectories, one for each group of trajectories that are computed together; exponents are
  /// in nats a step.
  ///
  /// - Parameter type: The type of number to compute with.
  package func estimates<Element: Scalar>(as type: Element.Type) -> [LyapunovEstimate] {
    let size = model.stateSize
    // Each trajectory takes three frames; a group has as many trajectories as fit into half a gigabyte.
    // A whole frame misses no direction wherever it starts, so that it starts at the identity, as is usual.
    let isWhole = exponents.map { $0 >= size } ?? true
    let bytes = 3 * size * min(exponents ?? size, size) * MemoryLayout<Element>.stride
    // The directions of a trial are drawn for all trajectories at once.
    let group =
      seed == nil ? max(1, min(inputs.trajectories, 536_870_912 / bytes)) : inputs.trajectories
    let dynamics = CellDynamics<Element>(
      stateSizes: model.stateSizes, layers: model.layerStates, inputSize: model.inputSize,
      step: model.step)
    return stride(from: 0, to: inputs.trajectories, by: group).map { first in
      let range = first..<min(first + group, inputs.trajectories)
      let estimator = LyapunovEstimator(
        of: dynamics,
        LyapunovSettings(
          exponents: exponents, trajectories: range.count,
          interval: interval.map { .steps($0) } ?? (seed == nil ? 1 : .auto),
          keepsPrecision: seed == nil, seed: seed ?? (isWhole ? nil : UInt64(first))))
      let driven = inputs.timeMajor(range, steps: warmup + steps) as Storage<Element>
      return estimator.estimate(inputs: driven, warmup: warmup, steps: steps)
    }
  }
}
