import Schema
import Programs

extension ActivationDescription {
  /// The hyperbolic tangent, `tanh` in sweep files.
  package static let tanh = fixed("tanh", "hyperbolic tangent") { $0.tanh() }

  /// 1/(1 + e^−x), `sigmoid` in sweep files.
  package static let sigmoid = fixed("sigmoid", "1/(1 + e^−x)") { $0.sigmoid() }

  static let identity = fixed("identity", "x: a linear net") { $0 }

  static let sine = ActivationDescription(
    "sine", "sin(ω·x)", [.real("frequency", 1, in: .positive, "ω, radians for each unit of x")]
  ) { settings in
    let frequency = settings.real("frequency")
    return FixedActivation { (frequency * $0).sine() }
  }

  /// cos(ω·x) with a given frequency ω, `cosine` in sweep files.
  package static let cosine = ActivationDescription(
    "cosine", "cos(ω·x)", [.real("frequency", 1, in: .positive, "ω, radians for each unit of x")]
  ) { settings in
    let frequency = settings.real("frequency")
    return FixedActivation { (frequency * $0).cosine() }
  }
}
