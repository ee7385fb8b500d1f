import Programs
import Schema

extension OptimizerDescription {
  /// Nesterov's momentum as PyTorch has it: v ← μv + d, θ ← θ − η(d + μv), with d = g + λθ.
  static let nesterov = OptimizerDescription(
    Variant("nesterov", "gradient descent with Nesterov's momentum", [.momentum]), stateCount: 1
  ) { settings, weightDecay in
    let momentum = settings.real("momentum")
    return { at in
      let kept = at.coefficient(momentum)
      let gradient = at.decayedGradient(weightDecay)
      let velocity = at.state[0] * kept + gradient
      let step = velocity * kept + gradient
      return Update(parameters: step * at.descent + at.parameters, state: [velocity])
    }
  }
}
