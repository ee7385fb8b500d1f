import Programs
package import Schema

/// A rule that moves parameters against their gradient, written as a program over a flat vector of n numbers.
///
/// The rules are those of PyTorch's `torch.optim`, to rounding: same state, same bias correction, same places for
/// epsilon and weight decay.
package struct Optimizer: Sendable {
  /// Writes one update as a program: from the numbers before it to the numbers after it.
  typealias Rule = @Sendable (BeforeUpdate) -> AfterUpdate

  /// The optimiser's name in the catalogue and in sweep files.
  package let name: String
  /// The number of state vectors, each as long as the parameters and zero before the first update.
  package let stateCount: Int
  let rule: Rule
}

/// A catalogue entry for an optimiser: its name and settings, and how to make it. Each has its own file.
package struct OptimizerDescription: Sendable {
  /// The name, summary and settings in a sweep file.
  package let variant: Variant
  /// The number of state vectors.
  let stateCount: Int
  /// Makes the rule from settings decoded by the variant's entries and from the weight decay λ.
  let rule: @Sendable (Settings, _ weightDecay: Double) -> Optimizer.Rule

  init(
    _ variant: Variant, stateCount: Int,
    rule: @escaping @Sendable (Settings, _ weightDecay: Double) -> Optimizer.Rule
  ) {
    (self.variant, self.stateCount, self.rule) = (variant, stateCount, rule)
  }

  func make(_ settings: Settings, weightDecay: Double) -> Optimizer {
    Optimizer(name: variant.name, stateCount: stateCount, rule: rule(settings, weightDecay))
  }
}

/// The values of a program that hold the numbers after an update.
struct AfterUpdate {
  let parameters: Value
  /// The new state vectors, as many as the optimiser has.
  var state: [Value] = []
}

/// The values that an update is written with: the numbers before it, 1×n each, and coefficients, 1×1, which may change
/// from update to update.
final class BeforeUpdate {
  /// A function that gives a coefficient's number at an update, counted from 1, and its learning rate η.
  typealias Coefficient = @Sendable (_ update: Int, _ learningRate: Double) -> Double

  let parameters: Value
  let gradient: Value
  let state: [Value]
  private(set) var coefficients: [(value: Value, number: Coefficient)] = []

  init(count: Int, stateCount: Int, in program: Program) {
    parameters = program.input(1, count)
    gradient = program.input(1, count)
    state = (0..<stateCount).map { _ in program.input(1, count) }
  }

  /// A coefficient whose number may change from update to update.
  func coefficient(_ number: @escaping Coefficient) -> Value {
    let value = parameters.program.input(1, 1)
    coefficients.append((value, number))
    return value
  }

  /// A coefficient whose number stays the same.
  func coefficient(_ number: Double) -> Value { coefficient { _, _ in number } }

  /// The coefficient −η, by which a step along the gradient is multiplied.
  var descent: Value { coefficient { _, rate in -rate } }

  /// g + λθ, the gradient with weight decay as a penalty (λ/2)‖θ‖².
  func gradient(withDecay weightDecay: Double) -> Value {
    weightDecay == 0 ? gradient : coefficient(weightDecay) * parameters + gradient
  }
}
