import Foundation
import Programs
import Schema

extension OptimizerDescription {
  /// Adam (Kingma & Ba, arXiv:1412.6980, Algorithm 1), with weight decay as an L2 penalty: d = g + λθ.
  static let adam = OptimizerDescription(
    Variant("adam", "adaptive moments", AdaptiveMoments.entries), stateCount: 2
  ) { settings, weightDecay in
    let moments = AdaptiveMoments(settings)
    return { before in
      let (direction, state) = moments.direction(
        before, along: before.gradient(withDecay: weightDecay))
      let η = before.coefficient { moments.rate(at: $0, $1) }
      return AfterUpdate(parameters: before.parameters - η * direction, state: state)
    }
  }

  /// Adam with decoupled weight decay: θ ← (1 − ηλ)θ before Adam's step (Loshchilov & Hutter, arXiv:1711.05101).
  static let adamW = OptimizerDescription(
    Variant("adamw", "adaptive moments, weight decay decoupled", AdaptiveMoments.entries),
    stateCount: 2
  ) { settings, weightDecay in
    let moments = AdaptiveMoments(settings)
    return { before in
      let (direction, state) = moments.direction(before, along: before.gradient)
      let kept = before.coefficient { _, rate in 1 - rate * weightDecay }
      let descent = before.coefficient { -moments.rate(at: $0, $1) }
      return AfterUpdate(parameters: kept * before.parameters + descent * direction, state: state)
    }
  }
}

/// The moving averages of gradient and squared gradient that Adam and AdamW share.
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

  /// The new moments m ← m + (1 − β₁)(d − m), v ← β₂v + (1 − β₂)d², and the direction m/(√v/√(1 − β₂ᵗ) + ε).
  func direction(_ before: BeforeUpdate, along d: Value) -> (direction: Value, state: [Value]) {
    let (added, addedSquare) = (before.coefficient(1 - beta1), before.coefficient(1 - beta2))
    let keptSquare = before.coefficient(beta2)
    let root = before.coefficient { update, _ in (1 - pow(beta2, Double(update))).squareRoot() }
    let m = before.state[0] + added * (d - before.state[0])
    let v = keptSquare * before.state[1] + addedSquare * d * d
    return (m / (v.squareRoot() / root + before.coefficient(epsilon)), [m, v])
  }

  /// The learning rate with the bias of the mean gradient corrected, η/(1 − β₁ᵗ).
  func rate(at update: Int, _ learningRate: Double) -> Double {
    learningRate / (1 - pow(beta1, Double(update)))
  }
}
