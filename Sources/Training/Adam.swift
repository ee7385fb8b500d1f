import CVectorMath
import Schema

extension OptimizerDescription {
  /// Adam (Kingma & Ba 2015), with weight decay as L2: d = g + λθ.
  static let adam = withMoments("adam", "adaptive moments") { step, _, weightDecay in
    step.decay = weightDecay
  }

  /// Adam with decoupled weight decay: θ ← (1 − ηλ)θ before Adam's step (Loshchilov & Hutter 2019).
  static let adamW = withMoments("adamw", "adaptive moments, weight decay decoupled") {
    step, rate, weightDecay in
    step.shrinkage = 1 - rate * weightDecay
  }

  private static func withMoments(
    _ name: String, _ summary: String,
    decay:
      @escaping @Sendable (_ step: inout vm_update, _ rate: Double, _ weightDecay: Double) ->
      Void
  ) -> OptimizerDescription {
    OptimizerDescription(Variant(name, summary, AdaptiveMoments.entries), .adam) {
      settings, weightDecay in
      let moments = AdaptiveMoments(settings)
      return { update, rate in
        var step = moments.step(update, learningRate: rate)
        decay(&step, rate, weightDecay)
        return step
      }
    }
  }
}
