import LinearAlgebra
import Programs
import Schema

/// γ(x; n, s) = (1 − s)·ln(1 + e^{nx})/n + s/(1 + e^{−nx}), which leads from ReLU-like to sigmoid (arXiv:2006.12253).
///
/// The paper's modes are called static (here `fixed`), homogeneous (`shared`) and heterogeneous (`per_unit`).
struct GammaActivation: Activation {
  /// Which units have a gain n and a saturation s to train: none, all of them together, or each.
  enum Adaptation: String, CaseIterable, Sendable {
    case fixed, shared
    case perUnit = "per_unit"
  }

  let gain: Double
  let saturation: Double
  let adaptation: Adaptation

  init(gain: Double, saturation: Double, adaptation: Adaptation = .fixed) {
    self.gain = gain
    self.saturation = saturation
    self.adaptation = adaptation
  }

  /// The smallest magnitude of a trained gain. γ has a pole at a gain of zero.
  static let smallestGain = 1e-3

  /// `gain` and `saturation`, 1×1 or 1×units, where they are trained. They may leave the range in which they start.
  func parameters(units: Int, prefix: String) -> [Parameter] {
    guard adaptation != .fixed else { return [] }
    let geometry = WeightGeometry(Shape(1, adaptation == .shared ? 1 : units))
    return [("gain", gain), ("saturation", saturation)].map { name, value in
      Parameter(
        prefix + name, geometry, group: .activation, initialization: ConstantInitialization(value))
    }
  }

  func value(at x: Value, parameters: ParameterValues, prefix: String) -> Value {
    guard adaptation == .fixed else {
      let n = Self.awayFromZero(parameters[prefix + "gain"])
      let s = parameters[prefix + "saturation"]
      return (1 - s) / n * (n * x).softplus() + s * (n * x).sigmoid()
    }
    let u = gain * x
    if saturation == 0 { return u.softplus() / gain }
    if saturation == 1 { return u.sigmoid() }
    return (1 - saturation) / gain * u.softplus() + saturation * u.sigmoid()
  }

  /// The shape of each unit's γ, or one shape where all units share it.
  ///
  /// - Parameter read: Takes the name of a parameter to its numbers.
  func shapes(prefix: String, _ read: (String) -> Matrix<Double>) -> [GammaShape] {
    guard adaptation != .fixed else { return [GammaShape(gain: gain, saturation: saturation)] }
    return zip(read(prefix + "gain").elements, read(prefix + "saturation").elements).map {
      GammaShape(gain: $0, saturation: $1)
    }
  }

  private static func awayFromZero(_ n: Value) -> Value {
    let magnitude = smallestGain + (n.absolute() - smallestGain).positivePart()
    return (2 * n.step() - 1) * magnitude
  }

  static let description = ActivationDescription(
    "gamma",
    "γ(x; n, s), between softplus of sharpness n and sigmoid of slope n (arXiv:2006.12253)",
    [
      .real(
        "gain", 5, in: Interval(smallestGain, .infinity, includesUpper: false), "n, at the start"),
      .real("saturation", 0, in: .unit, "s, at the start: 0 is softplus, 1 is sigmoid"),
      Entry(
        "adapt",
        .value(.word("fixed", "shared", "per_unit"), default: .text("fixed")),
        "whether n and s are trained: not (static), one pair for all units (homogeneous), or one "
          + "for each (heterogeneous)"),
    ]
  ) { settings in
    guard let adaptation = Adaptation(rawValue: settings.text("adapt")) else {
      preconditionFailure("adapt: \(settings.text("adapt")) passed the schema")
    }
    return GammaActivation(
      gain: settings.real("gain"), saturation: settings.real("saturation"), adaptation: adaptation)
  }
}
