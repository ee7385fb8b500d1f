import Programs
import Schema

extension OptimizerDescription {
  /// Heavy-ball momentum: v ← μv + (g + λθ), θ ← θ − ηv.
  static let momentum = OptimizerDescription(
    Variant("momentum", "gradient descent with momentum", [.momentum]), stateCount: 1
  ) { settings, weightDecay in
    let momentum = settings.real("momentum")
    return { at in
      let velocity = at.state[0] * at.coefficient(momentum) + at.decayedGradient(weightDecay)
      return Update(parameters: velocity * at.descent + at.parameters, state: [velocity])
    }
  }
}

extension Entry {
  static let momentum = Entry.real(
    "momentum", 0.9, in: Interval(0, 1, includesUpper: false), "share of the last step kept, μ")
}
