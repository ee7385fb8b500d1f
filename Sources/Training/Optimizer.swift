import CVectorMath
package import LinearAlgebra
package import Schema

/// A rule that moves a flat vector of parameters against its gradient.
///
/// The rules are those of PyTorch's `torch.optim`, to rounding: same state, same bias correction, same places for
/// epsilon and weight decay.
package struct Optimizer: Sendable {
  /// What the rule's loop is told at an update: from its number, counted from 1, and its learning rate.
  typealias Coefficients = @Sendable (_ update: Int, _ learningRate: Double) -> vm_update

  /// The name in the catalogue.
  package let name: String
  let rule: UpdateRule
  let coefficients: Coefficients

  /// Vectors of state, each as long as the parameters; all zero before the first update.
  package var stateCount: Int { rule.stateCount }

  /// Makes one update in place, without allocating.
  ///
  /// - Parameters:
  ///   - parameters: n numbers.
  ///   - gradient: The loss's n derivatives.
  ///   - state: stateCount·n numbers, one vector after the other.
  ///   - learningRate: That of this update.
  ///   - update: This update's number, counted from 1.
  package func update<S: Scalar>(
    _ parameters: inout MutableSpan<S>, gradient: Span<S>, state: inout MutableSpan<S>,
    learningRate: Double, update: Int
  ) {
    rule.apply(
      coefficients(update, learningRate), to: &parameters, gradient: gradient, state: &state)
  }
}

/// An optimiser as the catalogue knows it: its name and settings, and how to make it.
package struct OptimizerDescription: Sendable {
  package let variant: Variant
  let rule: UpdateRule
  /// From settings decoded by the variant's entries, and from the weight decay: the factor of the parameters added to
  /// the gradient (L2), or decoupled where the rule says so.
  let coefficients: @Sendable (Settings, _ weightDecay: Double) -> Optimizer.Coefficients

  init(
    _ variant: Variant, _ rule: UpdateRule,
    coefficients: @escaping @Sendable (Settings, _ weightDecay: Double) -> Optimizer.Coefficients
  ) {
    (self.variant, self.rule, self.coefficients) = (variant, rule, coefficients)
  }

  func make(_ settings: Settings, weightDecay: Double) -> Optimizer {
    Optimizer(name: variant.name, rule: rule, coefficients: coefficients(settings, weightDecay))
  }
}
