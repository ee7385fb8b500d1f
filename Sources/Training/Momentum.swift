import CVectorMath
import Schema

extension OptimizerDescription {
  /// Heavy-ball momentum: v ← μv + (g + λθ), θ ← θ − ηv.
  static let momentum = withMomentum("momentum", "gradient descent with momentum", .momentum)

  /// Nesterov's momentum as PyTorch has it: v ← μv + d, θ ← θ − η(d + μv), with d = g + λθ.
  static let nesterov = withMomentum(
    "nesterov", "gradient descent with Nesterov's momentum", .nesterov)

  private static func withMomentum(
    _ name: String, _ summary: String, _ rule: UpdateRule
  ) -> OptimizerDescription {
    OptimizerDescription(
      Variant(
        name, summary,
        [
          .real(
            "momentum", 0.9, in: Interval(0, 1, includesUpper: false),
            "share of the last step kept, μ")
        ]), rule
    ) { settings, weightDecay in
      let momentum = settings.real("momentum")
      return { _, rate in
        var step = vm_update(rate: rate, decay: weightDecay)
        step.kept = momentum
        return step
      }
    }
  }
}
