import CVectorMath
import Schema

extension OptimizerDescription {
  /// Adam (Kingma & Ba 2015), with weight decay as L2: d = g + λθ.
  static let adam = OptimizerDescription(
    Variant("adam", "adaptive moments", AdaptiveMoments.entries), .adam
  ) { settings, weightDecay in
    let moments = AdaptiveMoments(settings)
    return { update, rate in
      var step = moments.step(update, learningRate: rate)
      step.decay = weightDecay
      return step
    }
  }

  /// Adam with decoupled weight decay: θ ← (1 − ηλ)θ before Adam's step (Loshchilov & Hutter 2019).
  static let adamW = OptimizerDescription(
    Variant("adamw", "adaptive moments, weight decay decoupled", AdaptiveMoments.entries), .adam
  ) { settings, weightDecay in
    let moments = AdaptiveMoments(settings)
    return { update, rate in
      var step = moments.step(update, learningRate: rate)
      step.shrinkage = 1 - rate * weightDecay
      return step
    }
  }
}
