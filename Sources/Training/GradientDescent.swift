import Programs
import Schema

extension OptimizerDescription {
  /// Gradient descent: θ ← θ − η·(g + λθ).
  static let gradientDescent = OptimizerDescription(
    Variant("sgd", "gradient descent, no memory"), stateCount: 0
  ) { _, weightDecay in
    { at in
      let step = at.decayedGradient(weightDecay) * at.descent
      return Update(parameters: step + at.parameters)
    }
  }
}
