import Programs
import Schema

extension OptimizerDescription {
  /// Gradient descent: θ ← θ − η·(g + λθ).
  static let gradientDescent = OptimizerDescription(
    Variant("sgd", "gradient descent, no memory"), stateCount: 0
  ) { _, weightDecay in
    { before in
      let d = before.gradient(withDecay: weightDecay)
      return AfterUpdate(parameters: before.parameters + before.descent * d)
    }
  }
}
