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
    return { at in
      let gradient = at.decayedGradient(weightDecay)
      let added = gradient * at.coefficient(1 - smoothing) * gradient
      let meanSquare = at.state[0] * at.coefficient(smoothing) + added
      let rate = at.coefficient { _, rate in rate }
      let step = gradient * rate / (meanSquare.squareRoot() + at.coefficient(epsilon))
      return Update(parameters: at.parameters - step, state: [meanSquare])
    }
  }
}

extension Entry {
  static let epsilon = Entry.real(
    "epsilon", 1e-8, in: .nonnegative, "added to the root mean square, ε")
}
