import CVectorMath
import Schema

extension OptimizerDescription {
  /// RMSprop: v ← ρv + (1 − ρ)d², θ ← θ − η·d/(√v + ε), with d = g + λθ (Hinton's lecture 6e).
  static let rmsprop = OptimizerDescription(
    Variant(
      "rmsprop", "gradient over its running root mean square",
      [
        .real(
          "smoothing", 0.99, in: Interval(0, 1, includesUpper: false),
          "share of the mean square kept, ρ (PyTorch's alpha)"),
        .epsilon,
      ]), .rmsprop
  ) { settings, weightDecay in
    let smoothing = settings.real("smoothing")
    let epsilon = settings.real("epsilon")
    return { _, rate in
      var step = vm_update(rate: rate, decay: weightDecay)
      step.kept_square = smoothing
      step.added_square = 1 - smoothing
      step.epsilon = epsilon
      return step
    }
  }
}
