import CVectorMath
import Foundation
import Records
import Schema

/// What Adam and AdamW share: m ← m + (1 − β₁)(d − m), v ← β₂v + (1 − β₂)d²,
/// θ ← θ − η/(1 − β₁ᵗ) · m/(√v/√(1 − β₂ᵗ) + ε).
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

  /// The coefficients of update number `update`, without weight decay.
  func step(_ update: Int, learningRate: Double) -> vm_update {
    let rate = learningRate / (1 - pow(beta1, Double(update)))
    var step = vm_update(rate: rate, decay: 0)
    step.added = 1 - beta1
    step.kept_square = beta2
    step.added_square = 1 - beta2
    step.root = (1 - pow(beta2, Double(update))).squareRoot()
    step.epsilon = epsilon
    return step
  }
}

extension Entry {
  static let epsilon = Entry.real(
    "epsilon", 1e-8, in: .nonnegative, "added to the root mean square, ε")
}
