import Programs
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
      ]), stateCount: 1
  ) { settings, weightDecay in
    let (smoothing, epsilon) = (settings.real("smoothing"), settings.real("epsilon"))
    return { before in
      let (kept, added) = (before.coefficient(smoothing), before.coefficient(1 - smoothing))
      let η = before.coefficient { _, rate in rate }
      let d = before.gradient(withDecay: weightDecay)
      let v = kept * before.state[0] + added * d * d
      let step = η * d / (v.squareRoot() + before.coefficient(epsilon))
      return AfterUpdate(parameters: before.parameters - step, state: [v])
    }
  }
}

extension Entry {
  static let epsilon = Entry.real(
    "epsilon", 1e-8, in: .nonnegative, "added to the root mean square, ε")
}
