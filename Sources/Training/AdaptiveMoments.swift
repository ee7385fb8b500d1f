import Foundation
import LinearAlgebra
import Schema

/// What Adam and AdamW share: m ← m + (1 − β₁)(d − m), v ← β₂v + (1 − β₂)d²,
/// θ ← θ − η/(1 − β₁ᵗ) · m/(√v/√(1 − β₂ᵗ) + ε).
struct AdaptiveMoments: Sendable {
  let beta1: Double
  let beta2: Double
  let epsilon: Double

  init(_ settings: Settings) {
    beta1 = settings.real("beta1")
    beta2 = settings.real("beta2")
    epsilon = settings.real("epsilon")
  }

  /// One update with d = g + decay·θ, of parameters first multiplied by `shrinkage`.
  ///
  /// `state` is m, then v.
  @inline(__always)
  func update<S: Scalar>(
    _ parameters: inout MutableSpan<S>, gradient: Span<S>, state: inout MutableSpan<S>,
    shrinkage: S, decay: S, learningRate: Double, update: Int
  ) {
    let count = parameters.count
    let rate = S(learningRate / (1 - pow(beta1, Double(update))))
    let root = S((1 - pow(beta2, Double(update))).squareRoot())
    let added1 = S(1 - beta1)
    let (kept2, added2) = (S(beta2), S(1 - beta2))
    let epsilon = S(epsilon)
    for i in 0..<count {
      let derivative = gradient[i] + decay * parameters[i]
      let mean = state[i] + added1 * (derivative - state[i])
      let square = kept2 * state[count + i] + added2 * derivative * derivative
      state[i] = mean
      state[count + i] = square
      parameters[i] =
        shrinkage * parameters[i] - rate * (mean / (square.squareRoot() / root + epsilon))
    }
  }
}

extension Entry {
  private static let share = Interval(0, 1, includesUpper: false)

  static let beta1 = Entry.real("beta1", 0.9, in: share, "share of the mean gradient kept, β₁")
  static let beta2 = Entry.real("beta2", 0.999, in: share, "share of the mean square kept, β₂")
  static let epsilon = Entry.real(
    "epsilon", 1e-8, in: .nonnegative, "added to the root mean square, ε")
}
