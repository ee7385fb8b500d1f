import Foundation
import Programs
import Schema

extension OptimizerDescription {
  /// Adam (Kingma & Ba 2015), with weight decay as L2: d = g + λθ.
  static let adam = OptimizerDescription(
    Variant("adam", "adaptive moments", AdaptiveMoments.entries), stateCount: 2
  ) { settings, weightDecay in
    let moments = AdaptiveMoments(settings)
    return { at in
      let (step, state) = moments.step(at, along: at.decayedGradient(weightDecay))
      return Update(parameters: at.parameters - step, state: state)
    }
  }

  /// Adam with decoupled weight decay: θ ← (1 − ηλ)θ before Adam's step (Loshchilov & Hutter 2019).
  static let adamW = OptimizerDescription(
    Variant("adamw", "adaptive moments, weight decay decoupled", AdaptiveMoments.entries),
    stateCount: 2
  ) { settings, weightDecay in
    let moments = AdaptiveMoments(settings)
    return { at in
      let (step, state) = moments.step(at, along: at.gradient)
      let kept = at.coefficient { _, rate in 1 - rate * weightDecay }
      return Update(parameters: at.parameters * kept + -step, state: state)
    }
  }
}

/// What Adam and AdamW share.
struct AdaptiveMoments: Sendable {
  let beta1: Double
  let beta2: Double
  let epsilon: Double

  static let entries: [Entry] = [
    .real("beta1", 0.9, in: share, "share of the mean gradient kept, β₁"),
    .real("beta2", 0.999, in: share, "share of the mean square kept, β₂"),
    .epsilon,
  ]

  private static let share = Interval(0, 1, includesUpper: false)

  init(_ settings: Settings) {
    beta1 = settings.real("beta1")
    beta2 = settings.real("beta2")
    epsilon = settings.real("epsilon")
  }

  /// m ← m + (1 − β₁)(d − m), v ← β₂v + (1 − β₂)d², and the step η/(1 − β₁ᵗ) · m/(√v/√(1 − β₂ᵗ) + ε).
  func step(_ at: UpdateBuilder, along d: Value) -> (step: Value, state: [Value]) {
    let (m, v) = (at.state[0], at.state[1])
    let mean = (d - m) * at.coefficient(1 - beta1) + m
    let meanSquare = v * at.coefficient(beta2) + d * at.coefficient(1 - beta2) * d
    let correction = at.coefficient { update, _ in (1 - pow(beta2, Double(update))).squareRoot() }
    let scale = meanSquare.squareRoot() / correction + at.coefficient(epsilon)
    let rate = at.coefficient { update, rate in rate / (1 - pow(beta1, Double(update))) }
    return (mean / scale * rate, [mean, meanSquare])
  }
}
