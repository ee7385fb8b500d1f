import CVectorMath
import Schema

extension OptimizerDescription {
  /// Gradient descent: θ ← θ − η·(g + λθ).
  static let gradientDescent = OptimizerDescription(
    Variant("sgd", "gradient descent, no memory"), .descent
  ) { _, weightDecay in
    { _, rate in vm_update(rate: rate, decay: weightDecay) }
  }
}
