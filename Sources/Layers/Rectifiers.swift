import Schema
import Programs

// max(x, 0) and its smooth relatives. Where the slope jumps at zero, it has PyTorch's value there.
extension ActivationDescription {
  static let rectifier = fixed("relu", "max(x, 0)") { $0.positivePart() }

  static let leakyRectifier = ActivationDescription(
    "leaky_relu", "x where x > 0, else slope·x",
    [.real("slope", 0.01, "slope below zero")]
  ) { settings in
    let slope = settings.real("slope")
    return FixedActivation { slope * $0 + (1 - slope) * $0.positivePart() }
  }

  static let softplus = fixed("softplus", "ln(1 + e^x)") { $0.softplus() }

  static let exponentialLinear = ActivationDescription(
    "elu", "x where x > 0, else α·(e^x − 1) (Clevert et al. 2016)",
    [.real("alpha", 1, in: .nonnegative, "α: the value at −∞ is −α")]
  ) { settings in
    let alpha = settings.real("alpha")
    return FixedActivation { x in
      let above = x.positivePart()
      return above + alpha * (x - above).expMinusOne()
    }
  }

  static let gaussianErrorLinear = fixed("gelu", "x·Φ(x), exact (Hendrycks & Gimpel 2016)") { x in
    0.5 * x * (-0.5.squareRoot() * x).complementaryErf()
  }

  static let sigmoidLinear = fixed("silu", "x/(1 + e^−x), also named swish") { $0 * $0.sigmoid() }
}
