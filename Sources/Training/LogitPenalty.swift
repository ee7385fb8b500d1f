import Programs
package import Schema

/// Spectral decoupling: besides the loss, the mean square of the outputs is kept small
/// (Pezeshki et al., arXiv:2011.09468).
///
/// The paper's schedule on coloured digits changes both weights at a step and keeps the optimiser's moments: after the
/// change the loss counts next to nothing against the moments gathered before.
package struct LogitPenalty: Hashable, Sendable {
  /// The weights of a step's objective: loss · L + penalty · mean(ŷ²).
  package struct Weights: Hashable, Sendable {
    /// The factor of the loss L.
    package let loss: Double
    /// The factor of the mean square of the outputs ŷ.
    package let penalty: Double
  }

  let weights: Weights
  /// The first training step at which `laterWeights` hold; nil where they never do.
  let switchStep: Int?
  let laterWeights: Weights

  /// No penalty.
  static let none = LogitPenalty(
    weights: Weights(loss: 1, penalty: 0), switchStep: nil,
    laterWeights: Weights(loss: 1, penalty: 0))

  /// The settings under `training.logit_penalty`.
  package static let section = Section([
    .real("weight", 0, in: .nonnegative, "factor of the mean square of the outputs"),
    Entry(
      "switch_step", .value(.word("never", or: .integer()), default: .text("never")),
      "step from which the next two hold; the optimiser's moments stay"),
    .real("later_weight", 2e-5, in: .nonnegative, "the factor from then on"),
    .real("later_loss_weight", 2e-5, in: .nonnegative, "and the factor of the loss itself"),
  ])

  private init(weights: Weights, switchStep: Int?, laterWeights: Weights) {
    (self.weights, self.switchStep, self.laterWeights) = (weights, switchStep, laterWeights)
  }

  /// - Parameter settings: Decoded by `section`.
  package init(_ settings: Settings) {
    weights = Weights(loss: 1, penalty: settings.real("weight"))
    switchStep = settings.integerUnlessWord("switch_step")
    laterWeights = Weights(
      loss: settings.real("later_loss_weight"), penalty: settings.real("later_weight"))
  }

  /// Whether the objective is the loss alone at every step.
  package var isOff: Bool { weights.penalty == 0 && switchStep == nil }

  /// The weights of training step `step`, counted from 0.
  package func weights(at step: Int) -> Weights {
    if let switchStep, step >= switchStep { return laterWeights }
    return weights
  }
}

/// The number that training lowers, as a value of a program: the loss, with the penalty where there is one.
struct Objective {
  /// The objective, 1×1.
  let value: Value
  /// The weights of loss and penalty, 1×2, set before each run; nil where the objective is the loss alone.
  let weights: Value?

  /// - Parameter further: Terms that are added as they are.
  init(
    _ penalty: LogitPenalty, loss: Value, outputs: Value, further: [Value], in program: Program
  ) {
    guard !penalty.isOff else {
      value = further.reduce(loss, +)
      weights = nil
      return
    }
    let weights = program.input(1, 2)
    let weighted =
      weights.columns(0..<1) * loss + weights.columns(1..<2) * outputs.square().mean()
    value = further.reduce(weighted, +)
    self.weights = weights
  }
}
