import Programs
package import Schema

/// A rule that moves parameters against their gradient, written as a program over a flat vector of n numbers.
///
/// The rules are those of PyTorch's `torch.optim`, to rounding: same state, same bias correction, same places for
/// epsilon and weight decay.
package struct Optimizer: Sendable {
  /// Writes one update: from what is there before it to what is left after it.
  typealias Rule = @Sendable (BeforeUpdate) -> AfterUpdate

  /// The name in the catalogue.
  package let name: String
  /// Vectors of state, each as long as the parameters; all zero before the first update.
  package let stateCount: Int
  let rule: Rule
}

/// An optimiser as the catalogue knows it: its name and settings, and how to make it. One is a file of its own.
package struct OptimizerDescription: Sendable {
  package let variant: Variant
  /// Vectors of state.
  let stateCount: Int
  /// From settings decoded by the variant's entries, and from the weight decay λ.
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

/// The numbers that an update leaves.
struct AfterUpdate {
  let parameters: Value
  /// As many vectors as the optimiser has.
  var state: [Value] = []
}

/// What an update is written with: the numbers before it, 1×n each, and coefficients, 1×1, which may change from update
/// to update.
final class BeforeUpdate {
  /// A coefficient's number at an update, which is counted from 1, and at its learning rate η.
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

  /// One that changes.
  func coefficient(_ number: @escaping Coefficient) -> Value {
    let value = parameters.program.input(1, 1)
    coefficients.append((value, number))
    return value
  }

  /// One that stays.
  func coefficient(_ number: Double) -> Value { coefficient { _, _ in number } }

  /// −η, by which a step along the gradient is multiplied.
  var descent: Value { coefficient { _, rate in -rate } }

  /// g + λθ: the gradient with weight decay as a penalty, (λ/2)‖θ‖².
  func gradient(withDecay weightDecay: Double) -> Value {
    weightDecay == 0 ? gradient : coefficient(weightDecay) * parameters + gradient
  }
}
