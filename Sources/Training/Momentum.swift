import Programs
import Schema

extension OptimizerDescription {
  /// Heavy-ball momentum: v ← μv + (g + λθ), θ ← θ − ηv.
  static let momentum = OptimizerDescription(
    Variant("momentum", "gradient descent with momentum", [.momentum]), stateCount: 1
  ) { settings, weightDecay in
    let momentum = settings.real("momentum")
    return { before in
      let μ = before.coefficient(momentum)
      let v = μ * before.state[0] + before.gradient(withDecay: weightDecay)
      return AfterUpdate(parameters: before.parameters + before.descent * v, state: [v])
    }
  }

  /// Nesterov's momentum in PyTorch's form: v ← μv + d, θ ← θ − η(d + μv), with d = g + λθ.
  static let nesterov = OptimizerDescription(
    Variant("nesterov", "gradient descent with Nesterov's momentum", [.momentum]), stateCount: 1
  ) { settings, weightDecay in
    let momentum = settings.real("momentum")
    return { before in
      let μ = before.coefficient(momentum)
      let d = before.gradient(withDecay: weightDecay)
      let v = μ * before.state[0] + d
      return AfterUpdate(
        parameters: before.parameters + before.descent * (d + μ * v), state: [v])
    }
  }
}

extension Entry {
  fileprivate static let momentum = Entry.real(
    "momentum", 0.9, in: Interval(0, 1, includesUpper: false), "share of the last step kept, μ")
}
